import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { LOCAL_REGION } from './aws-endpoints.ts';
import type { InvocationAnswer } from './lambda-invocation.ts';
import type { EventSourceMapping } from './local-resources.ts';

/**
 * Lambda's side of an SQS event source mapping: long polls, invokes with at most `batchSize` messages, and deletes what was
 * handled. What was not comes back when its visibility timeout, or the one that the function gave it, is over. SQS itself
 * keeps the order within a FIFO group: it hands out no message of a group while another of it is at work.
 */
export class QueuePoller {
  private readonly mapping: EventSourceMapping;
  private readonly queueUrl: string;
  private readonly sqs: Pick<SQSClient, 'send'>;
  private readonly invoke: (functionName: string, event: string) => Promise<InvocationAnswer>;
  private readonly warn: (message: string) => void;
  private readonly atWork = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    mapping: EventSourceMapping,
    means: {
      queueUrl: string;
      sqs: Pick<SQSClient, 'send'>;
      invoke: (functionName: string, event: string) => Promise<InvocationAnswer>;
      warn: (message: string) => void;
    },
  ) {
    this.mapping = mapping;
    this.queueUrl = means.queueUrl;
    this.sqs = means.sqs;
    this.invoke = means.invoke;
    this.warn = means.warn;
  }

  start(): void {
    this.loop = this.poll();
  }

  idle = () => this.atWork.size === 0;

  /** Takes no more messages. One that is on its way meanwhile is given back at the next start. */
  quit(): void {
    this.stopping.abort();
  }

  /** Waits until the last poll and what it brought are over. */
  async finished(): Promise<void> {
    await this.loop;
    await Promise.all(this.atWork);
  }

  private async poll(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      if (this.atWork.size >= (this.mapping.maximumConcurrency ?? MOST_AT_ONCE)) {
        await Promise.race(this.atWork);
        continue;
      }
      try {
        const messages = await this.receive();
        if (messages.length > 0) this.work(messages);
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.warn(`The queue ${this.mapping.queueName} cannot be read: ${String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_AFTER_ERROR_MS));
      }
    }
  }

  private work(messages: Message[]): void {
    const done = this.handle(messages)
      .catch((error: unknown) => this.warn(`Messages of ${this.mapping.queueName} may come twice: ${String(error)}`))
      .finally(() => this.atWork.delete(done));
    this.atWork.add(done);
  }

  private async receive(): Promise<Message[]> {
    const { Messages = [] } = await this.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: Math.min(this.mapping.batchSize, 10),
        WaitTimeSeconds: 20,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
      { abortSignal: this.stopping.signal },
    );
    return Messages;
  }

  private async handle(messages: Message[]): Promise<void> {
    const event = { Records: messages.map((message) => toRecord(message, this.mapping)) };
    const { payload, failed } = await this.invoke(this.mapping.functionName, JSON.stringify(event));
    if (failed) return; // All of them come again.
    const failures = this.mapping.reportBatchItemFailures ? failedIds(payload) : new Set<string>();
    if (failures === 'all') return;
    const handled = messages.filter(({ MessageId = '' }) => !failures.has(MessageId));
    if (handled.length === 0) return;
    await this.sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: this.queueUrl,
        Entries: handled.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
  }
}

/** A FIFO queue gives one batch per group at a time anyway. */
const MOST_AT_ONCE = 5;
const PAUSE_AFTER_ERROR_MS = 1_000;

function toRecord(
  { MessageId, ReceiptHandle, Body, MD5OfBody, Attributes, MessageAttributes = {} }: Message,
  mapping: EventSourceMapping,
) {
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    md5OfBody: MD5OfBody,
    attributes: Attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue, BinaryValue, DataType }]) => [
        name,
        {
          ...(StringValue !== undefined && { stringValue: StringValue }),
          ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
          dataType: DataType,
        },
      ]),
    ),
    eventSource: 'aws:sqs',
    eventSourceARN: mapping.queueArn,
    awsRegion: LOCAL_REGION,
  };
}

const BatchResponse = z.nullish(
  z.object({ batchItemFailures: z.nullish(z.array(z.object({ itemIdentifier: z.string().check(z.minLength(1)) }))) }),
);

/** An answer that Lambda cannot read counts as the failure of all, as an empty identifier does. */
function failedIds(payload: string): Set<string> | 'all' {
  const response = BatchResponse.safeParse(JSON.parse(payload));
  if (!response.success) return 'all';
  return new Set(response.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
}
