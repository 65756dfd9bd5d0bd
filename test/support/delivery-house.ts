import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { BatchWriteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSRecord } from 'aws-lambda';
import { createDocumentClient } from '../../shared/aws/document-client.ts';
import { Batch } from '../../shared/contracts/batch.ts';
import { BatchQueue } from '../../shared/delivery/batch-queue.ts';
import { BuyerReader } from '../../shared/delivery/buyer-reader.ts';
import { DeadLetters } from '../../shared/delivery/dead-letters.ts';
import { type DeliverMeans, deliverBatch } from '../../shared/delivery/deliver-batch.ts';
import { DeliveryQueue } from '../../shared/delivery/delivery-queue.ts';
import { DynamoOutbox } from '../../shared/delivery/dynamo-outbox.ts';
import type { HandOutMeans } from '../../shared/delivery/hand-out.ts';
import { newOutboxMark } from '../../shared/delivery/outbox-mark.ts';
import { type QueuedBatch, toQueuedBatch } from '../../shared/delivery/queued-batch.ts';
import { RunCounters } from '../../shared/delivery/run-counters.ts';
import { sweepLeftovers } from '../../shared/delivery/sweep-leftovers.ts';
import type { Shop } from '../../shared/shops/shop.ts';
import { ShopStore } from '../../shared/shops/shop-store.ts';
import { type Dynamo, startDynamo } from './dynamo.ts';
import { type FifoQueue, type Sqs, startSqs } from './sqs.ts';
import { startDownstream, type TestDownstream } from './downstream.ts';

export type LogLine = readonly [message: string, ...more: unknown[]];

/** Tables, queues and a downstream that really run; each story takes a shop and a queue of its own. */
export interface DeliveryHouse {
  readonly dynamo: Dynamo;
  readonly sqs: Sqs;
  story(shop?: Partial<Shop>): Promise<DeliveryStory>;
  stop(): Promise<void>;
}

export interface Means {
  readonly handOut: HandOutMeans;
  readonly deliver: DeliverMeans;
}

export interface DeliveryStory {
  readonly shopId: string;
  readonly queue: FifoQueue;
  readonly downstream: TestDownstream;
  readonly shops: ShopStore;
  /** Writes the shop's settings again, with some of them changed. */
  saveSettings(changed: Partial<Shop>): Promise<void>;
  readonly outbox: DynamoOutbox;
  readonly deadLetters: DeadLetters;
  readonly means: Means;
  readonly logged: LogLine[];
  /** The same means over other clients, e.g. such as crash. */
  meansOver(clients: { dynamo: DynamoDBClient; sqs: SQSClient }): Means;
  /** Writes order rows with the mark; `version` 1 unless told. */
  writeOrders(orderIds: readonly string[], more?: Record<string, unknown>): Promise<void>;
  /** Order ids that have the mark in the base table. */
  stillUndelivered(orderIds: readonly string[]): Promise<string[]>;
  put(table: string, item: Record<string, unknown>): Promise<void>;
  get(table: string, key: Record<string, unknown>): Promise<Record<string, unknown> | undefined>;
  /** Receives and deletes everything on the queue, without delivering it. */
  takeAll(): Promise<{ batch: Batch; message: Message }[]>;
  /** The next message as `deliver` gets it, not deleted. */
  receiveOne(): Promise<QueuedBatch>;
  /** Does what Lambda's poller does: one message at a time to `deliverBatch`, until the queue is quiet for `quietMs`. */
  deliverAll(options?: { means?: DeliverMeans; quietMs?: number }): Promise<('done' | 'again')[]>;
  stop(): Promise<void>;
}

export async function startDeliveryHouse(): Promise<DeliveryHouse> {
  const [dynamo, sqs] = await Promise.all([startDynamo(), startSqs()]);
  await dynamo.createTables('shops', 'orders', 'buyers', 'runs');
  const stories: DeliveryStory[] = [];
  return {
    dynamo,
    sqs,
    async story(shop = {}) {
      const story = await beginStory({ dynamo, sqs }, shop);
      stories.push(story);
      return story;
    },
    async stop() {
      for (const story of stories) await story.stop();
      await dynamo.stop();
      await sqs.stop();
    },
  };
}

