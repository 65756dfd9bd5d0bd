import { clientRateLimits, OrdersApi, SearchOrdersIncludedDataEnum } from '@sp-api-sdk/orders-api-2026-01-01';
import * as z from 'zod/mini';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';

/** searchOrders, Orders 2026-01-01: 0.0056 requests a second, burst 20; no Restricted Data Token, roles decide. */
export const SEARCH_ORDERS: Operation = {
  operationId: 'searchOrders',
  usagePlan: usagePlanOf(clientRateLimits, 'get', '/orders/2026-01-01/orders'),
  harmlessTwice: true,
};

/** The datasets that `includedData` may name; order items always come. */
export const IncludedData = z.enum(SearchOrdersIncludedDataEnum);
export type IncludedData = z.infer<typeof IncludedData>;

/** Both bounds are inclusive, ISO 8601; the upper one at least two minutes ago by Amazon's clock. */
export interface SearchOrdersRequest {
  readonly lastUpdatedAfter: string;
  readonly lastUpdatedBefore: string;
  /** All of one region, at most 50. */
  readonly marketplaceIds: readonly string[];
  readonly includedData: readonly IncludedData[];
  /** Of the page before; lives 24 hours, and every other parameter must be repeated. */
  readonly paginationToken?: string;
}

/** One page of at most 100 orders, each still to be parsed: one bad order must not hide the others. */
export interface OrdersPage {
  readonly orders: readonly unknown[];
  readonly nextToken?: string;
  /** The upper bound that Amazon says it used. */
  readonly lastUpdatedBefore?: string;
}

const SearchOrdersResponse = z.object({
  orders: z.array(z.unknown()),
  pagination: z.nullish(z.object({ nextToken: z.nullish(z.string()) })),
  lastUpdatedBefore: z.nullish(z.string()),
});

/** Amazon's largest page. */
const MAX_RESULTS_PER_PAGE = 100;

/** Reads one page of the orders that changed in a window. */
export async function searchOrders(
  request: SearchOrdersRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<OrdersPage> {
  const answer = await spApi.call(SEARCH_ORDERS, lane, ({ endpoint, axios, options }) =>
    new OrdersApi(undefined, endpoint, axios).searchOrders(
      {
        lastUpdatedAfter: request.lastUpdatedAfter,
        lastUpdatedBefore: request.lastUpdatedBefore,
        marketplaceIds: [...request.marketplaceIds],
        maxResultsPerPage: MAX_RESULTS_PER_PAGE,
        ...(request.includedData.length > 0 && { includedData: [...request.includedData] }),
        ...(request.paginationToken !== undefined && { paginationToken: request.paginationToken }),
      },
      options,
    ),
  );
  const page = readAnswer('searchOrders', answer, SearchOrdersResponse);
  return {
    orders: page.orders,
    nextToken: page.pagination?.nextToken ?? undefined,
    lastUpdatedBefore: page.lastUpdatedBefore ?? undefined,
  };
}
