import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { everyOutbox } from '../shared/delivery/every-outbox.ts';
import { parseQueues } from '../shared/delivery/parse-queues.ts';
import type { SweepAllMeans } from '../shared/delivery/sweep-all-shops.ts';
import { DeliveryEnvironment } from '../shared/runtime/environment-parts.ts';
import type { Log } from '../shared/runtime/logger.ts';
import { ShopStore } from '../shared/shops/shop-store.ts';

/** The variables of a function that sweeps outboxes. */
export const SweepEnvironment = {
  ...DeliveryEnvironment,
  SHOPS_TABLE: z.string(),
  ORDERS_TABLE: z.string(),
  RETURNS_TABLE: z.string(),
  ITEMS_TABLE: z.string(),
  FULFILLMENT_OUTBOUND_TABLE: z.string(),
};
const Environment = z.object(SweepEnvironment);

/** Builds what a sweep of every outbox takes. */
export const sweepMeans = (
  environment: z.infer<typeof Environment>,
  { client, sqs, now, log }: { client: DynamoDBDocumentClient; sqs: SQSClient; now: () => Date; log: Log },
): Omit<SweepAllMeans, 'timeLeftMs'> => ({
  shops: new ShopStore(client, environment.SHOPS_TABLE),
  outboxes: everyOutbox({
    client,
    sqs,
    tables: {
      orders: environment.ORDERS_TABLE,
      returns: environment.RETURNS_TABLE,
      items: environment.ITEMS_TABLE,
      shipments: environment.FULFILLMENT_OUTBOUND_TABLE,
    },
    queues: parseQueues(environment.QUEUES),
    now,
  }),
  now,
  batchSize: Number(environment.BATCH_SIZE),
  log,
});
