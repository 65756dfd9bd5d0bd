import { FulfillmentOutboundApi } from '@sp-api-sdk/fulfillment-outbound-api-2020-07-01';
import * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { checkErrorsInside } from './check-errors-inside.ts';
import { outboundPlan } from './usage-plan.ts';

export const LIST_ALL_FULFILLMENT_ORDERS: Operation = {
  operationId: 'listAllFulfillmentOrders',
  usagePlan: outboundPlan('get', '/fulfillmentOrders'),
  harmlessTwice: true,
};

const ListAllFulfillmentOrdersResponse = z.object({
  payload: z.nullish(
    z.object({ nextToken: z.nullish(z.string()), fulfillmentOrders: z.nullish(z.array(z.unknown())) }),
  ),
});

/** One page of fulfillment orders whose status changed at a moment (ISO) or after; each is still to be parsed. */
export async function listAllFulfillmentOrders(
  request: { queryStartDate: string; nextToken?: string | undefined },
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<{ fulfillmentOrders: readonly unknown[]; nextToken?: string | undefined }> {
  const { queryStartDate, nextToken } = request;
  const answer = await spApi.call(LIST_ALL_FULFILLMENT_ORDERS, lane, ({ endpoint, axios, options }) =>
    new FulfillmentOutboundApi(undefined, endpoint, axios).listAllFulfillmentOrders(
      { queryStartDate, ...(nextToken !== undefined && { nextToken }) },
      options,
    ),
  );
  checkErrorsInside('listAllFulfillmentOrders', answer);
  const { payload } = readAnswer('listAllFulfillmentOrders', answer, ListAllFulfillmentOrdersResponse);
  return { fulfillmentOrders: payload?.fulfillmentOrders ?? [], nextToken: payload?.nextToken ?? undefined };
}
