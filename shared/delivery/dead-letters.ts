import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Kind } from '../contracts/syncs.ts';
import { digest } from './batch-id.ts';
import { type DeadLetter, toDeadLetter } from './dead-letter.ts';

const LOOK_SECONDS = 30;

/** Long enough for letters that another look has just given back, see below. */
const WAIT_SECONDS = 2;
const GIVE_BACK_SECONDS = 1;

export interface DeadLetterQueue {
  readonly kind: Kind;
  readonly url: string;
  readonly deadLettersUrl: string;
  /** How long to wait for another letter before there is none. @default 2 */
  readonly waitSeconds?: number;
  /** How long nobody else sees the letters we look at, unless they are given back before. @default 30 */
  readonly lookSeconds?: number;
}

/** The dead letters of one kind. */
export class DeadLetters {
  private readonly sqs: SQSClient;
  private readonly queue: DeadLetterQueue;

  constructor(sqs: SQSClient, queue: DeadLetterQueue) {
    this.sqs = sqs;
    this.queue = queue;
  }

  /** Oldest first. */
  async list(): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    await this.look(async (message) => {
      letters.push(toDeadLetter(this.queue.kind, message));
      return 'keep';
    });
    return letters.sort((a, b) => a.since.localeCompare(b.since));
  }

  /**
   * Queues the letters named, or all, for delivery again, and only then deletes them here. Returns those it sent.
   * One that is refused again meanwhile comes back as another letter of the same batch: that one stays. Its deduplication id is the letter's own: swallowed after a crash in between, never else.
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
    const isBack = ({ batchId }: DeadLetter) => batchId !== '' && taken.some((letter) => letter.batchId === batchId);
    await this.look(async (message) => {
      const letter = toDeadLetter(this.queue.kind, message);
      if (isBack(letter) || (messageIds !== undefined && !messageIds.includes(letter.messageId))) return 'keep';
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
        VisibilityTimeout: this.queue.lookSeconds ?? LOOK_SECONDS,
        // Long polling asks every server of SQS; a short poll may miss letters.
        WaitTimeSeconds: this.queue.waitSeconds ?? WAIT_SECONDS,
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
            VisibilityTimeout: GIVE_BACK_SECONDS,
          })),
        }),
      );
    }
  }
}
