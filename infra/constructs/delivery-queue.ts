import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Kind } from '../../shared/contracts/syncs.ts';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import type { Stage } from '../stages.ts';

/** How long `deliver` may work on one message. */
export const DELIVER_TIMEOUT = Duration.seconds(60);

/**
 * The FIFO queue of one kind of batch, with its dead letters. Both keep a message for 14 days, SQS's longest.
 * A downstream that is away is tried again for all that time, so only what `deliver` sets aside becomes a dead letter:
 * 1,000 receives, SQS's most, are a stop for messages that crash their consumer.
 */
export class DeliveryQueue extends Construct {
  readonly kind: Kind;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly key: Key;

  constructor(scope: Construct, id: string, { stage, kind, key }: { stage: Stage; kind: Kind; key: Key }) {
    super(scope, id);
    this.kind = kind;
    this.key = key;
    const names = resourceNames(stage.name);
    const common = {
      fifo: true,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...common, queueName: names.deadLetterQueue(kind) });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      queueName: names.queue(kind),
      // AWS asks for six times the consumer's timeout, so that a throttled poller does not hand a message out twice.
      visibilityTimeout: Duration.seconds(6 * DELIVER_TIMEOUT.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 1000 },
    });
  }

  /** Lets `role` put batches on the queue. */
  allowSend(role: IRole): void {
    this.allow(role, this.queue, 'sqs:SendMessage');
  }

  /** Lets `role` take batches off the queue, and set aside what cannot be delivered. */
  allowConsume(role: IRole): void {
    this.allow(role, this.queue, ...CONSUMER_ACTIONS);
    this.allow(role, this.deadLetters, 'sqs:SendMessage');
  }

  private allow(role: IRole, queue: Queue, ...actions: string[]): void {
    role.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [queue.queueArn] }));
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `sqs.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
  }
}

/** What Lambda's poller needs, beside the batches that `deliver` sends again in smaller pieces. */
const CONSUMER_ACTIONS = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:GetQueueAttributes',
  'sqs:SendMessage',
];
