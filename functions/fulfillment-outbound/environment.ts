import * as z from 'zod/mini';
import { SyncEnvironment } from '../sync-environment.ts';

/** What `fulfillment-outbound/start` and `…/step` need; the construct in `infra/syncs/fulfillment-outbound.ts` must satisfy this type. */
export const FulfillmentOutboundEnvironment = z.object({
  ...SyncEnvironment,
  FULFILLMENT_OUTBOUND_TABLE: z.string(),
});
export type FulfillmentOutboundEnvironment = z.infer<typeof FulfillmentOutboundEnvironment>;
