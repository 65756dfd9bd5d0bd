import { FulfillmentOutboundApi, type GetOrderPreviewRequest } from '@sp-api-sdk/fulfillment-outbound-api-2026-07-04';
import * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { outboundPlan } from './usage-plan.ts';

export const GET_ORDER_PREVIEW: Operation = {
  operationId: 'getOrderPreview',
  usagePlan: outboundPlan('post', '/previews'),
  harmlessTwice: true,
};

const Money = z.object({ currencyCode: z.string(), amount: z.string() });

/** What the preview is asked for: planned shipments with their prices, and what stands against the order. */
export const OrderPreview = z.object({
  plannedShipments: z.array(
    z.object({
      offers: z.nullish(z.array(z.object({ estimatedPrice: z.nullish(z.object({ totalPrice: z.nullish(Money) })) }))),
    }),
  ),
  constraints: z.nullish(z.array(z.object({ code: z.nullish(z.string()) }))),
});
export type OrderPreview = z.infer<typeof OrderPreview>;

/** When an order would come and what it would cost, or why it cannot be. Creates nothing. */
export async function getOrderPreview(
  request: GetOrderPreviewRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<OrderPreview> {
  const answer = await spApi.call(GET_ORDER_PREVIEW, lane, ({ endpoint, axios, options }) =>
    new FulfillmentOutboundApi(undefined, endpoint, axios).getOrderPreview({ body: request }, options),
  );
  return readAnswer('getOrderPreview', answer, OrderPreview);
}
