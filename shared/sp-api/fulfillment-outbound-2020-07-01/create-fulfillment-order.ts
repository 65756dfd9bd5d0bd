import {
  type CreateFulfillmentOrderRequest,
  FulfillmentOutboundApi,
} from '@sp-api-sdk/fulfillment-outbound-api-2020-07-01';
import type { Operation } from '../operation.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { checkErrorsInside } from './check-errors-inside.ts';
import { outboundPlan } from './usage-plan.ts';

/** createFulfillmentOrder: no idempotency key. It is never repeated blindly. */
export const CREATE_FULFILLMENT_ORDER: Operation = {
  operationId: 'createFulfillmentOrder',
  usagePlan: outboundPlan('post', '/fulfillmentOrders'),
  harmlessTwice: false,
};

/** Creates a fulfillment order. Success has nothing to tell. */
export async function createFulfillmentOrder(
  request: CreateFulfillmentOrderRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<void> {
  const answer = await spApi.call(CREATE_FULFILLMENT_ORDER, lane, ({ endpoint, axios, options }) =>
    new FulfillmentOutboundApi(undefined, endpoint, axios).createFulfillmentOrder({ body: request }, options),
  );
  checkErrorsInside('createFulfillmentOrder', answer);
}
