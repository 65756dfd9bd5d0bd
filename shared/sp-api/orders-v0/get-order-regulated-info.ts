import { clientRateLimits, OrdersApi } from '@sp-api-sdk/orders-api-v0';
import * as z from 'zod/mini';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import { pathFor } from '../restricted/restricted-resource.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';

/** getOrderRegulatedInfo, Orders v0: 0.5 requests a second, burst 30. It stays when the other reads of v0 go. */
export const GET_ORDER_REGULATED_INFO: Operation = {
  operationId: 'getOrderRegulatedInfo',
  usagePlan: usagePlanOf(clientRateLimits, 'get', '/orders/v0/orders/1/regulatedInfo'),
  harmlessTwice: true,
};

/** What must be known and verified before a regulated product may be sent; all fields pass as they come. */
export const OrderRegulatedInfo = z.looseObject({ AmazonOrderId: z.string(), RequiresDosageLabel: z.boolean() });
export type OrderRegulatedInfo = z.infer<typeof OrderRegulatedInfo>;

/** Reads the regulated information of an order; `bulk`: of others too, with the same token. */
export async function getOrderRegulatedInfo(
  { orderId, bulk = false }: { orderId: string; bulk?: boolean },
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<OrderRegulatedInfo> {
  const path = pathFor('/orders/v0/orders/{orderId}/regulatedInfo', { id: orderId, bulk });
  const answer = await spApi.call(
    GET_ORDER_REGULATED_INFO,
    lane,
    ({ endpoint, axios, options }) =>
      new OrdersApi(undefined, endpoint, axios).getOrderRegulatedInfo({ orderId }, options),
    { resource: { method: 'GET', path } },
  );
  return readAnswer('getOrderRegulatedInfo', answer, z.object({ payload: OrderRegulatedInfo })).payload;
}
