import * as z from 'zod/mini';

/** The state that travels through a sync's state machine. No token and no buyer's data: those stay in the run row. */
export const StepInput = z.object({
  shopId: z.string(),
  scheduleId: z.string(),
  runId: z.string(),
  lane: z.enum(['live', 'backfill']),
  /** The execution is named `<runId>-<part>`. */
  part: z.number(),
  /** Steps that this execution has taken; at 1,000 the next part begins (25,000 events are Step Functions' limit). */
  loops: z.number(),
  /** The step number that the invocation must find in the lease, else a later one has taken over. */
  step: z.number(),
  state: z.enum(['waiting', 'ended']),
  /** ISO time for the machine's Wait state. */
  waitUntil: z.string(),
});
export type StepInput = z.infer<typeof StepInput>;