async function beginStory(
  { dynamo, sqs }: { dynamo: Dynamo; sqs: Sqs },
  settings: Partial<Shop>,
): Promise<DeliveryStory> {
  const shopId = `S-${randomUUID().slice(0, 8)}`;
  const downstream = await startDownstream();
  const queue = await sqs.createFifoQueue(`order-sync-${shopId}`, { visibilityTimeout: 2 });
  const documents = createDocumentClient(dynamo.client);
  const logged: LogLine[] = [];
  const meansOver: DeliveryStory['meansOver'] = (clients) =>
    buildMeans({ documents: createDocumentClient(clients.dynamo), sqs: clients.sqs, queue, downstream, logged });
  const means = meansOver({ dynamo: dynamo.client, sqs: sqs.client });

  const shops = new ShopStore(documents, 'shops');
  const saveSettings = (more: Partial<Shop>) =>
    shops.saveSettings({
      shopId,
      sellerId: `A${shopId}`,
      region: 'na',
      marketplaceIds: ['ATVPDKIKX0DER'],
      downstreamUrl: downstream.url,
      ...settings,
      ...more,
    });
  await saveSettings({});

  const receive = async () => {
    const { Messages } = await sqs.client.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: 1,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages?.[0];
  };
  const remove = ({ ReceiptHandle }: Message) =>
    sqs.client.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));

  return {
    shopId,
    queue,
    downstream,
    shops,
    saveSettings,
    outbox: buildOutbox(documents),
    deadLetters: new DeadLetters(sqs.client, { kind: 'orders', ...queue, waitSeconds: 0 }),
    means,
    logged,
    meansOver,
    async writeOrders(orderIds, more = {}) {
      const firstMark = Date.now();
      const rows = orderIds.map((orderId, index) => ({
        ...anOrder(orderId),
        shopId,
        undeliveredSince: newOutboxMark(new Date(firstMark + index)),
        ...more,
      }));
      for (let from = 0; from < rows.length; from += 25) {
        const puts = rows.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
        await documents.send(new BatchWriteCommand({ RequestItems: { orders: puts } }));
      }
    },
    async stillUndelivered(orderIds) {
      return (await buildOutbox(documents).read(shopId, orderIds)).map(({ key }) => key).sort();
    },
    async put(table, item) {
      await documents.send(new PutCommand({ TableName: table, Item: item }));
    },
    async get(table, key) {
      return (await documents.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;
    },
    async takeAll() {
      const taken: { batch: Batch; message: Message }[] = [];
      for (let message = await receive(); message; message = await receive()) {
        taken.push({ batch: Batch.parse(JSON.parse(message.Body ?? '')), message });
        await remove(message);
      }
      return taken;
    },
    async receiveOne() {
      const message = await receive();
      if (message === undefined) throw new Error('the queue is empty');
      return toQueuedBatch(asLambdaSees(message));
    },
    async deliverAll({ means: deliver = means.deliver, quietMs = 0 } = {}) {
      const results: ('done' | 'again')[] = [];
      for (let quietSince = Date.now(); ; ) {
        const message = await receive();
        if (message === undefined) {
          if (Date.now() - quietSince >= quietMs) return results;
          await pause(50);
          continue;
        }
        const result = await deliverBatch(toQueuedBatch(asLambdaSees(message)), deliver);
        results.push(result);
        if (result === 'done') await remove(message);
        quietSince = Date.now();
      }
    },
    stop: () => downstream.stop(),
  };
}

function buildMeans({
  documents,
  sqs,
  queue,
  downstream,
  logged,
}: {
  documents: DynamoDBDocumentClient;
  sqs: SQSClient;
  queue: FifoQueue;
  downstream: TestDownstream;
  logged: LogLine[];
}): Means {
  const shops = new ShopStore(documents, 'shops');
  const keep = (...line: LogLine) => void logged.push(line);
  const log = { warn: keep, error: keep };
  const handOut: HandOutMeans = {
    outbox: buildOutbox(documents),
    queue: new BatchQueue(sqs, queue.url),
    shops,
    now,
    batchSize: 50,
    consumer: 'webhook',
    log,
  };
  const deliver: DeliverMeans = {
    shops,
    secrets: { ofShop: async () => ({ refreshToken: 'Atzr|x', downstreamSecret: downstream.secret }) },
    buyers: new BuyerReader(documents, 'buyers', now),
    queue: new DeliveryQueue(sqs, queue, now),
    runs: new RunCounters(documents, 'runs'),
    sweep: (work) => sweepLeftovers(work, { ...handOut, timeLeftMs }),
    fetch,
    now,
    timeoutMs: 2000,
    timeLeftMs,
    speed: 1000,
    log,
  };
  return { handOut, deliver };
}

const now = () => new Date();
const timeLeftMs = () => 60_000;

const buildOutbox = (client: DynamoDBDocumentClient) =>
  new DynamoOutbox({
    client,
    table: 'orders',
    kind: 'orders',
    keyAttribute: 'orderId',
    timeAttributes: ['lastUpdatedTime'],
    toRecord: ({ undeliveredSince: _mark, shopId: _shop, version, ...order }) => ({
      version: Number(version),
      ...order,
    }),
  });

/** An order row as a builder: an invented order, in version 1. */
export const anOrder = (orderId: string) => ({
  orderId,
  version: 1,
  lastUpdatedTime: '2026-11-20T10:00:00.000Z',
  pii: 'not-requested',
  orderItems: [{ orderItemId: `${orderId}-1`, quantityOrdered: 1 }],
});

/** `count` order ids in the order of the alphabet. */
export const orderIds = (count: number, prefix = '302') =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(7, '0')}`);

const asLambdaSees = ({
  MessageId = '',
  ReceiptHandle = '',
  Body = '',
  Attributes = {},
  MessageAttributes = {},
}: Message): SQSRecord => ({
  messageId: MessageId,
  receiptHandle: ReceiptHandle,
  body: Body,
  attributes: {
    ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? '',
    ApproximateFirstReceiveTimestamp: Attributes.ApproximateFirstReceiveTimestamp ?? '',
    SentTimestamp: Attributes.SentTimestamp ?? '',
    SenderId: Attributes.SenderId ?? '',
  },
  messageAttributes: Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [
      name,
      { stringValue: StringValue, dataType: 'String' },
    ]),
  ),
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:order-sync.fifo',
  awsRegion: 'us-east-1',
});
