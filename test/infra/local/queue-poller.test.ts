import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LocalSqsAndS3, queueUrl, startSqsAndS3 } from '../../../infra/local/emulators/sqs-and-s3.ts';
import type { EventSourceMapping } from '../../../infra/local/local-resources.ts';
import { QueuePoller } from '../../../infra/local/queue-poller.ts';
import { awsConnection } from '../../support/aws-connection.ts';

interface Record {
  messageId: string;
  body: string;
  attributes: { MessageGroupId: string; ApproximateReceiveCount: string };
  messageAttributes: object;
  eventSourceARN: string;
}

let dataDir: string;
let queues: LocalSqsAndS3;
const pollers: QueuePoller[] = [];
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'azi-poller-'));
  queues = await startSqsAndS3({
    dataDir,
    buckets: [],
    queues: [{ name: 'work.fifo', arn: ARN, attributes: { FifoQueue: 'true', VisibilityTimeout: '1' } }],
  });
});
afterEach(async () => {
  for (const poller of pollers.splice(0)) {
    poller.quit();
    await poller.finished();
  }
  await queues.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it('hands messages on as Lambda does, in order within a group, and deletes them', async () => {
  const seen: string[] = [];
  const records: Record[] = [];
  for (const body of ['a1', 'b1', 'a2', 'b2', 'a3']) await send(body);

  poll({ batchSize: 1 }, async (batch) => {
    records.push(...batch);
    await new Promise((resolve) => setTimeout(resolve, 30));
    seen.push(...batch.map(({ body }) => body));
  });

  await expect.poll(() => seen.length).toBe(5);
  expect(seen.filter((body) => body.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
  expect(seen.filter((body) => body.startsWith('b'))).toEqual(['b1', 'b2']);
  expect(records[0]).toMatchObject({
    attributes: { MessageGroupId: 'a', ApproximateReceiveCount: '1' },
    messageAttributes: { runId: { stringValue: 'run-1', dataType: 'String' } },
    eventSource: 'aws:sqs',
    eventSourceARN: ARN,
  });
  await expect.poll(left).toEqual(0);
});

it('keeps a group waiting while one message of it is at work, and works on another group meanwhile', async () => {
  const started: string[] = [];
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  for (const body of ['a1', 'a2', 'b1']) await send(body);

  poll({ batchSize: 1 }, async ([record]) => {
    started.push(record?.body ?? '');
    if (record?.body === 'a1') await released;
  });
  await expect.poll(() => started).toEqual(['a1', 'b1']);
  release();

  await expect.poll(() => started).toEqual(['a1', 'b1', 'a2']);
});

it('brings back what failed, alone', async () => {
  const seen: string[] = [];
  for (const body of ['a1', 'b1', 'c1']) await send(body);

  poll({ batchSize: 10 }, async (batch) => {
    const again = batch.filter(({ body, attributes }) => body === 'b1' && attributes.ApproximateReceiveCount === '1');
    seen.push(...batch.map(({ body }) => body));
    return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });

  await expect.poll(() => seen.toSorted(), { timeout: 5_000 }).toEqual(['a1', 'b1', 'b1', 'c1']);
  await expect.poll(left).toEqual(0);
});

it.each([
  ['throws', async () => Promise.reject(new Error('broken'))],
  ['answers with an identifier that is none', async () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
])('brings everything back where the function %s', async (_name, handle) => {
  let calls = 0;
  await send('a1');

  poll({ batchSize: 10 }, async () => {
    calls += 1;
    return calls === 1 ? await handle() : undefined;
  });

  await expect.poll(() => calls, { timeout: 5_000 }).toBe(2);
  await expect.poll(left).toEqual(0);
});

it('quits within its long poll', async () => {
  const poller = poll({ batchSize: 1 }, async () => {});
  await new Promise((resolve) => setTimeout(resolve, 100));
  const startedAt = Date.now();

  poller.quit();
  await poller.finished();

  expect(Date.now() - startedAt).toBeLessThan(1_000);
});

const ARN = 'arn:aws:sqs:us-east-1:000000000000:work.fifo';

function poll({ batchSize }: Pick<EventSourceMapping, 'batchSize'>, handle: (records: Record[]) => Promise<unknown>) {
  const poller = new QueuePoller(
    {
      queueName: 'work.fifo',
      queueArn: ARN,
      functionName: 'deliver',
      batchSize,
      reportBatchItemFailures: true,
      maximumConcurrency: undefined,
    },
    {
      queueUrl: queueUrl(queues.endpoint, 'work.fifo'),
      sqs: new SQSClient(awsConnection(queues.endpoint)),
      invoke: async (_name, event) => {
        try {
          const result = await handle(JSON.parse(event).Records);
          return { requestId: '1', payload: JSON.stringify(result) ?? 'null', failed: false };
        } catch {
          return { requestId: '1', payload: '{"errorType":"Error","errorMessage":"broken"}', failed: true };
        }
      },
      warn: (message) => expect.unreachable(message),
    },
  );
  pollers.push(poller);
  poller.start();
  return poller;
}

const send = (body: string) =>
  new SQSClient(awsConnection(queues.endpoint)).send(
    new SendMessageCommand({
      QueueUrl: queueUrl(queues.endpoint, 'work.fifo'),
      MessageBody: body,
      MessageGroupId: body.charAt(0),
      MessageDeduplicationId: body,
      MessageAttributes: { runId: { DataType: 'String', StringValue: 'run-1' } },
    }),
  );

async function left() {
  const { Attributes = {} } = await new SQSClient(awsConnection(queues.endpoint)).send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl(queues.endpoint, 'work.fifo'), AttributeNames: ['All'] }),
  );
  return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
}
