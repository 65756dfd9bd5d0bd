import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type HandedOut, handOut } from '../../../shared/delivery/hand-out.ts';
import { redeliver } from '../../../shared/delivery/redeliver.ts';
import { sweepLeftovers } from '../../../shared/delivery/sweep-leftovers.ts';
import type { Outbox } from '../../../shared/delivery/outbox.ts';
import { Crash, crashAt } from '../../support/crash-at.ts';
import { type DeliveryHouse, type DeliveryStory, orderIds, startDeliveryHouse } from '../../support/delivery-house.ts';

vi.setConfig({ testTimeout: 60_000 });

let house: DeliveryHouse;
beforeAll(async () => {
  house = await startDeliveryHouse();
});
afterAll(() => house.stop());

const idsOf = (taken: Awaited<ReturnType<DeliveryStory['takeAll']>>) =>
  taken.map(({ batch }) => batch.records.map(({ orderId }) => orderId));

const twoMinutesLater = () => new Date(Date.now() + 121_000);

describe('handing out', () => {
  it('cuts 121 records into 50, 50 and 21, in the order of the keys, and takes every mark away', async () => {
    const { shopId, means, ...story } = await house.story();
    const keys = orderIds(121).toReversed();
    await story.writeOrders(keys);

    const handedOut = await handOut({ shopId, keys, run: { scheduleId: 'sch', runId: 'run' } }, means.handOut);

    expect(handedOut).toEqual({ batches: 3, records: 121 } satisfies HandedOut);
    const taken = await story.takeAll();
    expect(idsOf(taken)).toEqual([keys.slice(0, 50), keys.slice(50, 100), keys.slice(100)]);
    expect(taken[0]?.message.MessageAttributes).toMatchObject({
      scheduleId: { StringValue: 'sch' },
      runId: { StringValue: 'run' },
    });
    expect(taken[0]?.message.Attributes?.MessageGroupId).toBe(shopId);
    expect(await story.stillUndelivered(keys)).toEqual([]);
  });

  it('does nothing for records that were handed out already', async () => {
    const { shopId, means, ...story } = await house.story();
    const keys = orderIds(3);
    await story.writeOrders(keys);

    await handOut({ shopId, keys }, means.handOut);
    const again = await handOut({ shopId, keys }, means.handOut);

    expect(again).toEqual({ batches: 0, records: 0 });
    expect(await story.takeAll()).toHaveLength(1);
  });

  it('gives the same records in the same versions the same batchId, whatever their order', async () => {
    const one = await house.story();
    const keys = orderIds(4);
    await one.writeOrders(keys);
    await handOut({ shopId: one.shopId, keys }, one.means.handOut);
    await redeliver({ shopId: one.shopId, keys: keys.toReversed() }, { ...one.means.handOut, outbox: one.outbox });
    await one.writeOrders(keys.slice(0, 1), { version: 2 });
    await redeliver({ shopId: one.shopId, keys }, { ...one.means.handOut, outbox: one.outbox });

    const [first, again, newer] = (await one.takeAll()).map(({ batch }) => batch.batchId);

    expect(again).toBe(first);
    expect(newer).not.toBe(first);
  });

  it('cuts by size too: a message stays under 1 MiB, attributes included', async () => {
    const { shopId, means, ...story } = await house.story();
    const keys = orderIds(10);
    await story.writeOrders(keys, { note: 'ü'.repeat(120_000) });

    const { batches, records } = await handOut({ shopId, keys }, means.handOut);

    expect({ batches, records }).toEqual({ batches: 3, records: 10 });
    const taken = await story.takeAll();
    expect(idsOf(taken).map((ids) => ids.length)).toEqual([4, 4, 2]);
    for (const { message } of taken) expect(Buffer.byteLength(message.Body ?? '')).toBeLessThan(1_040_000);
  });

  it('carries characters that SQS refuses', async () => {
    const { shopId, means, ...story } = await house.story();
    const title = 'odd \uFFFE\uFFFF\u0000\uD800 😀 title';
    const stored = title.replace('\uD800', '');
    await story.writeOrders(['302-1'], { title: stored });

    await handOut({ shopId, keys: ['302-1'] }, means.handOut);

    expect((await story.takeAll())[0]?.batch.records[0]?.title).toBe(stored);
  });

  it('leaves the mark of a version that was written between read and clear, and hands that out next', async () => {
    const { shopId, means, ...story } = await house.story();
    const keys = orderIds(2);
    await story.writeOrders(keys);
    const queue = {
      send: async (message: Parameters<typeof means.handOut.queue.send>[0]) => {
        await means.handOut.queue.send(message);
        if (message.batch.records[0]?.version === 1) await story.writeOrders(keys.slice(0, 1), { version: 2 });
      },
    };

    await handOut({ shopId, keys }, { ...means.handOut, queue });

    expect(await story.stillUndelivered(keys)).toEqual(keys.slice(0, 1));
    await handOut({ shopId, keys }, means.handOut);
    const versions = (await story.takeAll()).map(({ batch }) =>
      batch.records.map(({ orderId, version }) => `${String(orderId)} v${version}`),
    );
    expect(versions).toEqual([[`${keys[0]} v1`, `${keys[1]} v1`], [`${keys[0]} v2`]]);
  });

  it('sends nothing twice when two drains begin at once', async () => {
    const { shopId, means, ...story } = await house.story();
    const keys = orderIds(60);
    await story.writeOrders(keys);

    const both = await Promise.all([
      handOut({ shopId, keys }, means.handOut),
      handOut({ shopId, keys }, means.handOut),
    ]);

    expect(both.reduce((sum, { records }) => sum + records, 0)).toBe(60);
    expect(idsOf(await story.takeAll()).flat()).toEqual(keys);
  });

  it('says busy when another keeps the drain, and takes it over when its time is up', async () => {
    const { shopId, means, shops, ...story } = await house.story();
    await story.writeOrders(['302-1']);
    await shops.acquireDrain({
      shopId,
      kind: 'orders',
      owner: 'crashed',
      now: Date.now(),
      until: Date.now() + 120_000,
    });

    const meanwhile = await handOut({ shopId, keys: ['302-1'] }, means.handOut);
    const afterwards = await handOut({ shopId, keys: ['302-1'] }, { ...means.handOut, now: twoMinutesLater });

    expect(meanwhile).toEqual({ batches: 0, records: 0, held: 'busy' });
    expect(afterwards).toEqual({ batches: 1, records: 1 });
  });

  it('stops after the batch in which another took the drain over, and leaves the rest to that one', async () => {
    const { shopId, means, shops, ...story } = await house.story();
    const keys = orderIds(60);
    await story.writeOrders(keys);
    let now = Date.now();
    const slow = {
      send: async (batch: Parameters<typeof means.handOut.queue.send>[0]) => {
        await means.handOut.queue.send(batch);
        now += 121_000;
        await shops.acquireDrain({ shopId, kind: 'orders', owner: 'another', now, until: now + 120_000 });
      },
    };

    const handedOut = await handOut({ shopId, keys }, { ...means.handOut, queue: slow, now: () => new Date(now) });

    expect(handedOut).toEqual({ batches: 1, records: 50, held: 'busy' });
    expect(await story.stillUndelivered(keys)).toEqual(keys.slice(50));
  });

  it('holds the records of a shop without URL or with a downstream that is away, unless the user consumes the queue', async () => {
    const { shopId, means, shops, ...story } = await house.story({ downstreamUrl: undefined });
    const work = { shopId, keys: ['302-1'] };
    await story.writeOrders(work.keys);
    const inAMinute = new Date(Date.now() + 60_000).toISOString();

    const withoutUrl = await handOut(work, means.handOut);
    await story.saveSettings({ downstreamUrl: 'http://127.0.0.1:9/' });
    await shops.setDownstreamAway(shopId, { until: inAMinute, reason: 'downstream answered 503' });
    const away = await handOut(work, means.handOut);
    const own = await handOut(work, { ...means.handOut, consumer: 'own' });

    expect([withoutUrl.held, away.held, own.held]).toEqual(['no-url', 'away', undefined]);
    expect(own.records).toBe(1);
  });

  it('refuses an unknown shop by name', async () => {
    const { means } = await house.story();
    await expect(handOut({ shopId: 'nobody', keys: ['x'] }, means.handOut)).rejects.toMatchObject({
      name: 'UnknownShopError',
    });
  });
});

