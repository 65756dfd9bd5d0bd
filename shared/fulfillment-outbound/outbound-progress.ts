import * as z from 'zod/mini';

/** Where an outbound run stands, in its row. */
export const OutboundProgress = z.object({
  /** `submit`: the table is gone through, order by order. `track`: Amazon's list is read. */
  phase: z.enum(['submit', 'track']),
  /** The last key of the table that has been dealt with. */
  after: z.string(),
  /** Amazon is asked for what changed since (ISO). */
  updatedAfter: z.string(),
  pageToken: z.optional(z.string()),
  /** Page tokens that died so far. */
  deadTokens: z.number(),
  tracked: z.boolean(),
  /** The first moment (ISO) at which an order whose outcome is unknown can be looked for again. */
  dueAt: z.optional(z.string()),
  /** How often the run has waited for such orders. */
  waits: z.number(),
  /** Order ids to hand out. */
  toDeliver: z.array(z.string()),
  /** Orders that met an unexpected error, or some of them: for these the run fails in the end. */
  heldUp: z.optional(z.array(z.string())),
});
export type OutboundProgress = z.infer<typeof OutboundProgress>;
