import * as z from 'zod/mini';

/** What an EventBridge schedule (or `azi sync`) hands a start function. `startTime`, when present, overrides the cursor. */
export const StartInput = z.object({
  shopId: z.string(),
  startTime: z.optional(z.string()),
  scheduleId: z.string(),
  /** Only carry on the open run of this id, whose lease has run out; start no new one. */
  resume: z.optional(z.string()),
});
export type StartInput = z.infer<typeof StartInput>;
