import {
  FulfillmentOutboundApi,
  type GetFulfillmentPreviewRequest,
} from '@sp-api-sdk/fulfillment-outbound-api-2020-07-01';
import * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { checkErrorsInside } from './check-errors-inside.ts';
import { outboundPlan } from './usage-plan.ts';

export const GET_FULFILLMENT_PREVIEW: Operation = {
  operationId: 'getFulfillmentPreview',
  usagePlan: outboundPlan('post', '/fulfillmentOrders/preview'),
  harmlessTwice: true,
};

const Money = z.object({ currencyCode: z.string(), value: z.string() });
const Reasons = z.nullish(z.array(z.string()));

export const FulfillmentPreview = z.object({
  isFulfillable: z.boolean(),
  estimatedFees: z.nullish(z.array(z.object({ amount: Money }))),
  unfulfillablePreviewItems: z.nullish(z.array(z.object({ itemUnfulfillableReasons: Reasons }))),
  orderUnfulfillableReasons: Reasons,
});
export type FulfillmentPreview = z.infer<typeof FulfillmentPreview>;

const GetFulfillmentPreviewResponse = z.object({
  payload: z.object({ fulfillmentPreviews: z.nullish(z.array(FulfillmentPreview)) }),
});

/** For each speed asked for: whether the order can be done, and for how much. Creates nothing. */
export async function getFulfillmentPreview(
  request: GetFulfillmentPreviewRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<FulfillmentPreview[]> {
  const answer = await spApi.call(GET_FULFILLMENT_PREVIEW, lane, ({ endpoint, axios, options }) =>
    new FulfillmentOutboundApi(undefined, endpoint, axios).getFulfillmentPreview({ body: request }, options),
  );
  checkErrorsInside('getFulfillmentPreview', answer);
  return readAnswer('getFulfillmentPreview', answer, GetFulfillmentPreviewResponse).payload.fulfillmentPreviews ?? [];
}
