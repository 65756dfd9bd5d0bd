import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { createDocumentClient } from '../../shared/aws/document-client.ts';
import { createQueueClient } from '../../shared/aws/queue-client.ts';
import { everyOutbox } from '../../shared/delivery/every-outbox.ts';
import { parseQueueUrls } from '../../shared/delivery/parse-queue-urls.ts';
import { sweepAllShops } from '../../shared/delivery/sweep-all-shops.ts';
import { DeliveryEnvironment, SpeedEnvironment } from '../../shared/runtime/environment-parts.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { ShopStore } from '../../shared/shops/shop-store.ts';

const Environment = z.object({
  ...DeliveryEnvironment,
  ...SpeedEnvironment,
  STAGE: z.string(),
  SHOPS_TABLE: z.string(),
  ORDERS_TABLE: z.string(),
  RETURNS_TABLE: z.string(),
  ITEMS_TABLE: z.string(),
  FULFILLMENT_OUTBOUND_TABLE: z.string(),
});
export type DrainEnvironment = z.infer<typeof Environment>;

const environment = readEnvironment(Environment);
const now = () => new Date();
const client = createDocumentClient();
const sqs = createQueueClient();
const queues = parseQueueUrls(environment.QUEUES);

const means = {
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
    queues,
    now,
  }),
  now,
  batchSize: Number(environment.BATCH_SIZE),
  consumer: environment.CONSUMER,
  log: createLogger(),
};

/** Every five minutes: hands out what runs left undelivered, be it after a crash or a downstream that was away. */
export const handler = (_event: unknown, context: Context) =>
  sweepAllShops({ ...means, timeLeftMs: () => context.getRemainingTimeInMillis() });
