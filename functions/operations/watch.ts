import { SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import { createDocumentClient } from '../../shared/aws/document-client.ts';
import { KINDS } from '../../shared/contracts/syncs.ts';
import { secretAgeDays } from '../../shared/operations/secret-age.ts';
import { undeliveredOfShop } from '../../shared/operations/undelivered-of-shop.ts';
import { watch } from '../../shared/operations/watch.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { ShopStore } from '../../shared/shops/shop-store.ts';
import { ScheduleStore } from '../../shared/sync/schedule-store.ts';

export const WatchEnvironment = z.object({
  STAGE: z.string(),
  /** JSON: who takes batches, by the queue's kind. */
  CONSUMERS: z.string(),
  SHOPS_TABLE: z.string(),
  SCHEDULES_TABLE: z.string(),
  ORDERS_TABLE: z.string(),
  RETURNS_TABLE: z.string(),
  ITEMS_TABLE: z.string(),
  FULFILLMENT_OUTBOUND_TABLE: z.string(),
  APPLICATION_SECRET: z.string(),
});
export type WatchEnvironment = z.infer<typeof WatchEnvironment>;

const Consumers = z.record(z.enum(KINDS), z.enum(['webhook', 'own']));

const environment = readEnvironment(WatchEnvironment);
const client = createDocumentClient();
const ssm = new SSMClient({});
const now = () => new Date();
const shops = new ShopStore(client, environment.SHOPS_TABLE);
const schedules = new ScheduleStore(client, environment.SCHEDULES_TABLE);
const log = createLogger();

const undeliveredIn = (table: string) => (shopId: string) => undeliveredOfShop(shopId, { client, table });

/** Every five minutes: publishes how late the syncs are and what waits to be delivered. */
export const handler = () =>
  watch({
    shops,
    schedules,
    undelivered: {
      orders: undeliveredIn(environment.ORDERS_TABLE),
      returns: undeliveredIn(environment.RETURNS_TABLE),
      items: undeliveredIn(environment.ITEMS_TABLE),
      'fulfillment-outbound': undeliveredIn(environment.FULFILLMENT_OUTBOUND_TABLE),
    },
    consumers: Consumers.parse(JSON.parse(environment.CONSUMERS)),
    applicationSecretAgeDays: () => secretAgeDays(environment.APPLICATION_SECRET, { ssm, now }),
    metricsOf: (sync) => createMetrics(environment.STAGE, sync),
    now,
    log,
  });
