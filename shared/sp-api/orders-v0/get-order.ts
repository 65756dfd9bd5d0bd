import { clientRateLimits, OrdersApi } from '@sp-api-sdk/orders-api-v0';
import * as z from 'zod/mini';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { DataElement } from '../restricted/catalogue.ts';
import { pathFor } from '../restricted/restricted-resource.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { orderNeed } from './order-need.ts';

/** getOrder, Orders v0: 0.5 requests a second, burst 30. Amazon removes it on 2027-03-27; our syncs do not use it. */
export const GET_ORDER: Operation = {
  operationId: 'getOrder',
  api: 'orders-v0',
  usagePlan: usagePlanOf(clientRateLimits, 'get', '/orders/v0/orders/1'),
  harmlessTwice: true,
};

export interface GetOrderRequest {
  /** 3-7-7 digits. */
  readonly orderId: string;
  /** What to show of the buyer, by need; nothing without it. */
  readonly dataElements?: readonly DataElement[];
  /** Other orders will be read likewise: the token is for any order, and serves them all. */
  readonly bulk?: boolean;
}

/** An order as v0 has it; all fields pass as they come. */
export const OrderV0 = z.looseObject({ AmazonOrderId: z.string() });
export type OrderV0 = z.infer<typeof OrderV0>;

/** Reads one order, with what the data elements say of its buyer. */
export async function getOrder(
  { orderId, dataElements, bulk = false }: GetOrderRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<OrderV0> {
  const answer = await spApi.call(
    GET_ORDER,
    lane,
    ({ endpoint, axios, options }) => new OrdersApi(undefined, endpoint, axios).getOrder({ orderId }, options),
    orderNeed(pathFor('/orders/v0/orders/{orderId}', { id: orderId, bulk }), dataElements),
  );
  return readAnswer('getOrder', answer, z.object({ payload: OrderV0 })).payload;
}