describe('a crash anywhere, then a retry', () => {
  const keys = orderIds(7);
  const handOutInThrees = (story: DeliveryStory, means = story.means) =>
    handOut({ shopId: story.shopId, keys }, { ...means.handOut, batchSize: 3 });

  it('ends in the same state as no crash', async () => {
    const calls = await countCalls();
    expect(calls).toBeGreaterThan(10);

    for (let at = 0; at < calls; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const story = await house.story();
        await story.writeOrders(keys);
        const clients = { dynamo: house.dynamo.connect(), sqs: house.sqs.connect() };
        crashAt([clients.dynamo, clients.sqs], { at, when });
        await expect(handOutInThrees(story, story.meansOver(clients)), `${when} call ${at}`).rejects.toBeInstanceOf(
          Crash,
        );

        await story.shops.breakDrains(story.shopId);
        await handOutInThrees(story);

        const records = (await story.takeAll()).flatMap(({ batch }) => batch.records.map(({ orderId }) => orderId));
        expect([...new Set(records)], `${when} call ${at}`).toEqual(keys);
        expect(await story.stillUndelivered(keys)).toEqual([]);
        await story.stop();
      }
    }
  });

  it('between send and clear repeats the batch under the same deduplication id, so SQS swallows it', async () => {
    const story = await house.story();
    await story.writeOrders(keys);
    const outbox: Outbox = {
      kind: 'orders',
      undelivered: (shopId) => story.outbox.undelivered(shopId),
      read: (shopId, some) => story.outbox.read(shopId, some),
      clear: () => Promise.reject(new Crash('between send and clear')),
    };

    await expect(handOut({ shopId: story.shopId, keys }, { ...story.means.handOut, outbox })).rejects.toBeInstanceOf(
      Crash,
    );
    await handOut({ shopId: story.shopId, keys }, story.means.handOut);

    expect(idsOf(await story.takeAll())).toEqual([keys]);
    expect(await story.stillUndelivered(keys)).toEqual([]);
  });

  async function countCalls(): Promise<number> {
    const story = await house.story();
    await story.writeOrders(keys);
    const clients = { dynamo: house.dynamo.connect(), sqs: house.sqs.connect() };
    const point = crashAt([clients.dynamo, clients.sqs], { at: Number.POSITIVE_INFINITY, when: 'before' });
    await handOutInThrees(story, story.meansOver(clients));
    return point.calls();
  }
});

