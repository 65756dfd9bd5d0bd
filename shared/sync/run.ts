import * as z from 'zod/mini';
import { SYNCS } from '../contracts/syncs.ts';

export const LANES = ['live', 'backfill'] as const;

/** What went wrong, in the form that `status` and `--json` show. Never a token, never a buyer's data. */
export const RunError = z.object({ name: z.string(), message: z.string(), cure: z.string() });
export type RunError = z.infer<typeof RunError>;

const Counts = z.record(z.string(), z.number());

/** One execution of a sync for a shop over one frozen window: a row of `runs`. */
export const Run = z.object({
  scheduleId: z.string(),
  /** Sorts by time: `20261121T120000Z-3f9a2c1b`. */
  runId: z.string(),
  shopId: z.string(),
  sync: z.enum(SYNCS),
  lane: z.enum(LANES),
  startTime: z.string(),
  endTime: z.string(),
  /** Requests begin {@link OVERLAP_MS} earlier: the run carries on where another ended. */
  overlaps: z.boolean(),
  /** The schedule's cursor when the run began; absent when it had none. */
  foundCursor: z.optional(z.string()),
  /** Which invocation owns the row; every write names it, so that a late survivor changes nothing. */
  step: z.number(),
  /** Number of the newest state machine execution, `<runId>-<part>`; 0 while there was none. */
  part: z.number(),
  state: z.enum(['open', 'ended']),
  outcome: z.optional(z.enum(['succeeded', 'failed', 'skipped', 'waiting'])),
  error: z.optional(RunError),
  startedAt: z.string(),
  endedAt: z.optional(z.string()),
  /** While waiting: when the run carries on. */
  waitUntil: z.optional(z.string()),
  /** How often in a row Amazon was down at a step. */
  unavailable: z.number(),
  /** How far the cursor may move when the run ends; absent until the sync knows. */
  reachedUntil: z.optional(z.string()),
  read: z.number(),
  stored: z.number(),
  unchanged: z.number(),
  quarantined: z.number(),
  batches: z.number(),
  /** Records that downstream took, counted by `deliver`. */
  delivered: z._default(z.number(), 0),
  deadLettered: z._default(z.number(), 0),
  pii: Counts,
  calls: Counts,
  notes: z.array(z.string()),
  /** Where the sync stands: its own shape, read by its own schema. */
  progress: z.unknown(),
  /** Unix second of death: 90 days after the run began. */
  expiresAt: z.number(),
});
export type Run = z.infer<typeof Run>;

/** The counts of a run, or of a trigger that made none, before anything has happened. */
export const noCounts = () => ({
  read: 0,
  stored: 0,
  unchanged: 0,
  quarantined: 0,
  batches: 0,
  delivered: 0,
  deadLettered: 0,
  pii: {},
  calls: {},
});
