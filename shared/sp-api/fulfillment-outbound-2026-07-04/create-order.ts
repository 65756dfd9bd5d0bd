import { type CreateOrderRequest, FulfillmentOutboundApi } from '@sp-api-sdk/fulfillment-outbound-api-2026-07-04';
import * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { FulfillmentOrder } from './fulfillment-order.ts';
import { outboundPlan } from './usage-plan.ts';

export type { CreateOrderRequest } from '@sp-api-sdk/fulfillment-outbound-api-2026-07-04';

/** createOrder: no idempotency key, and no word on what a second create of one id does. It is never repeated blindly. */
export const CREATE_ORDER: Operation = {
  operationId: 'createOrder',
  usagePlan: outboundPlan('post', '/orders'),
  harmlessTwice: false,
};

/** 200 has the order; 202 has not: the order was only accepted, and shows later. */
const CreateOrderResponse = z.object({ order: z.optional(FulfillmentOrder) });

/** Creates a fulfillment order. Undefined: Amazon has accepted it, and works on it asynchronously. */
export async function createOrder(
  request: CreateOrderRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<FulfillmentOrder | undefined> {
  const answer = await spApi.call(CREATE_ORDER, lane, ({ endpoint, axios, options }) =>
    new FulfillmentOutboundApi(undefined, endpoint, axios).createOrder({ body: request }, options),
  );
  return readAnswer('createOrder', answer, CreateOrderResponse).order;
}
