import { type MessageAttributeValue, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type Batch, BATCH_ATTRIBUTES } from '../contracts/batch.ts';
import { toMessageBody } from './message-body.ts';

/** The run that handed a batch out. */
export interface RunReference {
  readonly scheduleId: string;
  readonly runId: string;
}

/** The FIFO queue of one kind. One message is one batch; a shop is a group, so its batches keep their order. */
export class BatchQueue {
  private readonly sqs: SQSClient;
  private readonly url: string;

  constructor(sqs: SQSClient, url: string) {
    this.sqs = sqs;
    this.url = url;
  }

  /** SQS swallows a second message of the same `deduplicationId` for five minutes. */
  async send({
    batch,
    deduplicationId,
    run,
  }: {
    batch: Batch;
    deduplicationId: string;
    run?: RunReference | undefined;
  }) {
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.url,
        MessageGroupId: batch.shopId,
        MessageDeduplicationId: deduplicationId,
        MessageBody: toMessageBody(batch),
        MessageAttributes: runAttributes(run),
      }),
    );
  }
}

/** The run as message attributes; none without one. */
export const runAttributes = (run: RunReference | undefined): Record<string, MessageAttributeValue> =>
  run === undefined
    ? {}
    : {
        [BATCH_ATTRIBUTES.scheduleId]: textAttribute(run.scheduleId),
        [BATCH_ATTRIBUTES.runId]: textAttribute(run.runId),
      };

export const textAttribute = (text: string): MessageAttributeValue => ({ DataType: 'String', StringValue: text });
