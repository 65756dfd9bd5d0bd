import type { SQSRecord } from 'aws-lambda';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { resourceNames } from '../../../shared/contracts/resource-names.ts';
import { toBatch } from '../../../shared/delivery/batch-id.ts';
import { ShopStore } from '../../../shared/shops/shop-store.ts';
import { aContext, setDoorEnvironment } from '../../support/door-environment.ts';
import { startDownstream, type TestDownstream } from '../../support/downstream.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';
import { startParameters } from '../../support/parameters.ts';
import { takeAllBatches } from '../../support/take-all-batches.ts';
import { type FifoQueue, type Sqs, startSqs } from '../../support/sqs.ts';

let dynamo: Dynamo;
let sqs: Sqs;
let queue: FifoQueue;
let downstream: TestDownstream;
let parameters: Awaited<ReturnType<typeof startParameters>>;
let door: typeof import('../../../functions/downstream/deliver.ts');

beforeAll(async () => {
  [dynamo, sqs, downstream] = await Promise.all([startDynamo(), startSqs(), startDownstream()]);
  const names = resourceNames('dev');
  const secret = JSON.stringify({ refreshToken: 'Atzr|x', downstreamSecret: downstream.secret });
  parameters = await startParameters(new Map([[`${names.shopSecrets}/S1`, secret]]));
  await dynamo.createTables('shops', 'orders', 'buyers', 'runs');
  queue = await sqs.createFifoQueue('order-sync');
  const shops = new ShopStore(createDocumentClient(dynamo.client), 'shops');
  await shops.saveSettings({
    shopId: 'S1',
    sellerId: 'A1',
    region: 'na',
    marketplaceIds: [],
    downstreamUrl: downstream.url,
  });

  setDoorEnvironment({
    endpoints: { dynamodb: dynamo.endpoint, sqs: sqs.endpoint, ssm: parameters.endpoint },
    variables: {
      STAGE: 'dev',
      SPEED: '1000',
      QUEUES: JSON.stringify({ orders: { ...queue, consumer: 'webhook' } }),
      BATCH_SIZE: '50',
      SHOPS_TABLE: 'shops',
      RUNS_TABLE: 'runs',
      ORDERS_TABLE: 'orders',
      RETURNS_TABLE: 'returns',
      ITEMS_TABLE: 'items',
      FULFILLMENT_OUTBOUND_TABLE: 'fulfillment-outbound',
      BUYERS_TABLE: 'buyers',
      SHOP_SECRETS: names.shopSecrets,
    },
  });
  door = await import('../../../functions/downstream/deliver.ts');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([dynamo.stop(), sqs.stop(), downstream.stop(), parameters.stop()]);
});

const aRecord = (orderId: string): SQSRecord => ({
  messageId: `message-${orderId}`,
  receiptHandle: 'handle',
  body: JSON.stringify(toBatch('S1', 'orders', [{ orderId, version: 1 }])),
  attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0', SenderId: '', ApproximateFirstReceiveTimestamp: '0' },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:order-sync.fifo',
  awsRegion: 'us-east-1',
});

it('delivers what Lambda hands it, and reports no failure', async () => {
  const answer = await door.handler({ Records: [aRecord('302-1')] }, aContext());

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(downstream.deliveries.at(-1)?.batch.records).toEqual([{ orderId: '302-1', version: 1 }]);
});

it('sweeps up, with the outbox of the orders table, what waited while downstream was away', async () => {
  const client = createDocumentClient(dynamo.client);
  const row = {
    shopId: 'S1',
    orderId: '302-2',
    version: 3,
    pii: 'absent',
    order: { orderId: '302-2', orderItems: [] },
  };
  await client.send(
    new PutCommand({ TableName: 'orders', Item: { ...row, undeliveredSince: new Date().toISOString() } }),
  );
  await new ShopStore(client, 'shops').setDownstreamAway('S1', {
    until: new Date(Date.now() + 60_000).toISOString(),
    reason: 'downstream answered 503',
  });

  await door.handler({ Records: [aRecord('302-1')] }, aContext());

  const [batch] = await takeAllBatches(sqs.client, queue.url);
  expect(batch).toMatchObject({ records: [{ orderId: '302-2', version: 3, pii: 'absent', orderItems: [] }] });
});

it('delivers nothing behind a message that comes again: a queue must not overtake itself', async () => {
  downstream.answer(() => ({ status: 503 }));
  const { body } = aRecord('302-3');
  await sqs.client.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: body,
      MessageGroupId: 'S1',
      MessageDeduplicationId: '1',
    }),
  );
  const { Messages } = await sqs.client.send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
  const receiptHandle = Messages?.[0]?.ReceiptHandle ?? '';
  const before = downstream.deliveries.length;

  const records = [{ ...aRecord('302-3'), receiptHandle }, aRecord('302-4')];
  const answer = await door.handler({ Records: records }, aContext());

  expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
    'message-302-3',
    'message-302-4',
  ]);
  expect(downstream.deliveries.length - before).toBe(1);
});
