import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type Batch, BATCH_ATTRIBUTES } from '../contracts/batch.ts';
import { digest } from './batch-id.ts';
import { runAttributes, textAttribute } from './batch-queue.ts';
import { toMessageBody } from './message-body.ts';
import type { QueuedBatch } from './queued-batch.ts';

/**
 * What the one who delivers may do with a message of a kind's queue. Deduplication ids are made of the message's own
 * id: new for every redrive (SQS swallows a repeated one for five minutes), the same for a crash and its retry.
 */
export class DeliveryQueue {
  private readonly sqs: SQSClient;
  private readonly urls: { url: string; deadLettersUrl: string };
  private readonly now: () => Date;

  constructor(sqs: SQSClient, urls: { url: string; deadLettersUrl: string }, now: () => Date) {
    this.sqs = sqs;
    this.urls = urls;
    this.now = now;
  }

  /** Hides the message, and with it all that follow of its shop, for 1 to 43,200 seconds. */
  async pause({ receiptHandle }: QueuedBatch, seconds: number): Promise<void> {
    await this.sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.urls.url,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  }

  /** Puts a batch of this message, or a body that is none, among the dead letters. The message itself is then done. */
  async setAside(message: QueuedBatch, letter: { content: Batch | string; reason: string }): Promise<void> {
    const body = typeof letter.content === 'string' ? letter.content : toMessageBody(letter.content);
    const id = digest(['set aside', message.messageId, body]);
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.urls.deadLettersUrl,
        // A group of its own: of one group, SQS shows no more than ten messages until those are gone.
        MessageGroupId: id,
        MessageDeduplicationId: id,
        MessageBody: body,
        MessageAttributes: {
          ...runAttributes(message.run),
          [BATCH_ATTRIBUTES.reason]: textAttribute(letter.reason),
          [BATCH_ATTRIBUTES.since]: textAttribute(this.now().toISOString()),
        },
      }),
    );
  }

  /** Queues the part of a message's batch that was not offered yet, behind what waits already. */
  async putBack(message: QueuedBatch, rest: Batch): Promise<void> {
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.urls.url,
        MessageGroupId: rest.shopId,
        MessageDeduplicationId: digest(['put back', message.messageId, rest.batchId]),
        MessageBody: toMessageBody(rest),
        MessageAttributes: runAttributes(message.run),
      }),
    );
  }
}
