import { FulfillmentOutboundApi } from '@sp-api-sdk/fulfillment-outbound-api-2026-07-04';
import type { Operation } from '../operation.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { outboundPlan } from './usage-plan.ts';

export const UPDATE_ORDER: Operation = {
  operationId: 'updateOrder',
  usagePlan: outboundPlan('put', '/orders/id'),
  harmlessTwice: true,
};

/** Changes the action of an order that is held: all that can be changed of one. `SHIP` releases it. */
export async function updateOrder(
  { orderId, action }: { orderId: string; action: 'SHIP' | 'HOLD' },
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<void> {
  await spApi.call(UPDATE_ORDER, lane, ({ endpoint, axios, options }) =>
    new FulfillmentOutboundApi(undefined, endpoint, axios).updateOrder(
      { orderId, body: { fulfillmentConfiguration: { action } } },
      options,
    ),
  );
}
