import * as z from 'zod/mini';

export const REGIONS = ['na', 'eu', 'fe'] as const;
export type Region = (typeof REGIONS)[number];

/**
 * One seller account in one region, as the `shops` table keeps it. Its refresh token and webhook secret are in
 * SSM (see `shop-secrets.ts`), never here. (sellerId, region) is unique in a stage.
 */
export const Shop = z.object({
  /** Ours: 1 to 32 of `A-Za-z0-9-`. */
  shopId: z.string(),
  sellerId: z.string(),
  region: z.enum(REGIONS),
  marketplaceIds: z.array(z.string()),
  /** Where batches are posted. Absent under a `webhook` stage: the outbox is not drained, and `status` says so. */
  downstreamUrl: z.optional(z.string()),
  /** Ask Amazon for buyers and recipients, and join them into what is delivered. */
  deliverBuyerData: z.optional(z.boolean()),
  /** First moment of interest, ISO; the first cursor where a run names none. */
  since: z.optional(z.string()),
  /** How orders are shipped from Amazon's warehouses; defaults in `shared/fulfillment-outbound/outbound-settings.ts`. */
  fulfillmentOutbound: z.optional(
    z.object({
      apiVersion: z.optional(z.enum(['2026-07-04', '2020-07-01'])),
      /** Ask for a preview (price, feasibility) before an order is created. */
      preview: z.optional(z.boolean()),
      /** An order without news for so many hours is told. */
      stuckAfterHours: z.optional(z.number()),
      /** Printed on packing slips by 2020-07-01, at most 750 characters. */
      displayableOrderComment: z.optional(z.string()),
    }),
  ),
  /** How returns are read: the format of the merchant's report, XML unless said otherwise. */
  returns: z.optional(z.object({ merchantReport: z.optional(z.enum(['XML', 'FLAT_FILE'])) })),
  /** Why nothing runs for this shop now, e.g. `invalid_grant`; probed again at `probeAt`. */
  paused: z.optional(z.object({ reason: z.string(), since: z.string(), probeAt: z.string() })),
  /** The shop's downstream did not take a batch; until this moment (ISO) its outbox is not drained. */
  downstreamAwayUntil: z.optional(z.string()),
  /** What it answered: a status or a network code. */
  downstreamAwayReason: z.optional(z.string()),
});
export type Shop = z.infer<typeof Shop>;

/** A shop without what runs and deliveries remember of it. */
export type ShopSettings = Omit<Shop, 'paused' | 'downstreamAwayUntil' | 'downstreamAwayReason'>;
