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
  /** Why nothing runs for this shop now, e.g. `invalid_grant`; probed again at `probeAt`. */
  paused: z.optional(z.object({ reason: z.string(), since: z.string(), probeAt: z.string() })),
  /** The shop's downstream did not take a batch; until this moment (ISO) its outbox is not drained. */
  downstreamAwayUntil: z.optional(z.string()),
});
export type Shop = z.infer<typeof Shop>;