describe('sweeping up leftovers', () => {
  it('hands out whatever carries the mark, oldest first', async () => {
    const { shopId, means, ...story } = await house.story();
    await story.writeOrders(['302-3'], { undeliveredSince: '2026-11-20T10:00:03.000Z' });
    await story.writeOrders(['302-1'], { undeliveredSince: '2026-11-20T10:00:02.000Z' });
    await story.writeOrders(['302-2'], { undeliveredSince: '2026-11-20T10:00:01.000Z' });

    const swept = await sweepLeftovers({ shopId }, { ...means.handOut, timeLeftMs: () => 60_000 });

    expect(swept).toEqual({ batches: 1, records: 3 });
    expect(idsOf(await story.takeAll())).toEqual([['302-2', '302-1', '302-3']]);
  });

  it('goes past the first page of the index', async () => {
    const { shopId, means, ...story } = await house.story();
    const keys = orderIds(620);
    await story.writeOrders(keys);

    const swept = await sweepLeftovers({ shopId }, { ...means.handOut, timeLeftMs: () => 60_000 });

    expect(swept).toEqual({ batches: 13, records: 620 });
  });

  it('is not fooled by an index that lags: what it still shows is not sent twice, what it does not show yet comes next time', async () => {
    const { shopId, means, ...story } = await house.story();
    await story.writeOrders(['302-1', '302-2']);
    let shown = ['302-1'];
    const lagging: Outbox = {
      kind: 'orders',
      async *undelivered() {
        yield* shown;
      },
      read: (shop, keys) => story.outbox.read(shop, keys),
      clear: (shop, sent) => story.outbox.clear(shop, sent),
    };
    const sweep = () => sweepLeftovers({ shopId }, { ...means.handOut, outbox: lagging, timeLeftMs: () => 60_000 });

    const first = await sweep();
    shown = ['302-1', '302-2'];
    const second = await sweep();
    const third = await sweep();

    expect([first.records, second.records, third.records]).toEqual([1, 1, 0]);
    expect(idsOf(await story.takeAll())).toEqual([['302-1'], ['302-2']]);
  });

  it('begins nothing new when time is nearly up', async () => {
    const { shopId, means, ...story } = await house.story();
    await story.writeOrders(['302-1']);

    const swept = await sweepLeftovers({ shopId }, { ...means.handOut, timeLeftMs: () => 5_000 });

    expect(swept).toEqual({ batches: 0, records: 0 });
    expect(await story.stillUndelivered(['302-1'])).toEqual(['302-1']);
  });
});

describe('redelivering', () => {
  it('inside five minutes is not swallowed, and keeps batchId and version', async () => {
    const { shopId, means, outbox, ...story } = await house.story();
    const keys = orderIds(3);
    await story.writeOrders(keys);
    await handOut({ shopId, keys }, means.handOut);

    const redelivered = await redeliver({ shopId, keys: [...keys, 'unknown'] }, { ...means.handOut, outbox });

    expect(redelivered).toEqual({ batches: 1, records: 3, marked: 3, unknown: ['unknown'] });
    const [first, second] = await story.takeAll();
    expect(second?.batch).toEqual(first?.batch);
  });

  it('takes what Amazon changed since a time, or everything', async () => {
    const { shopId, means, outbox, ...story } = await house.story();
    await story.writeOrders(['302-1'], { lastUpdatedTime: '2026-11-19T00:00:00.000Z' });
    await story.writeOrders(['302-2'], { lastUpdatedTime: '2026-11-20T00:00:00.000Z' });
    await handOut({ shopId, keys: ['302-1', '302-2'] }, means.handOut);
    await story.takeAll();

    const since = await redeliver({ shopId, since: '2026-11-20T00:00:00.000Z' }, { ...means.handOut, outbox });
    const all = await redeliver({ shopId }, { ...means.handOut, outbox });

    expect([since.marked, all.marked]).toEqual([1, 2]);
    expect(idsOf(await story.takeAll())).toEqual([['302-2'], ['302-1', '302-2']]);
  });
});
