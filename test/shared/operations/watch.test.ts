import { BUILT_SYNCS } from '../../../shared/contracts/syncs.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { watch, type WatchMeans } from '../../../shared/operations/watch.ts';
import type { MetricName } from '../../../shared/contracts/metrics.ts';
import type { Sync } from '../../../shared/contracts/syncs.ts';
import type { Shop } from '../../../shared/shops/shop.ts';
import type { Schedule } from '../../../shared/sync/schedule.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

let published: Record<string, number>;
beforeEach(() => {
  published = {};
});

describe('the watch', () => {
  it('counts the shops that are late and finds the oldest cursor', async () => {
    await watch(stage({ S1: [orders(minutesAgo(13))], S2: [orders(minutesAgo(90))], S3: [orders(minutesAgo(600))] }));

    expect(published).toMatchObject({ 'orders ShopsLate': 2, 'orders OldestAgeSeconds': 600 * 60 });
  });

  it('counts a shop once, however many of its schedules are late', async () => {
    const another = { ...orders(minutesAgo(90)), scheduleId: 'S1-orders-2' };

    await watch(stage({ S1: [orders(minutesAgo(90)), another] }));

    expect(published['orders ShopsLate']).toBe(1);
  });

  it('says zero when all is well and when there are no shops: alarms take silence for trouble', async () => {
    await watch(stage({}));

    const names = ['ShopsLate', 'OldestAgeSeconds', 'Undelivered', 'OldestUndeliveredSeconds'];
    const zeros = BUILT_SYNCS.flatMap((sync) => names.map((name) => [`${sync} ${name}`, 0]));
    expect(published).toEqual(Object.fromEntries(zeros));
  });

  it('counts what waits to be handed out, and for how long', async () => {
    const undelivered = {
      S1: { count: 3, oldestSince: minutesAgo(10) },
      S2: { count: 4, oldestSince: minutesAgo(70) },
    };

    await watch(stage({ S1: [orders(minutesAgo(13))], S2: [orders(minutesAgo(13))] }, { undelivered }));

    expect(published).toMatchObject({ 'orders Undelivered': 7, 'orders OldestUndeliveredSeconds': 70 * 60 });
  });

  it('does not wait for the records of a shop that has no downstream, unless the consumer is the user’s own', async () => {
    const undelivered = { S1: { count: 3, oldestSince: minutesAgo(10_000) } };
    const withoutUrl = { S1: [orders(minutesAgo(13))] };

    await watch(stage(withoutUrl, { undelivered, downstreamUrl: undefined }));
    expect(published['orders Undelivered']).toBe(0);

    await watch(stage(withoutUrl, { undelivered, downstreamUrl: undefined, ordersBy: 'own' }));
    expect(published['orders Undelivered']).toBe(3);
  });

  it('tells the age of the application’s secret, of the stage and no sync', async () => {
    await watch(stage({}, { secretAgeDays: 167 }));

    expect(published['stage ApplicationSecretAgeDays']).toBe(167);
  });
});

const orders = (nextStartTime: string): Schedule => ({
  shopId: 'S1',
  scheduleId: 'S1-orders',
  sync: 'orders',
  expression: 'rate(10 minutes)',
  enabled: true,
  nextStartTime,
});

interface Circumstances {
  readonly undelivered?: Record<string, { count: number; oldestSince: string }>;
  readonly downstreamUrl?: string | undefined;
  readonly ordersBy?: 'webhook' | 'own';
  readonly secretAgeDays?: number;
}

function stage(schedules: Record<string, Schedule[]>, circumstances: Circumstances = {}): WatchMeans {
  const { undelivered = {}, ordersBy = 'webhook', secretAgeDays } = circumstances;
  const downstreamUrl = 'downstreamUrl' in circumstances ? circumstances.downstreamUrl : 'https://erp.example.com';
  const shops = Object.keys(schedules).map(
    (shopId): Shop => ({ shopId, sellerId: `A${shopId}`, region: 'eu', marketplaceIds: [], downstreamUrl }),
  );
  return {
    shops: { list: async () => shops },
    schedules: { list: async (shopId) => schedules[shopId] ?? [] },
    undelivered: {
      orders: async (shopId) => undelivered[shopId] ?? { count: 0 },
      returns: async () => ({ count: 0 }),
      items: async () => ({ count: 0 }),
      'fulfillment-outbound': async () => ({ count: 0 }),
    },
    consumers: {
      orders: ordersBy,
      returns: 'webhook',
      products: 'webhook',
      shipments: 'webhook',
      'inbound-shipments': 'webhook',
    },
    applicationSecretAgeDays: async () => secretAgeDays,
    metricsOf: (sync?: Sync) => (name: MetricName, value: number) => {
      published[`${sync ?? 'stage'} ${name}`] = value;
    },
    now: () => now,
    log: { warn: () => {} },
  };
}
