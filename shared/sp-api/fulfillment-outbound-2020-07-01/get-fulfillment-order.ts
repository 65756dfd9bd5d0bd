import { FulfillmentOutboundApi } from '@sp-api-sdk/fulfillment-outbound-api-2020-07-01';
import * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import { SpApiRejectedError } from '../sp-api-error.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { checkErrorsInside } from './check-errors-inside.ts';
import { FulfillmentOrderDetails } from './fulfillment-order.ts';
import { outboundPlan } from './usage-plan.ts';

export const GET_FULFILLMENT_ORDER: Operation = {
  operationId: 'getFulfillmentOrder',
  usagePlan: outboundPlan('get', '/fulfillmentOrders/id'),
  harmlessTwice: true,
};

/** One fulfillment order with its items and shipments. Undefined: Amazon knows of none of this id, or not yet. */
export async function getFulfillmentOrder(
  sellerFulfillmentOrderId: string,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<FulfillmentOrderDetails | undefined> {
  try {
    const answer = await spApi.call(GET_FULFILLMENT_ORDER, lane, ({ endpoint, axios, options }) =>
      new FulfillmentOutboundApi(undefined, endpoint, axios).getFulfillmentOrder({ sellerFulfillmentOrderId }, options),
    );
    checkErrorsInside('getFulfillmentOrder', answer);
    return readAnswer('getFulfillmentOrder', answer, z.object({ payload: FulfillmentOrderDetails })).payload;
  } catch (error) {
    if (error instanceof SpApiRejectedError && error.facts.status === 404) return undefined;
    throw error;
  }
}
