import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { createDocumentClient } from '../shared/aws/document-client.ts';
import { createQueueClient } from '../shared/aws/queue-client.ts';
import { startExecution } from '../shared/aws/start-execution.ts';
import { BuyerStore } from '../shared/buyers/buyer-store.ts';
import { type Quarantine, s3Quarantine } from '../shared/buyers/quarantine.ts';
import { KIND_OF, type Sync } from '../shared/contracts/syncs.ts';
import { BatchQueue } from '../shared/delivery/batch-queue.ts';
import type { Outbox } from '../shared/delivery/outbox.ts';
import { parseQueues } from '../shared/delivery/parse-queues.ts';
import { type RunHandOut, runHandOut } from '../shared/delivery/run-hand-out.ts';
import { createLogger, type Log } from '../shared/runtime/logger.ts';
import { createMetrics } from '../shared/runtime/metrics.ts';
import { SecretStore } from '../shared/shops/shop-secrets.ts';
import { ShopStore } from '../shared/shops/shop-store.ts';
import type { Shop } from '../shared/shops/shop.ts';
import { SpApiConnections } from '../shared/shops/sp-api-connections.ts';
import type { SpApi } from '../shared/sp-api/sp-api.ts';
import { countRun } from '../shared/sync/count-run.ts';
import { RunStore } from '../shared/sync/run-store.ts';
import { ScheduleStore } from '../shared/sync/schedule-store.ts';
import type { StartMeans } from '../shared/sync/start-run.ts';
import type { SyncWork } from '../shared/sync/sync-work.ts';
import type { CommonEnvironment } from './sync-environment.ts';

/** The AWS services that syncs need, and time. */
export interface SyncClients {
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
  readonly states: SFNClient;
  readonly now: () => number;
  /** Short waits inside the process. @default real time */
  readonly pause?: (ms: number) => Promise<void>;
}

export const awsClients = (): SyncClients => ({
  dynamo: new DynamoDBClient({}),
  sqs: createQueueClient(),
  s3: new S3Client({ forcePathStyle: true }),
  ssm: new SSMClient({}),
  states: new SFNClient({}),
  now: Date.now,
});

/** What lives as long as the process. */
export interface ProcessMeans {
  readonly client: DynamoDBDocumentClient;
  readonly s3: S3Client;
  readonly buyers: BuyerStore;
  readonly quarantine: Quarantine;
  readonly log: Log;
  readonly now: () => number;
  readonly pause: ((ms: number) => Promise<void>) | undefined;
  readonly speed: number;
}

/** What lives as long as an invocation, for one shop. */
export interface InvocationMeans {
  readonly spApi: SpApi;
  readonly handOut: RunHandOut;
}

/** One sync, as a door describes it. */
export interface SyncDoor {
  readonly sync: Sync;
  readonly outbox: (means: ProcessMeans) => Outbox;
  /** Builds the sync's stores once; the result makes its work for a shop. */
  readonly work: (means: ProcessMeans) => (shop: Shop, invocation: InvocationMeans) => SyncWork;
}

/** Builds what a run of a sync takes. Clients, tokens and clocks live as long as the process. */
export function syncMeans(
  environment: CommonEnvironment,
  { dynamo, sqs, s3, ssm, states, now, pause }: SyncClients,
  { sync, outbox, work }: SyncDoor,
): (context: Pick<Context, 'getRemainingTimeInMillis'>) => StartMeans {
  const speed = Number(environment.SPEED);
  const client = createDocumentClient(dynamo);
  const shops = new ShopStore(client, environment.SHOPS_TABLE);
  const secrets = new SecretStore(ssm, {
    application: environment.APPLICATION_SECRET,
    shops: environment.SHOP_SECRETS,
  });
  const metrics = createMetrics(environment.STAGE, sync);
  const log = createLogger();
  const processMeans: ProcessMeans = {
    client,
    s3,
    buyers: new BuyerStore(client, environment.BUYERS_TABLE, now),
    quarantine: s3Quarantine({ s3, bucket: environment.DOCUMENTS_BUCKET, sync }),
    log,
    now,
    pause,
    speed,
  };
  const connections = new SpApiConnections({
    client,
    usageTable: environment.USAGE_TABLE,
    secrets,
    spApiEndpoint: environment.SP_API_ENDPOINT,
    lwaEndpoint: environment.LWA_ENDPOINT,
    now,
    pause,
    speed,
    metrics,
  });
  const { url: queueUrl = '', consumer = 'webhook' } = parseQueues(environment.QUEUES)[KIND_OF[sync]] ?? {};
  const queue = new BatchQueue(sqs, queueUrl);
  const syncOutbox = outbox(processMeans);
  const workOf = work(processMeans);

  return (context) => {
    const timeLeftMs = () => context.getRemainingTimeInMillis();
    const calls = connections.countCalls();
    const handOut = runHandOut({
      outbox: syncOutbox,
      queue,
      shops,
      now: () => new Date(now()),
      batchSize: Number(environment.BATCH_SIZE),
      consumer,
      timeLeftMs,
      log,
    });
    return {
      shops,
      schedules: new ScheduleStore(client, environment.SCHEDULES_TABLE),
      runs: new RunStore(client, environment.RUNS_TABLE),
      now,
      timeLeftMs,
      functionTimeoutMs: timeLeftMs(),
      speed,
      takeCalls: calls.take,
      onEnded: (run) => countRun(run, metrics),
      onThrottled: () => metrics('Throttled', 1),
      log,
      workFor: (shop) => workOf(shop, { spApi: connections.open(shop, { timeLeftMs, onCall: calls.count }), handOut }),
      startExecution: (input) => startExecution(input, { states, stateMachineArn: environment.STATE_MACHINE_ARN }),
    };
  };
}
