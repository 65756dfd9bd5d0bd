import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LocalQueue, queueUrl, startSqsAndS3 } from '../../../../infra/local/emulators/sqs-and-s3.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'azi-queues-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('keeps messages over a restart, on another port, and gives back what a dead consumer had taken', async () => {
  const first = await start();
  await send(first.endpoint, { body: 'one', group: 'S1' });
  await send(first.endpoint, { body: 'two', group: 'S1' });
  expect(await receive(first.endpoint)).toEqual(['one']);
  await first.stop();

  const second = await start();
  const { QueueUrl } = await sqs(second.endpoint).send(new GetQueueUrlCommand({ QueueName: 'work.fifo' }));
  const received = await receive(second.endpoint);
  await second.stop();

  expect(QueueUrl).toBe(queueUrl(second.endpoint, 'work.fifo'));
  expect(received).toEqual(['one']);
});

it('takes a visibility timeout of zero', async () => {
  const started = await start();
  const { endpoint } = started;
  await send(endpoint, { body: 'one', group: 'S1' });
  const QueueUrl = queueUrl(endpoint, 'work.fifo');
  const { Messages } = await sqs(endpoint).send(new ReceiveMessageCommand({ QueueUrl }));

  await sqs(endpoint).send(
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle, VisibilityTimeout: 0 }),
  );

  expect(await receive(endpoint)).toEqual(['one']);
  await started.stop();
});

it('keeps a message that it moved to the dead letters', async () => {
  const first = await start({ VisibilityTimeout: '0' });
  await send(first.endpoint, { body: 'one', group: 'S1' });
  for (let times = 0; times < 3; times += 1) await receive(first.endpoint);
  await first.stop();

  const second = await start({ VisibilityTimeout: '0' });
  const received = await receive(second.endpoint, 'dead.fifo');
  await second.stop();

  expect(received).toEqual(['one']);
});

it('keeps objects over a restart', async () => {
  const first = await start();
  await s3(first.endpoint).send(new PutObjectCommand({ Bucket: 'documents', Key: 'a/b c.txt', Body: 'text' }));
  await first.stop();

  const second = await start();
  const { Body } = await s3(second.endpoint).send(new GetObjectCommand({ Bucket: 'documents', Key: 'a/b c.txt' }));
  const text = await Body?.transformToString();
  await second.stop();

  expect(text).toBe('text');
});

it('listens on 127.0.0.1 and on no other address of the machine', async () => {
  const started = await start();
  const { endpoint } = started;
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => endpoint.replace('127.0.0.1', address));

  const answers = await Promise.allSettled(
    [...others, endpoint.replace('127.0.0.1', '127.0.0.2')].map((url) =>
      fetch(url, { signal: AbortSignal.timeout(1_000) }),
    ),
  );

  expect(new URL(endpoint).hostname).toBe('127.0.0.1');
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'rejected'));
  await started.stop();
});

const start = (attributes: Record<string, string> = {}) =>
  startSqsAndS3({
    dataDir,
    queues: [DEAD_LETTERS, { ...WORK, attributes: { ...WORK.attributes, ...attributes } }],
    buckets: ['documents'],
  });

const DEAD_LETTERS: LocalQueue = {
  name: 'dead.fifo',
  arn: 'arn:aws:sqs:us-east-1:000000000000:dead.fifo',
  attributes: { FifoQueue: 'true' },
};
const WORK: LocalQueue = {
  name: 'work.fifo',
  arn: 'arn:aws:sqs:us-east-1:000000000000:work.fifo',
  attributes: {
    FifoQueue: 'true',
    VisibilityTimeout: '360',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: DEAD_LETTERS.arn, maxReceiveCount: 2 }),
  },
};

const connection = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const sqs = (endpoint: string) => new SQSClient(connection(endpoint));
const s3 = (endpoint: string) => new S3Client(connection(endpoint));

const send = (endpoint: string, { body, group }: { body: string; group: string }) =>
  sqs(endpoint).send(
    new SendMessageCommand({
      QueueUrl: queueUrl(endpoint, 'work.fifo'),
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: body,
    }),
  );

async function receive(endpoint: string, queue = 'work.fifo') {
  const { Messages = [] } = await sqs(endpoint).send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl(endpoint, queue), WaitTimeSeconds: 1 }),
  );
  return Messages.map(({ Body }) => Body);
}
