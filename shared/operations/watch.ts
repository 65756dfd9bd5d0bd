import { BUILT_SYNCS, type Kind, KIND_OF, type Sync } from '../contracts/syncs.ts';
import type { Consumer } from '../runtime/environment-parts.ts';
import type { PublishMetric } from '../runtime/metrics.ts';
import type { Log } from '../runtime/logger.ts';
import type { Shop } from '../shops/shop.ts';
import type { ShopStore } from '../shops/shop-store.ts';
import type { ScheduleStore } from '../sync/schedule-store.ts';
import { latenessOf } from './lateness.ts';
import type { Undelivered } from './undelivered-of-shop.ts';

export interface WatchMeans {
  readonly shops: Pick<ShopStore, 'list'>;
  readonly schedules: Pick<ScheduleStore, 'list'>;
  readonly undelivered: Readonly<Record<BuiltSync, (shopId: string) => Promise<Undelivered>>>;
  /** By the queue's kind. Under `webhook`, nobody waits for the records of a shop that has no URL. */
  readonly consumers: Readonly<Record<Kind, Consumer>>;
  /** Days since the application's secret was written; undefined while there is none. */
  readonly applicationSecretAgeDays: () => Promise<number | undefined>;
  readonly metricsOf: (sync?: Sync) => PublishMetric;
  readonly now: () => Date;
  readonly log: Pick<Log, 'warn'>;
}

type BuiltSync = (typeof BUILT_SYNCS)[number];

/**
 * Looks at every shop and publishes, per sync, how many shops are late and how old the oldest cursor is, how many records
 * wait to be handed out and for how long. It publishes zeros too: alarms take silence for trouble.
 */
export async function watch(means: WatchMeans): Promise<void> {
  const shops = await means.shops.list();
  for (const sync of BUILT_SYNCS) {
    await watchLateness({ sync, shops }, means);
    await watchUndelivered({ sync, shops }, means);
  }
  const secretAgeDays = await means.applicationSecretAgeDays();
  if (secretAgeDays !== undefined) means.metricsOf()('ApplicationSecretAgeDays', secretAgeDays);
}

async function watchLateness({ sync, shops }: { sync: BuiltSync; shops: Shop[] }, means: WatchMeans): Promise<void> {
  const { schedules, metricsOf, now, log } = means;
  const lateShops = new Set<string>();
  let oldestAgeMs = 0;
  for (const { shopId } of shops) {
    for (const schedule of await schedules.list(shopId)) {
      const lateness = schedule.sync === sync ? latenessOf(schedule, { now: now() }) : undefined;
      if (lateness?.ageMs) oldestAgeMs = Math.max(oldestAgeMs, lateness.ageMs);
      if (!lateness?.late) continue;
      lateShops.add(shopId);
      log.warn('A sync is late', { shopId, sync, scheduleId: schedule.scheduleId, cursor: schedule.nextStartTime });
    }
  }
  metricsOf(sync)('ShopsLate', lateShops.size);
  metricsOf(sync)('OldestAgeSeconds', Math.round(oldestAgeMs / 1000));
}

async function watchUndelivered({ sync, shops }: { sync: BuiltSync; shops: Shop[] }, means: WatchMeans): Promise<void> {
  const { undelivered, consumers, metricsOf, now } = means;
  const waitedFor = shops.filter(
    ({ downstreamUrl }) => consumers[KIND_OF[sync]] === 'own' || downstreamUrl !== undefined,
  );
  let count = 0;
  let oldestMs = 0;
  for (const { shopId } of waitedFor) {
    const ofShop = await undelivered[sync](shopId);
    count += ofShop.count;
    if (ofShop.oldestSince) oldestMs = Math.max(oldestMs, now().getTime() - Date.parse(ofShop.oldestSince));
  }
  metricsOf(sync)('Undelivered', count);
  metricsOf(sync)('OldestUndeliveredSeconds', Math.round(oldestMs / 1000));
}
