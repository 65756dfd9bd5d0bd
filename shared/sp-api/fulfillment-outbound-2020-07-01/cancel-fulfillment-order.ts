import { FulfillmentOutboundApi } from '@sp-api-sdk/fulfillment-outbound-api-2020-07-01';
import type { Operation } from '../operation.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { checkErrorsInside } from './check-errors-inside.ts';
import { outboundPlan } from './usage-plan.ts';

export const CANCEL_FULFILLMENT_ORDER: Operation = {
  operationId: 'cancelFulfillmentOrder',
  usagePlan: outboundPlan('put', '/fulfillmentOrders/id/cancel'),
  harmlessTwice: true,
};

/** Asks for an order to be cancelled; refused with 400 once it is `Processing`. */
export async function cancelFulfillmentOrder(
  sellerFulfillmentOrderId: string,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<void> {
  const answer = await spApi.call(CANCEL_FULFILLMENT_ORDER, lane, ({ endpoint, axios, options }) =>
    new FulfillmentOutboundApi(undefined, endpoint, axios).cancelFulfillmentOrder(
      { sellerFulfillmentOrderId },
      options,
    ),
  );
  checkErrorsInside('cancelFulfillmentOrder', answer);
}
