import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { ordersMeans } from '../../functions/orders/orders-means.ts';
import type { SyncClients } from '../../functions/sync-means.ts';
import { startSimulatedAmazon, type SimulatedAmazon } from '../../infra/local/amazon/simulated-amazon.ts';
import type { SellerAccount, SellerOptions } from '../../infra/local/amazon/seller-account.ts';
import { createDocumentClient } from '../../shared/aws/document-client.ts';
import { Batch } from '../../shared/contracts/batch.ts';
import { KIND_OF, type Sync } from '../../shared/contracts/syncs.ts';
import type { TableName } from '../../shared/contracts/tables.ts';
import type { StartInput } from '../../shared/contracts/start-input.ts';
import { StepInput } from '../../shared/contracts/step-input.ts';
import type { Shop } from '../../shared/shops/shop.ts';
import { ShopStore } from '../../shared/shops/shop-store.ts';
import type { Run } from '../../shared/sync/run.ts';
import { RunStore } from '../../shared/sync/run-store.ts';
import type { Schedule } from '../../shared/sync/schedule.ts';
import { ScheduleStore } from '../../shared/sync/schedule-store.ts';
import { type StartMeans, type StartResult, startRun } from '../../shared/sync/start-run.ts';
import { takeStep } from '../../shared/sync/take-step.ts';
import { answeringClient } from './answering-client.ts';
import { type Dynamo, startDynamo } from './dynamo.ts';
import { type FifoQueue, type Sqs, startSqs } from './sqs.ts';
import { takeAllBatches } from './take-all-batches.ts';

export const MARKETPLACE = 'ATVPDKIKX0DER';
const CLIENT_SECRET = 'secret-of-the-application';

/** Real tables, queues and a strict simulated Amazon; every story has a shop, a seller and a queue of its own. */
export interface SyncHouse {
  readonly dynamo: Dynamo;
  readonly sqs: Sqs;
  story(options?: StoryOptions): Promise<SyncStory>;
  stop(): Promise<void>;
}

export interface StoryOptions {
  readonly shop?: Partial<Shop>;
  /** Orders that the seller has when the story begins. */
  readonly orders?: number;
  readonly cursor?: string;
  readonly speed?: number;
  /** Records handed downstream together. @default 50 */
  readonly batchSize?: number;
  /** The same seller and the same time make the same orders. */
  readonly sellerId?: string;
  readonly startAt?: number;
  readonly roles?: SellerOptions['roles'];
  /** More about the seller: listings, returns, region and marketplaces. */
  readonly seller?: Partial<SellerOptions>;
}

export interface SyncStory {
  readonly shop: Shop;
  readonly scheduleId: string;
  readonly amazon: SimulatedAmazon;
  readonly account: SellerAccount;
  readonly schedules: ScheduleStore;
  readonly runs: RunStore;
  readonly shops: ShopStore;
  /** Log lines of all invocations, as text. */
  readonly logged: string[];
  /** Inputs of state machine executions that were started and have not been carried on yet. */
  readonly executions: { name: string; input: StepInput }[];
  readonly clock: { now: number; advance(ms: number): void };
  means(over?: { dynamo?: DynamoDBClient; sqs?: SQSClient; timeLeftMs?: () => number }): StartMeans;
  start(input?: Partial<StartInput>, means?: StartMeans): Promise<StartResult>;
  /** Carries executions on until there are none, as the state machine does; the clock jumps to where they wait. */
  carryOn(means?: StartMeans): Promise<void>;
  /** start, then carryOn; the run as it ended. */
  run(input?: Partial<StartInput>): Promise<Run>;
  schedule(): Promise<Schedule>;
  newestRun(): Promise<Run>;
  rows(table: TableName): Promise<Record<string, unknown>[]>;
  /** Takes everything off the queue. */
  batches(): Promise<Batch[]>;
  /** The bucket forgets a document. */
  forget(s3Key: string): Promise<void>;
}

