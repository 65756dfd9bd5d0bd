import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context } from 'aws-lambda';
import { createDocumentClient } from '../../shared/aws/document-client.ts';
import { startExecution } from '../../shared/aws/start-execution.ts';
import { BuyerStore } from '../../shared/buyers/buyer-store.ts';
import { BatchQueue } from '../../shared/delivery/batch-queue.ts';
import { parseQueueUrls } from '../../shared/delivery/parse-queue-urls.ts';
import { handOutOrders, ordersOutbox } from '../../shared/orders/hand-out-orders.ts';
import { OrderStore } from '../../shared/orders/order-store.ts';
import { ordersWork } from '../../shared/orders/orders-work.ts';
import { s3Quarantine } from '../../shared/orders/quarantine.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { SecretStore } from '../../shared/shops/shop-secrets.ts';
import { ShopStore } from '../../shared/shops/shop-store.ts';
import { SpApiConnections } from '../../shared/shops/sp-api-connections.ts';
import { countRun } from '../../shared/sync/count-run.ts';
import { RunStore } from '../../shared/sync/run-store.ts';
import { ScheduleStore } from '../../shared/sync/schedule-store.ts';
import type { StartMeans } from '../../shared/sync/start-run.ts';
import type { OrdersEnvironment } from './environment.ts';

/** The AWS services that orders need, and the time. */
export interface OrdersClients {
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
  readonly states: SFNClient;
  readonly now: () => number;
}

export const awsClients = (): OrdersClients => ({
  dynamo: new DynamoDBClient({}),
  sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
  s3: new S3Client({ forcePathStyle: true }),
  ssm: new SSMClient({}),
  states: new SFNClient({}),
  now: Date.now,
});

/** Builds what an orders run takes. Clients, tokens and clocks live as long as the process, the rest as long as the invocation. */
export function ordersMeans(
  environment: OrdersEnvironment,
  { dynamo, sqs, s3, ssm, states, now }: OrdersClients,
): (context: Pick<Context, 'getRemainingTimeInMillis'>) => StartMeans {
  const speed = Number(environment.SPEED);
  const client = createDocumentClient(dynamo);
  const shops = new ShopStore(client, environment.SHOPS_TABLE);
  const buyers = new BuyerStore(client, environment.BUYERS_TABLE);
  const orders = new OrderStore({ client, table: environment.ORDERS_TABLE, buyers, now });
  const outbox = ordersOutbox({ client, table: environment.ORDERS_TABLE, now: () => new Date(now()) });
  const queue = new BatchQueue(sqs, parseQueueUrls(environment.QUEUES).orders?.url ?? '');
  const quarantine = s3Quarantine(s3, environment.DOCUMENTS_BUCKET);
  const secrets = new SecretStore(ssm, {
    application: environment.APPLICATION_SECRET,
    shops: environment.SHOP_SECRETS,
  });
  const metrics = createMetrics(environment.STAGE, 'orders');
  const log = createLogger();
  const connections = new SpApiConnections({
    client,
    usageTable: environment.USAGE_TABLE,
    secrets,
    spApiEndpoint: environment.SP_API_ENDPOINT,
    lwaEndpoint: environment.LWA_ENDPOINT,
    now,
    speed,
    metrics,
  });

  return (context) => {
    const timeLeftMs = () => context.getRemainingTimeInMillis();
    const calls = connections.countCalls();
    const handOut = handOutOrders({
      outbox,
      queue,
      shops,
      now: () => new Date(now()),
      batchSize: Number(environment.BATCH_SIZE),
      consumer: environment.CONSUMER,
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
      log,
      workFor: (shop) =>
        ordersWork(shop, {
          spApi: connections.open(shop, { timeLeftMs, onCall: calls.count }),
          orders,
          quarantine,
          handOut,
          now,
          log,
        }),
      startExecution: (input) => startExecution(input, { states, stateMachineArn: environment.STATE_MACHINE_ARN }),
    };
  };
}
