import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { BATCH_ATTRIBUTES } from '../contracts/batch.ts';
import { type Kind, QUEUE_OF, type QueueName } from '../contracts/syncs.ts';
import { digest } from './batch-id.ts';
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

/** While we look at letters nobody else sees them; those that stay are given back at once. */
const LOOK_SECONDS = 30;

/** The dead letters of one kind. */
export class DeadLetters {
  private readonly sqs: SQSClient;
  private readonly queue: { kind: Kind; url: string; deadLettersUrl: string };

  constructor(sqs: SQSClient, queue: { kind: Kind; url: string; deadLettersUrl: string }) {
    this.sqs = sqs;
    this.queue = queue;
  }

  /** Oldest first. */
  async list(): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    await this.look(async (message) => {
      letters.push(this.toLetter(message));
      return 'keep';
    });
    return letters.sort((a, b) => a.since.localeCompare(b.since));
  }

  /**
   * Queues the letters named, or all, for delivery again, and only then deletes them here. Returns those it sent.
   * Its deduplication id is the letter's own: swallowed after a crash in between, never else.
   */
  async sendAgain(messageIds?: readonly string[]): Promise<DeadLetter[]> {
    return this.take(messageIds, async (letter) => {
      await this.sqs.send(
        new SendMessageCommand({
          QueueUrl: this.queue.url,
          MessageGroupId: letter.shopId || letter.messageId,
          MessageDeduplicationId: digest(['send again', letter.messageId]),
          MessageBody: letter.body,
        }),
      );
    });
  }

  /** Deletes the letters named, or all, for good. Returns those it deleted. */
  async drop(messageIds?: readonly string[]): Promise<DeadLetter[]> {
    return this.take(messageIds, async () => {});
  }

  private async take(
    messageIds: readonly string[] | undefined,
    act: (letter: DeadLetter) => Promise<void>,
  ): Promise<DeadLetter[]> {
    const taken: DeadLetter[] = [];
    await this.look(async (message) => {
      const letter = this.toLetter(message);
      if (messageIds !== undefined && !messageIds.includes(letter.messageId)) return 'keep';
      await act(letter);
      await this.sqs.send(
        new DeleteMessageCommand({ QueueUrl: this.queue.deadLettersUrl, ReceiptHandle: message.ReceiptHandle }),
      );
      taken.push(letter);
      return 'taken';
    });
    return taken;
  }

  /** Shows each message once; those to keep are given back when all were seen, or when something fails. */
  private async look(visit: (message: Message) => Promise<'keep' | 'taken'>): Promise<void> {
    const seen = new Set<string>();
    const kept: Message[] = [];
    try {
      for (;;) {
        const messages = await this.receive();
        const fresh = messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
        kept.push(...messages.filter(({ MessageId = '' }) => seen.has(MessageId)));
        if (fresh.length === 0) return;
        for (const message of fresh) {
          seen.add(message.MessageId ?? '');
          if ((await visit(message)) === 'keep') kept.push(message);
        }
      }
    } finally {
      await this.giveBack(kept);
    }
  }

  private async receive(): Promise<Message[]> {
    const { Messages } = await this.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.queue.deadLettersUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: LOOK_SECONDS,
        // Long polling asks every server of SQS; a short poll may miss letters.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages ?? [];
  }

  private async giveBack(messages: Message[]): Promise<void> {
    for (let from = 0; from < messages.length; from += 10) {
      await this.sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: this.queue.deadLettersUrl,
          Entries: messages.slice(from, from + 10).map(({ ReceiptHandle }, index) => ({
            Id: String(index),
            ReceiptHandle,
            // Not 0, which the embedded SQS cannot do.
            VisibilityTimeout: 1,
          })),
        }),
      );
    }
  }

  private toLetter({ MessageId = '', Body = '', Attributes, MessageAttributes }: Message): DeadLetter {
    const { kind } = this.queue;
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
}
