import * as z from 'zod/mini';
import { KINDS } from './syncs.ts';

/** Most records that a batch may hold; fewer by the stage's setting. */
export const MAX_RECORDS_PER_BATCH = 50;

/** One SQS message and one webhook body: at most 50 records of one shop and kind, under 1 MiB, without buyers' data on the queue. */
export const Batch = z.object({
  batchId: z.string(),
  shopId: z.string(),
  kind: z.enum(KINDS),
  records: z.array(z.looseObject({ version: z.number() })).check(z.minLength(1), z.maxLength(MAX_RECORDS_PER_BATCH)),
});
export type Batch = z.infer<typeof Batch>;
export type BatchRecord = Batch['records'][number];

/** SQS message attributes beside the batch. */
export const BATCH_ATTRIBUTES = {
  /** The run that handed the batch out, for its counters: absent where a sweep or a redrive did. */
  scheduleId: 'scheduleId',
  runId: 'runId',
  /** On dead letters: why, in a sentence without buyers' data. */
  reason: 'reason',
  since: 'since',
} as const;
