import { FulfillmentOutboundApi } from '@sp-api-sdk/fulfillment-outbound-api-2020-07-01';
import type { Operation } from '../operation.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { checkErrorsInside } from './check-errors-inside.ts';
import { outboundPlan } from './usage-plan.ts';

export const UPDATE_FULFILLMENT_ORDER: Operation = {
  operationId: 'updateFulfillmentOrder',
  usagePlan: outboundPlan('put', '/fulfillmentOrders/id'),
  harmlessTwice: true,
};

/** Changes an order that is held; here only its action. `Ship` releases it. */
export async function updateFulfillmentOrder(
  {
    sellerFulfillmentOrderId,
    fulfillmentAction,
  }: { sellerFulfillmentOrderId: string; fulfillmentAction: 'Ship' | 'Hold' },
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<void> {
  const answer = await spApi.call(UPDATE_FULFILLMENT_ORDER, lane, ({ endpoint, axios, options }) =>
    new FulfillmentOutboundApi(undefined, endpoint, axios).updateFulfillmentOrder(
      { sellerFulfillmentOrderId, body: { fulfillmentAction } },
      options,
    ),
  );
  checkErrorsInside('updateFulfillmentOrder', answer);
}
