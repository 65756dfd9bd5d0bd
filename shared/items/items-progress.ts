import * as z from 'zod/mini';
import { RunError } from '../sync/run.ts';

/** What is done for each marketplace. `stock-report` only where the inventory API's page tokens keep dying. */
export const STAGES = ['listings', 'gone', 'stock', 'stock-report'] as const;

export const Todo = z.object({
  marketplaceId: z.string(),
  stage: z.enum(STAGES),
  /** Of stage `gone`: the report that says so. */
  reportId: z.optional(z.string()),
  /** Of stage `gone`, once that is known: whether one report may be believed. It stays so while the listings become fewer. */
  tooMany: z.optional(z.boolean()),
  /** Of stage `gone`: how many are inactive by now. */
  deactivated: z.optional(z.number()),
  /** Nothing can be done for it before this moment (ISO): the others come first. */
  notBefore: z.optional(z.string()),
  /** Amazon must not be asked for this report before then; else it is at work on it. */
  coolingDown: z.optional(z.string()),
});
export type Todo = z.infer<typeof Todo>;

/** A listings report in which more was missing than one report may be believed. */
export const DoubtfulReport = z.object({
  reportId: z.string(),
  s3Key: z.string(),
  contentType: z.optional(z.string()),
  compression: z.enum(['gzip', 'none']),
  /** When Amazon began to write it, ISO: the bucket forgets documents. */
  since: z.optional(z.string()),
});
export type DoubtfulReport = z.infer<typeof DoubtfulReport>;

/** What the schedule remembers of a marketplace. */
const MarketplaceMemory = z.object({
  /** When all stock was read last, ISO: deltas miss inbound quantities. */
  sweptAt: z.optional(z.string()),
  doubtful: z.optional(DoubtfulReport),
  /** When its listings and its stock were last read to the end, ISO: what was left comes first in the next run. */
  readAt: z.optional(z.object({ listings: z.optional(z.string()), stock: z.optional(z.string()) })),
});
export type MarketplaceMemory = z.infer<typeof MarketplaceMemory>;

export const ItemsMemory = z.record(z.string(), MarketplaceMemory);
export type ItemsMemory = z.infer<typeof ItemsMemory>;

/** Where an items run stands, in its row. */
export const ItemsProgress = z.object({
  todo: z.array(Todo),
  /** How far the document of the first todo has been read, and of which report it is. */
  position: z.number(),
  reportId: z.optional(z.string()),
  /** The run's count when that document was begun: if it has grown, nothing is known to be gone. */
  quarantinedBefore: z.number(),
  toDeliver: z.array(z.string()),
  /**
   * A page token of getInventorySummaries and when it was given (ISO): dead 30 seconds later. It is of the changes since
   * `startDateTime`, or of all stock.
   */
  page: z.optional(z.object({ nextToken: z.string(), givenAt: z.string(), startDateTime: z.optional(z.string()) })),
  deadTokens: z.number(),
  /** What the first todo failed of that could not be done; the run fails of it when all others are. */
  failure: z.optional(RunError),
  memory: ItemsMemory,
});
export type ItemsProgress = z.infer<typeof ItemsProgress>;
