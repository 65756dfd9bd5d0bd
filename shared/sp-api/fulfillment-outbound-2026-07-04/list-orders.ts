import { FulfillmentOutboundApi } from '@sp-api-sdk/fulfillment-outbound-api-2026-07-04';
import * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { outboundPlan } from './usage-plan.ts';

export const LIST_ORDERS: Operation = {
  operationId: 'listOrders',
  usagePlan: outboundPlan('get', '/orders'),
  harmlessTwice: true,
};

/** One page; its size and how long its token lives Amazon does not say. */
export interface FulfillmentOrdersPage {
  /** Each still to be parsed as a `FulfillmentOrder`: one bad order must not hide the others. */
  readonly orders: readonly unknown[];
  readonly nextToken?: string | undefined;
}

const ListOrdersResponse = z.object({
  orders: z.nullish(z.array(z.unknown())),
  pagination: z.nullish(z.object({ nextToken: z.nullish(z.string()) })),
});

/** Fulfillment orders of the seller that changed after a moment (ISO), shipments and tracking included, page by page. */
export async function listOrders(
  request: { updatedAfter: string; pageToken?: string | undefined },
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<FulfillmentOrdersPage> {
  const { updatedAfter, pageToken } = request;
  const answer = await spApi.call(LIST_ORDERS, lane, ({ endpoint, axios, options }) =>
    new FulfillmentOutboundApi(undefined, endpoint, axios).listOrders(
      { updatedAfter, ...(pageToken !== undefined && { pageToken }) },
      options,
    ),
  );
  const { orders, pagination } = readAnswer('listOrders', answer, ListOrdersResponse);
  return { orders: orders ?? [], nextToken: pagination?.nextToken ?? undefined };
}
