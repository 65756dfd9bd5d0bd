import * as z from 'zod/mini';
import { SYNCS } from '../contracts/syncs.ts';
import { RunError } from './run.ts';

/** Who may work on a schedule's lane, until when; and all that is needed to begin the run it names, should its row be missing. */
export const Lease = z.object({
  runId: z.string(),
  step: z.number(),
  /** Unix ms. */
  expiresAt: z.number(),
  startTime: z.string(),
  endTime: z.string(),
  overlaps: z.boolean(),
  foundCursor: z.optional(z.string()),
});
export type Lease = z.infer<typeof Lease>;

/** One row per shop and sync: when it fires, how far it has come, who works on it. An EventBridge schedule of the same id fires it. */
export const Schedule = z.object({
  shopId: z.string(),
  /** At most 64 characters; unique in the stage. */
  scheduleId: z.string(),
  sync: z.enum(SYNCS),
  /** EventBridge Scheduler expression. */
  expression: z.string(),
  enabled: z.boolean(),
  /** The cursor, ISO: everything that changed before is stored. */
  nextStartTime: z.optional(z.string()),
  liveLease: z.optional(Lease),
  backfillLease: z.optional(Lease),
  lastRun: z.optional(
    z.object({ runId: z.string(), outcome: z.string(), endedAt: z.string(), error: z.optional(RunError) }),
  ),
  /** What a sync remembers from run to run, in its own shape (orders: datasets that Amazon refuses this account). */
  memory: z.optional(z.unknown()),
});
export type Schedule = z.infer<typeof Schedule>;

export const leaseAttribute = (lane: 'live' | 'backfill') => `${lane}Lease` as const;
