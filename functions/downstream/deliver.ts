import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { createDocumentClient } from '../../shared/aws/document-client.ts';
import { createQueueClient } from '../../shared/aws/queue-client.ts';
import { type Kind, SYNC_OF } from '../../shared/contracts/syncs.ts';
import { BuyerReader } from '../../shared/delivery/buyer-reader.ts';
import { cachedSecrets } from '../../shared/delivery/cached-secrets.ts';
import { deliverBatch } from '../../shared/delivery/deliver-batch.ts';
import { deliverInOrder } from '../../shared/delivery/deliver-in-order.ts';
import { DeliveryQueue } from '../../shared/delivery/delivery-queue.ts';
import { parseQueues } from '../../shared/delivery/parse-queues.ts';
import { queueOfSource } from '../../shared/delivery/queue-of-source.ts';
import { toQueuedBatch } from '../../shared/delivery/queued-batch.ts';
import { RunCounters } from '../../shared/delivery/run-counters.ts';
import { sweepEvery } from '../../shared/delivery/sweep-every.ts';
import { SpeedEnvironment } from '../../shared/runtime/environment-parts.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { SecretStore } from '../../shared/shops/shop-secrets.ts';
import { ShopStore } from '../../shared/shops/shop-store.ts';
import { SweepEnvironment, sweepMeans } from '../sweep-means.ts';

const Environment = z.object({
  ...SweepEnvironment,
  ...SpeedEnvironment,
  STAGE: z.string(),
  RUNS_TABLE: z.string(),
  BUYERS_TABLE: z.string(),
  SHOP_SECRETS: z.string(),
});
export type DeliverEnvironment = z.infer<typeof Environment>;

const environment = readEnvironment(Environment);
const now = () => new Date();
const log = createLogger();
const client = createDocumentClient();
const sqs = createQueueClient();
const queues = parseQueues(environment.QUEUES);
const sweep = sweepMeans(environment, { client, sqs, now, log });
// The application's secret is none of this function's business, nor has it the grant.
const secretNames = { application: '', shops: environment.SHOP_SECRETS };

const means = {
  shops: new ShopStore(client, environment.SHOPS_TABLE),
  secrets: cachedSecrets(new SecretStore(new SSMClient(), secretNames), { now }),
  buyers: new BuyerReader(client, environment.BUYERS_TABLE, now),
  runs: new RunCounters(client, environment.RUNS_TABLE),
  fetch,
  now,
  timeoutMs: 20_000,
  speed: Number(environment.SPEED),
  onAway: (kind: Kind) => createMetrics(environment.STAGE, SYNC_OF[kind])('DownstreamAway', 1),
  log,
};
/** Posts each message of a kind's queue to its shop's downstream. The event source mapping hands over one at a time. */
export const handler = async (event: SQSEvent, context: Context) => {
  const timeLeftMs = () => context.getRemainingTimeInMillis();
  const deliver = (record: SQSRecord) =>
    deliverBatch(toQueuedBatch(record), {
      ...means,
      queue: new DeliveryQueue(sqs, queueOfSource(record.eventSourceARN, queues), now),
      sweep: (work) => sweepEvery(work, { ...sweep, timeLeftMs }),
      timeLeftMs,
    });
  return deliverInOrder(event.Records, deliver);
};