/** The sync that a house is for: its tables beside the common ones, and how its door builds what a run takes. */
export interface HousedSync {
  readonly sync: Sync;
  readonly tables: readonly TableName[];
  readonly means: (environment: HouseEnvironment, clients: SyncClients) => ReturnType<typeof ordersMeans>;
  /** @default dynalite */
  readonly startStore?: () => Promise<Dynamo>;
}

export async function startSyncHouse(housed: HousedSync): Promise<SyncHouse> {
  const [dynamo, sqs] = await Promise.all([(housed.startStore ?? startDynamo)(), startSqs()]);
  const s3 = new S3Client({
    endpoint: sqs.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
  });
  await dynamo.createTables('shops', 'schedules', 'runs', 'usage', 'buyers', ...housed.tables);
  await s3.send(new CreateBucketCommand({ Bucket: 'documents' }));
  const amazons: SimulatedAmazon[] = [];
  return {
    dynamo,
    sqs,
    async story(options = {}) {
      const story = await beginStory({ dynamo, sqs, s3, housed }, options);
      amazons.push(story.amazon);
      return story;
    },
    async stop() {
      s3.destroy();
      for (const amazon of amazons) await amazon.stop();
      await dynamo.stop();
      await sqs.stop();
    },
  };
}

async function beginStory(
  { dynamo, sqs, s3, housed }: { dynamo: Dynamo; sqs: Sqs; s3: S3Client; housed: HousedSync },
  {
    shop: settings = {},
    orders = 0,
    cursor,
    speed = 1000,
    batchSize = 50,
    sellerId = `A${randomUUID().slice(0, 12).toUpperCase()}`,
    startAt = Date.now(),
    roles,
    seller = {},
  }: StoryOptions,
): Promise<SyncStory> {
  const shopId = `S-${randomUUID().slice(0, 8)}`;
  const scheduleId = `${shopId}-${housed.sync}`;
  const clock = {
    now: startAt,
    advance(ms: number) {
      clock.now += ms;
    },
  };
  // Of its own, so that no story draws on another's usage plan.
  const clientId = `amzn1.application-oa2-client.${randomUUID()}`;
  const refreshToken = `Atzr|${sellerId}`;
  const amazon = await startSimulatedAmazon({
    sellers: [
      {
        sellerId,
        refreshToken,
        region: 'na',
        marketplaceIds: [MARKETPLACE],
        orders,
        ...(roles && { roles }),
        ...seller,
      },
    ],
    applications: [{ clientId, clientSecret: CLIENT_SECRET }],
    speed,
    now: () => new Date(clock.now),
  });
  const queue = await sqs.createFifoQueue(`queue-${shopId}`);
  const logged: string[] = [];
  const executions: SyncStory['executions'] = [];

  const documents = createDocumentClient(dynamo.client);
  const [shops, schedules, runs] = [
    new ShopStore(documents, 'shops'),
    new ScheduleStore(documents, 'schedules'),
    new RunStore(documents, 'runs'),
  ];
  const shop: Shop = {
    shopId,
    sellerId,
    region: 'na',
    marketplaceIds: [MARKETPLACE],
    downstreamUrl: 'http://127.0.0.1:9/',
    ...settings,
  };
  await shops.saveSettings(shop);
  await schedules.saveSettings({
    shopId,
    scheduleId,
    sync: housed.sync,
    expression: 'rate(10 minutes)',
    enabled: true,
  });
  if (cursor !== undefined) await schedules.setFirstCursor({ shopId, scheduleId, startTime: cursor });

  const secrets = new Map([
    ['/azi/test/application', JSON.stringify({ clientId, clientSecret: CLIENT_SECRET })],
    [`/azi/test/shops/${shopId}`, JSON.stringify({ refreshToken })],
  ]);
  const ssm = answeringClient(
    new SSMClient({ region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
    {
      GetParameterCommand: ({ Name }: { Name: string }) => ({ Parameter: { Value: secrets.get(Name) } }),
    },
  );
  const states = answeringClient(
    new SFNClient({ region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
    {
      StartExecutionCommand: ({ name, input }: { name: string; input: string }) => {
        executions.push({ name, input: StepInput.parse(JSON.parse(input)) });
        return {};
      },
    },
  );

  const means: SyncStory['means'] = (over = {}) => {
    const timeLeftMs = over.timeLeftMs ?? (() => 300_000);
    const build = housed.means(environmentOf(amazon, queue, { speed, batchSize, sync: housed.sync }), {
      dynamo: over.dynamo ?? dynamo.client,
      sqs: over.sqs ?? sqs.client,
      s3,
      ssm,
      states,
      now: () => clock.now,
      // Short waits cost no time here, and the clock knows of them.
      async pause(ms) {
        clock.advance(ms);
      },
    });
    const built = build({ getRemainingTimeInMillis: timeLeftMs });
    const log = (message: unknown, ...more: unknown[]) => logged.push(JSON.stringify([message, ...more]));
    return {
      ...built,
      functionTimeoutMs: 300_000,
      log: { info: log, warn: log, error: log, appendKeys: () => undefined },
    };
  };
  const start: SyncStory['start'] = (input = {}, with_ = means()) => startRun({ shopId, scheduleId, ...input }, with_);
  const carryOn: SyncStory['carryOn'] = async (with_ = means()) => {
    for (let next = executions.shift(); next; next = executions.shift()) {
      let { input } = next;
      while (input.state === 'waiting') {
        clock.now = Math.max(clock.now, Date.parse(input.waitUntil));
        input = await takeStep(input, with_);
      }
    }
  };
  const newestRun = async () => {
    for await (const run of runs.list(scheduleId)) return run;
    throw new Error('there is no run');
  };
  return {
    shop,
    scheduleId,
    amazon,
    account: amazon.account(sellerId),
    schedules,
    runs,
    shops,
    logged,
    executions,
    clock,
    means,
    start,
    carryOn,
    newestRun,
    async run(input) {
      const { runId = '' } = await start(input);
      await carryOn();
      const run = await runs.find(scheduleId, runId);
      if (!run) throw new Error('the run was skipped');
      return run;
    },
    async schedule() {
      const schedule = await schedules.find(shopId, scheduleId);
      if (!schedule) throw new Error('the schedule is gone');
      return schedule;
    },
    rows: (table) => rowsOf(documents, table, shopId),
    async forget(s3Key) {
      await s3.send(new DeleteObjectCommand({ Bucket: 'documents', Key: s3Key }));
    },
    batches: async () => (await takeAllBatches(sqs.client, queue.url)).map((body) => Batch.parse(body)),
  };
}

export type HouseEnvironment = ReturnType<typeof environmentOf>;

const environmentOf = (
  amazon: SimulatedAmazon,
  queue: FifoQueue,
  { speed, batchSize, sync }: { speed: number; batchSize: number; sync: Sync },
) => ({
  STAGE: 'test',
  SHOPS_TABLE: 'shops',
  SCHEDULES_TABLE: 'schedules',
  RUNS_TABLE: 'runs',
  USAGE_TABLE: 'usage',
  ORDERS_TABLE: 'orders',
  RETURNS_TABLE: 'returns',
  ITEMS_TABLE: 'items',
  REPORTS_TABLE: 'reports',
  FULFILLMENT_OUTBOUND_TABLE: 'fulfillment-outbound',
  BUYERS_TABLE: 'buyers',
  DOCUMENTS_BUCKET: 'documents',
  APPLICATION_SECRET: '/azi/test/application',
  SHOP_SECRETS: '/azi/test/shops',
  SP_API_ENDPOINT: amazon.spApiEndpoint,
  LWA_ENDPOINT: amazon.lwaEndpoint,
  QUEUES: JSON.stringify({ [KIND_OF[sync]]: { ...queue, consumer: 'webhook' } }),
  BATCH_SIZE: String(batchSize),
  SPEED: String(speed),
  STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:test',
});

async function rowsOf(
  client: DynamoDBDocumentClient,
  table: TableName,
  shopId: string,
): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  const ofShop = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'shopId = :shopId',
    ExpressionAttributeValues: { ':shopId': shopId },
  };
  for await (const { Items = [] } of paginateQuery({ client }, ofShop)) rows.push(...Items);
  return rows.sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
}
