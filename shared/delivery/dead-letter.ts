import type { Message } from '@aws-sdk/client-sqs';
import { BATCH_ATTRIBUTES } from '../contracts/batch.ts';
import { type Kind, QUEUE_OF, type QueueName } from '../contracts/syncs.ts';
import { readBatch } from './queued-batch.ts';
import { recordId } from './record-id.ts';

/** A batch, mostly of one record, that will not be delivered unless a person sends it again. Without buyers' data. */
export interface DeadLetter {
  readonly messageId: string;
  readonly queue: QueueName;
  /** Empty, like `batchId`, where the message is not a batch. */
  readonly shopId: string;
  readonly kind: Kind;
  readonly batchId: string;
  readonly recordIds: readonly string[];
  readonly reason: string;
  /** When it was set aside, ISO. */
  readonly since: string;
  /** The message itself, for `azi dead-letters show`. */
  readonly body: string;
}

/** A message of a kind's dead-letter queue, read. */
export function toDeadLetter(
  kind: Kind,
  { MessageId = '', Body = '', Attributes, MessageAttributes }: Message,
): DeadLetter {
  const read = readBatch(Body);
  const batch = 'batch' in read ? read.batch : { shopId: '', batchId: '', records: [] };
  return {
    messageId: MessageId,
    queue: QUEUE_OF[kind],
    shopId: batch.shopId,
    kind,
    batchId: batch.batchId,
    recordIds: batch.records.map((record) => recordId(kind, record)),
    reason: MessageAttributes?.[BATCH_ATTRIBUTES.reason]?.StringValue ?? 'downstream was away too often and too long',
    since:
      MessageAttributes?.[BATCH_ATTRIBUTES.since]?.StringValue ??
      new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString(),
    body: Body,
  };
}
