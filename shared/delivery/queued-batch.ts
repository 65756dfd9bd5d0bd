import type { SQSRecord } from 'aws-lambda';
import { Batch, BATCH_ATTRIBUTES } from '../contracts/batch.ts';
import type { RunReference } from './batch-queue.ts';
import { recordId, RecordWithoutIdError } from './record-id.ts';

/** A message as SQS hands it to `deliver`, its body not yet read. */
export interface QueuedBatch {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** How often SQS has handed it out, this time included. */
  readonly receiveCount: number;
  readonly sentAt: Date;
  readonly run?: RunReference | undefined;
}

export function toQueuedBatch({
  messageId,
  receiptHandle,
  body,
  attributes,
  messageAttributes,
}: SQSRecord): QueuedBatch {
  const scheduleId = messageAttributes[BATCH_ATTRIBUTES.scheduleId]?.stringValue;
  const runId = messageAttributes[BATCH_ATTRIBUTES.runId]?.stringValue;
  return {
    messageId,
    receiptHandle,
    body,
    receiveCount: Number(attributes.ApproximateReceiveCount),
    sentAt: new Date(Number(attributes.SentTimestamp)),
    run: scheduleId !== undefined && runId !== undefined ? { scheduleId, runId } : undefined,
  };
}

/** The batch in a message's body, or why there is none: in a sentence that quotes nothing of the body. */
export function readBatch(body: string): { batch: Batch } | { unreadable: string } {
  const parsed = Batch.safeParse(parseJson(body));
  if (parsed.success) return whereEveryRecordHasAnId(parsed.data);
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole').join(', ');
  return { unreadable: `the message is not a batch: ${fields}` };
}

function whereEveryRecordHasAnId(batch: Batch): { batch: Batch } | { unreadable: string } {
  try {
    for (const record of batch.records) recordId(batch.kind, record);
    return { batch };
  } catch (error) {
    if (error instanceof RecordWithoutIdError) return { unreadable: error.message };
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
