import { FulfillmentOutboundApi } from '@sp-api-sdk/fulfillment-outbound-api-2026-07-04';
import type { Operation } from '../operation.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { outboundPlan } from './usage-plan.ts';

export const CANCEL_ORDER: Operation = {
  operationId: 'cancelOrder',
  usagePlan: outboundPlan('put', '/orders/id/cancel'),
  harmlessTwice: true,
};

/** Asks for an order to be cancelled. Best effort: only the order's status tells what came of it. */
export async function cancelOrder(
  orderId: string,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<void> {
  await spApi.call(CANCEL_ORDER, lane, ({ endpoint, axios, options }) =>
    new FulfillmentOutboundApi(undefined, endpoint, axios).cancelOrder({ orderId }, options),
  );
}
