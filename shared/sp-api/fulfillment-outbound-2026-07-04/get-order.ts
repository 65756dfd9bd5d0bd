import { FulfillmentOutboundApi } from '@sp-api-sdk/fulfillment-outbound-api-2026-07-04';
import * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import { SpApiRejectedError } from '../sp-api-error.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { FulfillmentOrder } from './fulfillment-order.ts';
import { outboundPlan } from './usage-plan.ts';

export const GET_ORDER: Operation = {
  operationId: 'getOrder',
  usagePlan: outboundPlan('get', '/orders/id'),
  harmlessTwice: true,
};

/** One fulfillment order with its shipments. Undefined: Amazon knows of none of this id, or not yet. */
export async function getOrder(
  orderId: string,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<FulfillmentOrder | undefined> {
  try {
    const answer = await spApi.call(GET_ORDER, lane, ({ endpoint, axios, options }) =>
      new FulfillmentOutboundApi(undefined, endpoint, axios).getOrder({ orderId }, options),
    );
    return readAnswer('getOrder', answer, z.object({ order: FulfillmentOrder })).order;
  } catch (error) {
    if (error instanceof SpApiRejectedError && error.facts.status === 404) return undefined;
    throw error;
  }
}
