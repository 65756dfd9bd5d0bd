import { clientRateLimits, OrdersApi } from '@sp-api-sdk/orders-api-v0';
import * as z from 'zod/mini';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import { pathFor } from '../restricted/restricted-resource.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { orderNeed } from './order-need.ts';

/** getOrderItems, Orders v0: 0.5 requests a second, burst 30. Amazon removes it on 2027-03-27; our syncs do not use it. */
export const GET_ORDER_ITEMS: Operation = {
  operationId: 'getOrderItems',
  usagePlan: usagePlanOf(clientRateLimits, 'get', '/orders/v0/orders/1/orderItems'),
  harmlessTwice: true,
};

export interface GetOrderItemsRequest {
  /** 3-7-7 digits. */
  readonly orderId: string;
  /** Gift messages and customisation, which are the buyer's. */
  readonly dataElements?: readonly 'buyerInfo'[];
  /** Items of other orders will be read likewise: the token is for any order, and serves them all. */
  readonly bulk?: boolean;
  readonly nextToken?: string;
}

/** Some of an order's items in Amazon's shape, each still to be parsed. */
export interface OrderItemsV0Page {
  readonly orderItems: readonly unknown[];
  readonly nextToken?: string;
}

const GetOrderItemsResponse = z.object({
  payload: z.object({ OrderItems: z.array(z.unknown()), NextToken: z.nullish(z.string()) }),
});

/** Reads one page of the items of an order. */
export async function getOrderItems(
  { orderId, dataElements, bulk = false, nextToken }: GetOrderItemsRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<OrderItemsV0Page> {
  const request = { orderId, ...(nextToken !== undefined && { nextToken }) };
  const answer = await spApi.call(
    GET_ORDER_ITEMS,
    lane,
    ({ endpoint, axios, options }) => new OrdersApi(undefined, endpoint, axios).getOrderItems(request, options),
    orderNeed(pathFor('/orders/v0/orders/{orderId}/orderItems', { id: orderId, bulk }), dataElements),
  );
  const { payload } = readAnswer('getOrderItems', answer, GetOrderItemsResponse);
  return { orderItems: payload.OrderItems, nextToken: payload.NextToken ?? undefined };
}
