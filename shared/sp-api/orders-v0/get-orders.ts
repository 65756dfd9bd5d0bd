import { clientRateLimits, OrdersApi } from '@sp-api-sdk/orders-api-v0';
import * as z from 'zod/mini';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { DataElement } from '../restricted/catalogue.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { orderNeed } from './order-need.ts';

/** getOrders, Orders v0: 0.0167 requests a second, burst 20. Amazon removes it on 2027-03-27; our syncs do not use it. */
export const GET_ORDERS: Operation = {
  operationId: 'getOrders',
  usagePlan: usagePlanOf(clientRateLimits, 'get', '/orders/v0/orders'),
  harmlessTwice: true,
};

/** The orders of a window, by creation or by last update (ISO, both inclusive), or the page that a token leads to. */
export interface GetOrdersRequest {
  /** 1 to 50 of one region. */
  readonly marketplaceIds: readonly string[];
  readonly createdAfter?: string;
  readonly createdBefore?: string;
  readonly lastUpdatedAfter?: string;
  readonly lastUpdatedBefore?: string;
  readonly nextToken?: string;
  /** What to show of the buyers, by need; nothing without it. */
  readonly dataElements?: readonly DataElement[];
}

/** One page of at most 100 orders in Amazon's shape, each still to be parsed. */
export interface OrdersV0Page {
  readonly orders: readonly unknown[];
  readonly nextToken?: string;
}

const GetOrdersResponse = z.object({
  payload: z.object({ Orders: z.array(z.unknown()), NextToken: z.nullish(z.string()) }),
});

/** Reads one page of orders. All pages with the same data elements share a Restricted Data Token. */
export async function getOrders(
  { marketplaceIds, dataElements, ...request }: GetOrdersRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<OrdersV0Page> {
  const answer = await spApi.call(
    GET_ORDERS,
    lane,
    ({ endpoint, axios, options }) =>
      new OrdersApi(undefined, endpoint, axios).getOrders({ ...request, marketplaceIds: [...marketplaceIds] }, options),
    orderNeed('/orders/v0/orders', dataElements),
  );
  const { payload } = readAnswer('getOrders', answer, GetOrdersResponse);
  return { orders: payload.Orders, nextToken: payload.NextToken ?? undefined };
}
