import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeStep } from '../../../shared/sync/take-step.ts';
import { crashAt } from '../../support/crash-at.ts';
import { type OrdersHouse, type OrdersStory, startOrdersHouse } from '../../support/orders-house.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let house: OrdersHouse;
beforeAll(async () => {
  house = await startOrdersHouse();
});
afterAll(() => house.stop());

const iso = (time: number) => new Date(time).toISOString();
const searches = (story: OrdersStory) =>
  story.amazon.requests.filter(({ operationId }) => operationId === 'searchOrders');

describe('a run', () => {
  it('delivers an order that changes between two pages in its newest version', async () => {
    const story = await house.story({ orders: 15 });
    story.amazon.faults.ordersOnPage = 10;
    const [first] = story.account.listOrders();
    const means = story.means();
    const [shop] = [await story.shops.find(story.shop.shopId)];
    expect(shop).toBeDefined();
    // The order of page one is changed once page one has been read: its new time lies beyond the window, or within page two.
    const once = {
      ...means,
      takeCalls: takingAfter(means.takeCalls, () =>
        story.account.touchOrder(first?.orderId ?? '', { lastUpdatedTime: iso(story.clock.now - 5 * MINUTE_MS) }),
      ),
    };

    await story.start({}, once);

    const row = (await story.rows('orders')).find(({ orderId }) => orderId === first?.orderId);
    expect(row).toMatchObject({ version: 2, time: iso(story.clock.now - 5 * MINUTE_MS) });
    const versions = (await story.batches())
      .flatMap(({ records }) => records)
      .filter(({ orderId }) => orderId === first?.orderId);
    expect(versions.at(-1)).toMatchObject({ version: 2 });
  });

  it('writes nothing and hands out nothing when nothing has changed', async () => {
    const story = await house.story({ orders: 30 });
    await story.run();
    await story.batches();

    const again = await story.run({ startTime: iso(story.clock.now - 40 * DAY_MS) });

    expect(again).toMatchObject({ lane: 'backfill', read: 30, stored: 0, unchanged: 30, batches: 0 });
    expect(await story.batches()).toEqual([]);
    expect((await story.rows('orders')).every(({ version }) => version === 1)).toBe(true);
  });

  it('keeps an order pending without prices, and completes it later', async () => {
    const story = await house.story();
    const { orderId } = story.account.placeOrder({ status: 'PENDING' }, new Date(story.clock.now - DAY_MS));
    await story.run();
    await story.batches();

    story.clock.advance(30 * MINUTE_MS);
    story.account.touchOrder(orderId, {
      fulfillment: { fulfillmentStatus: 'CANCELLED' },
      lastUpdatedTime: iso(story.clock.now - 10 * MINUTE_MS),
    });
    await story.run();

    const [batch] = await story.batches();
    expect(batch?.records).toMatchObject([{ orderId, version: 2, fulfillment: { fulfillmentStatus: 'CANCELLED' } }]);
  });

  it('keeps values of Amazon that no list names', async () => {
    const story = await house.story({ orders: 2 });
    story.amazon.faults.unknownEnumValues = true;

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', stored: 2, quarantined: 0 });
  });

  it.each([
    'without-order-id',
    'without-last-updated-time',
    'bad-time',
    'wrong-types',
    'null',
    'huge',
    'inexact',
  ] as const)('sets an order aside that is %s, names it, and goes on', async (kind) => {
    const story = await house.story({ orders: 11 });
    story.amazon.faults.ordersOnPage = 10;
    story.amazon.faults.oddOrders.push({ page: 2, kind });

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', read: 11, stored: 10, quarantined: 1 });
    expect(run.notes).toEqual([
      expect.stringMatching(/^Order .+ lies in quarantine \(.+\): quarantine\/orders\/.+\.json$/),
    ]);
    expect((await story.schedule()).nextStartTime).toBe(run.endTime);
  });
});

describe('the window', () => {
  it('follows Amazon’s clock, not ours', async () => {
    const story = await house.story({ orders: 1 });
    story.amazon.faults.clockSkewMs = -20 * MINUTE_MS;

    const run = await story.run();

    expect(run.outcome).toBe('succeeded');
    expect(Math.abs(Date.parse(run.endTime) - (story.clock.now - 23 * MINUTE_MS))).toBeLessThan(2000);
  });

  it('moves the cursor only as far as Amazon says it looked', async () => {
    const story = await house.story({ orders: 1 });
    story.amazon.faults.searchLagMs = 60 * MINUTE_MS;

    const run = await story.run();

    expect((await story.schedule()).nextStartTime).toBe(run.reachedUntil);
    expect(Date.parse(run.reachedUntil ?? '')).toBeLessThan(Date.parse(run.endTime));
  });

  it('never moves the cursor over a gap', async () => {
    const cursor = iso(Date.now() - 5 * DAY_MS);
    const story = await house.story({ orders: 3, cursor });

    const run = await story.run({ startTime: iso(story.clock.now - DAY_MS) });

    expect(run).toMatchObject({ lane: 'live', outcome: 'succeeded' });
    expect((await story.schedule()).nextStartTime).toBe(cursor);
  });

  it('never moves the cursor back when a backfill ends after a live run has gone on', async () => {
    const story = await house.story({ orders: 3 });
    const first = await story.run();
    // The backfill freezes its window, beyond the cursor that it finds, then must wait; a live run passes it.
    story.clock.advance(10 * MINUTE_MS);
    story.amazon.faults.next(4, 'unavailable', 'searchOrders');
    await story.start({ startTime: iso(story.clock.now - 40 * DAY_MS) });
    const backfills = story.executions.splice(0);
    story.clock.advance(20 * MINUTE_MS);
    const live = await story.run();
    story.executions.push(...backfills);
    await story.carryOn();

    expect(first.endTime < live.endTime).toBe(true);
    expect((await story.schedule()).nextStartTime).toBe(live.endTime);
    expect((await story.schedule()).backfillLease).toBeUndefined();
  });

  it('begins with the shop’s since, or with the start time of its first run', async () => {
    const since = iso(Date.now() - 3 * DAY_MS);
    const withSince = await house.story({ shop: { since } });
    const withStart = await house.story({ shop: { since } });

    expect(await withSince.run()).toMatchObject({ startTime: since, lane: 'live' });
    expect(await withStart.run({ startTime: '2026-11-01' })).toMatchObject({
      startTime: '2026-11-01T00:00:00.000Z',
      lane: 'live',
    });
  });

  it('is refused with a cure when it would begin in the future or at no time at all', async () => {
    const story = await house.story();

    await expect(story.start({ startTime: iso(story.clock.now + DAY_MS) })).rejects.toThrow(/lies in the future/);
    await expect(story.start({ startTime: 'yesterday' })).rejects.toThrow(/"yesterday" is no ISO 8601 time/);
    expect((await story.schedule()).liveLease).toBeUndefined();
  });

  it('is refused for the schedule of another sync: its cursor and memory mean something else', async () => {
    const story = await house.story();
    const { shopId } = story.shop;
    const scheduleId = `${shopId}-items`;
    await story.schedules.saveSettings({
      shopId,
      scheduleId,
      sync: 'items',
      expression: 'rate(6 hours)',
      enabled: true,
    });

    await expect(story.start({ scheduleId })).rejects.toThrow(`"${scheduleId}" of shop "${shopId}" is for items`);
    expect(searches(story)).toHaveLength(0);
  });
});

describe('one run at a time', () => {
  it('makes one run of two triggers, and says so', async () => {
    const story = await house.story({ orders: 5 });

    const results = await Promise.all([story.start(), story.start()]);

    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['skipped', 'succeeded']);
    expect(results.find(({ outcome }) => outcome === 'skipped')?.note).toMatch(/run/i);
    expect(searches(story)).toHaveLength(1);
  });

  it('resumes a run whose process died, with its window, instead of beginning another', async () => {
    const story = await house.story({ orders: 25 });
    story.amazon.faults.ordersOnPage = 10;
    let pages = 0;
    const means = story.means();
    const dying = {
      ...means,
      takeCalls: takingAfter(means.takeCalls, () => {
        pages += 1;
        if (pages === 2) throw new Error('the process dies');
      }),
    };
    await expect(story.start({}, dying)).rejects.toThrow('the process dies');
    const { liveLease } = await story.schedule();
    story.clock.advance(10 * MINUTE_MS);

    const resumed = await story.run();

    expect(resumed).toMatchObject({
      runId: liveLease?.runId,
      endTime: liveLease?.endTime,
      outcome: 'succeeded',
      read: 25,
    });
    expect(await story.rows('orders')).toHaveLength(25);
  });

  it('lets a late survivor change nothing', async () => {
    const story = await house.story({ orders: 5 });
    story.amazon.faults.next(4, 'unavailable', 'searchOrders');
    await story.start();
    const [waiting] = story.executions.splice(0);
    if (!waiting) throw new Error('nothing waits');
    story.clock.advance(60 * MINUTE_MS);
    const resumed = await story.run();
    const after = await story.schedule();

    story.executions.push(waiting);
    await story.carryOn();

    expect(resumed.runId).toBe(waiting.input.runId);
    expect(await story.schedule()).toEqual(after);
    expect(await story.newestRun()).toEqual(resumed);
  });

  it('lets a late survivor change nothing while the run that it lost goes on', async () => {
    const story = await house.story({ orders: 5 });
    story.amazon.faults.next(4, 'unavailable', 'searchOrders');
    await story.start();
    const [late] = story.executions.splice(0);
    if (!late) throw new Error('nothing waits');
    story.clock.advance(60 * MINUTE_MS);
    // Taken over, and waiting again, when the first one comes back.
    story.amazon.faults.next(4, 'unavailable', 'searchOrders');
    await story.start();
    const before = [await story.schedule(), await story.newestRun()];
    const resumed = story.executions.splice(0);
    story.executions.push(late);
    await story.carryOn();

    expect([await story.schedule(), await story.newestRun()]).toEqual(before);
    story.executions.push(...resumed);
    await story.carryOn();
    expect(await story.newestRun()).toMatchObject({ runId: late.input.runId, outcome: 'succeeded', stored: 5 });
  });

  it('skips a trigger that comes while the run waits in its state machine', async () => {
    const story = await house.story({ orders: 5 });
    story.amazon.faults.next(4, 'unavailable', 'searchOrders');
    const { runId = '' } = await story.start();
    const asked = searches(story).length;

    const trigger = await story.start();

    expect(trigger).toMatchObject({ outcome: 'skipped' });
    expect(searches(story)).toHaveLength(asked);
    await story.carryOn();
    expect(await story.runs.find(story.scheduleId, runId)).toMatchObject({ outcome: 'succeeded' });
  });

  it('leaves a step that comes back the time to do its work: a trigger that comes just before it is skipped', async () => {
    const story = await house.story({ orders: 5 });
    story.amazon.faults.next(4, 'unavailable', 'searchOrders');
    await story.start();
    const [waiting] = story.executions;
    if (waiting?.input.state !== 'waiting') throw new Error('nothing waits');

    // As late as the step may be: it ran for as long as a function may.
    story.clock.now = Date.parse(waiting.input.waitUntil) + story.means().functionTimeoutMs;

    expect(await story.start()).toMatchObject({ outcome: 'skipped', note: expect.stringContaining('under way') });
    story.clock.advance(3 * MINUTE_MS);
    expect(await story.start()).toMatchObject({ runId: waiting.input.runId });
  });

  it('begins no stretch of work that its invocation may not end', async () => {
    const story = await house.story({ orders: 5 });

    const { outcome } = await story.start({}, story.means({ timeLeftMs: () => 74_000 }));

    expect(outcome).toBe('waiting');
    expect(searches(story)).toHaveLength(0);
    await story.carryOn();
    expect(await story.newestRun()).toMatchObject({ outcome: 'succeeded', read: 5 });
  });

  it('goes on in another execution after a thousand loops: Step Functions ends one at 25,000 events', async () => {
    const story = await house.story({ orders: 5 });
    story.amazon.faults.next(8, 'unavailable', 'searchOrders');
    await story.start();
    const [first] = story.executions.splice(0);
    if (first?.input.state !== 'waiting') throw new Error('nothing waits');
    story.clock.now = Date.parse(first.input.waitUntil);

    const { state } = await takeStep({ ...first.input, loops: 999 }, story.means());

    expect(state).toBe('ended');
    const { runId } = first.input;
    expect(story.executions).toMatchObject([
      { name: `${runId}-2`, input: { runId, part: 2, loops: 0, state: 'waiting' } },
    ]);
    await story.carryOn();
    expect(await story.newestRun()).toMatchObject({ runId, part: 2, outcome: 'succeeded', read: 5 });
  });

  it('writes the row of a backfill whose process died before it could, and carries it on', async () => {
    const story = await house.story({ orders: 3 });
    await story.run();
    const startTime = iso(story.clock.now - 40 * DAY_MS);
    // Its first write is the lease, its second the row.
    for (let at = 0; (await story.schedule()).backfillLease === undefined; at++) {
      const dynamo = house.dynamo.connect();
      crashAt([dynamo], { at, when: 'after' });
      await story.start({ startTime }, story.means({ dynamo })).catch(() => undefined);
    }
    const { runId = '' } = (await story.schedule()).backfillLease ?? {};
    expect(await story.runs.find(story.scheduleId, runId)).toBeUndefined();

    story.clock.advance(60 * MINUTE_MS);
    await story.run();

    expect(await story.runs.find(story.scheduleId, runId)).toMatchObject({
      lane: 'backfill',
      outcome: 'succeeded',
      read: 3,
    });
    expect((await story.schedule()).backfillLease).toBeUndefined();
  });

  it('resumes an abandoned backfill when the live lane fires', async () => {
    const story = await house.story({ orders: 3 });
    await story.run();
    story.amazon.faults.next(4, 'unavailable', 'searchOrders');
    const { runId = '' } = await story.start({ startTime: iso(story.clock.now - 40 * DAY_MS) });
    story.executions.splice(0);
    story.clock.advance(60 * MINUTE_MS);

    await story.run();

    expect(await story.runs.find(story.scheduleId, runId)).toMatchObject({ outcome: 'succeeded', lane: 'backfill' });
  });

  it('goes on with its own run when the abandoned one cannot be resumed', async () => {
    const story = await house.story({ orders: 3 });
    const { abandoned } = await leaveBackfillLying(story, 40 * DAY_MS);
    story.amazon.faults.next(4, 'unavailable', 'searchOrders');
    const means = story.means();
    const refusing: typeof means = {
      ...means,
      startExecution: (input) =>
        input.lane === 'backfill' ? Promise.reject(new Error('throttled')) : means.startExecution(input),
    };

    const { outcome, runId = '' } = await story.start({}, refusing);

    expect(outcome).toBe('waiting');
    await story.carryOn();
    expect(await story.runs.find(story.scheduleId, runId)).toMatchObject({ lane: 'live', outcome: 'succeeded' });
    // A later firing tries again.
    story.clock.advance(20 * MINUTE_MS);
    await story.run();
    expect(await story.runs.find(story.scheduleId, abandoned)).toMatchObject({ outcome: 'succeeded' });
  });

  it('begins the backfill that is asked for after an abandoned one of another window, which it ends first', async () => {
    const story = await house.story({ orders: 3 });
    const { abandoned } = await leaveBackfillLying(story, 2 * DAY_MS);
    const asked = iso(story.clock.now - 60 * DAY_MS);

    const { outcome, runId = '' } = await story.start({ startTime: asked });

    expect(outcome).toBe('succeeded');
    expect(await story.runs.find(story.scheduleId, runId)).toMatchObject({ startTime: asked, lane: 'backfill' });
    expect(await story.runs.find(story.scheduleId, abandoned)).toMatchObject({ outcome: 'succeeded' });
    // One that asks for no more than the abandoned run reads is answered with that run.
    const { abandoned: longer } = await leaveBackfillLying(story, 50 * DAY_MS);
    const within = await story.start({ startTime: iso(story.clock.now - 49 * DAY_MS) });
    expect(within).toMatchObject({ outcome: 'succeeded', runId: longer });
  });

  it('says that the backfill asked for has not begun while an abandoned one of another window must wait', async () => {
    const story = await house.story({ orders: 3 });
    const { abandoned } = await leaveBackfillLying(story, 2 * DAY_MS);
    const run = await story.runs.find(story.scheduleId, abandoned);
    story.amazon.faults.next(4, 'unavailable', 'searchOrders');

    const answer = await story.start({ startTime: iso(story.clock.now - 60 * DAY_MS) });

    expect(answer).toEqual({
      outcome: 'skipped',
      note: `Run ${abandoned}, from ${run?.startTime} to ${run?.endTime}, was left lying and is carried on first. Ask again when it has ended.`,
    });
    await story.carryOn();
    expect(await story.runs.find(story.scheduleId, abandoned)).toMatchObject({ outcome: 'succeeded' });
  });
});

describe('the usage plan', () => {
  it('waits in the state machine when it is spent, with no 429 at all', async () => {
    const story = await house.story({ orders: 50, speed: 1 });
    story.amazon.faults.ordersOnPage = 2;

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', read: 50, calls: { searchOrders: 25 } });
    expect(run.part).toBe(1);
    expect(searches(story).filter(({ status }) => status === 429)).toEqual([]);
  });

  it('believes a 429 more than its books, and comes back once', async () => {
    const story = await house.story({ orders: 5, speed: 1 });
    story.amazon.faults.next(1, 'throttle', 'searchOrders');

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', calls: { searchOrders: 2 } });
    // Its bucket was empty for us too: the second call came a whole interval of the plan later.
    const [first, second] = searches(story).map(({ time }) => Date.parse(time));
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(1000 / 0.0056);
  });

  it('leaves five slots of the bucket to the live lane', async () => {
    const story = await house.story({ orders: 50, speed: 1 });
    story.amazon.faults.ordersOnPage = 2;
    await story.schedules.setFirstCursor({
      ...story.shop,
      scheduleId: story.scheduleId,
      startTime: iso(story.clock.now - 10 * MINUTE_MS),
    });

    await story.start({ startTime: iso(story.clock.now - 40 * DAY_MS) });

    expect(searches(story)).toHaveLength(15);
    await story.start();
    expect(searches(story)).toHaveLength(16);
  });
});

describe('a dead page token', () => {
  it('is replaced by what is left of the window, when pages came in order', async () => {
    const story = await house.story({ orders: 35 });
    story.amazon.faults.ordersOnPage = 10;
    const means = story.means();
    let pages = 0;
    const expiring = {
      ...means,
      takeCalls: takingAfter(means.takeCalls, () => {
        pages += 1;
        if (pages === 2) story.amazon.faults.expirePageTokens();
      }),
    };

    await story.start({}, expiring);

    const run = await story.newestRun();
    expect(run).toMatchObject({ outcome: 'succeeded', stored: 35 });
    expect(await story.rows('orders')).toHaveLength(35);
    expect(searches(story)).toHaveLength(2 + 1 + 2);
  });

  it('makes the window be read in halves, when pages came in no order', async () => {
    const story = await house.story({ orders: 35 });
    story.amazon.faults.ordersOnPage = 10;
    story.amazon.faults.unsortedOrders = true;
    const means = story.means();
    let pages = 0;
    const expiring = {
      ...means,
      takeCalls: takingAfter(means.takeCalls, () => {
        pages += 1;
        if (pages === 2) story.amazon.faults.expirePageTokens();
      }),
    };

    await story.start({}, expiring);

    expect(await story.newestRun()).toMatchObject({ outcome: 'succeeded' });
    expect(await story.rows('orders')).toHaveLength(35);
  });

  it('leaves no hole where Amazon looked less far for one half than for the other', async () => {
    const story = await house.story({ cursor: iso(Date.now() - 90 * MINUTE_MS) });
    for (let minutes = 80; minutes >= 10; minutes -= 5)
      story.account.placeOrder({}, new Date(story.clock.now - minutes * MINUTE_MS));
    const behind = iso(story.clock.now - 60 * MINUTE_MS);
    story.amazon.faults.ordersOnPage = 10;
    story.amazon.faults.unsortedOrders = true;
    const means = story.means();
    let calls = 0;
    const expiring = {
      ...means,
      takeCalls: takingAfter(means.takeCalls, () => {
        calls += 1;
        // Amazon falls an hour behind while the first half is read, and has caught up for the second.
        if (calls === 1) story.amazon.faults.expirePageTokens();
        story.amazon.faults.searchLagMs = calls === 1 || calls === 2 ? story.clock.now - Date.parse(behind) : 0;
      }),
    };

    await story.start({}, expiring);

    expect(await story.newestRun()).toMatchObject({ outcome: 'succeeded', reachedUntil: behind });
    expect((await story.schedule()).nextStartTime).toBe(behind);
    await story.run();
    expect(await story.rows('orders')).toHaveLength(15);
  });
});

describe('when Amazon is down or refuses', () => {
  it('tries again in the process, and then in the state machine', async () => {
    const story = await house.story({ orders: 5 });
    story.amazon.faults.next(5, 'internal-error', 'searchOrders');

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', stored: 5, calls: { searchOrders: 6 }, unavailable: 0 });
  });

  it('fails after some waiting, says what to do, and leaves the cursor', async () => {
    const story = await house.story({ orders: 5 });
    story.amazon.faults.next(100, 'unavailable', 'searchOrders');

    const run = await story.run();

    expect(run).toMatchObject({
      outcome: 'failed',
      error: { name: 'SpApiUnavailableError', cure: expect.stringContaining('Try again later') },
    });
    const schedule = await story.schedule();
    expect(schedule.nextStartTime).toBeUndefined();
    expect(schedule.liveLease).toBeUndefined();
  });

  it('leaves the cursor when it fails after its first pages: what it has not read is read by the next', async () => {
    const cursor = iso(Date.now() - 20 * DAY_MS);
    const story = await house.story({ orders: 25, cursor });
    story.amazon.faults.ordersOnPage = 10;
    const means = story.means();
    let pages = 0;
    const failing = {
      ...means,
      takeCalls: takingAfter(means.takeCalls, () => {
        pages += 1;
        if (pages === 1) story.amazon.faults.next(100, 'unavailable', 'searchOrders');
      }),
    };

    await story.start({}, failing);
    await story.carryOn();

    expect(await story.newestRun()).toMatchObject({ outcome: 'failed', read: 10 });
    expect((await story.schedule()).nextStartTime).toBe(cursor);
  });

  it('renews an access token that has died, and asks once more', async () => {
    const story = await house.story({ orders: 5 });
    const means = story.means();
    await story.start({}, means);
    story.amazon.faults.expireAccessTokens();
    story.clock.advance(20 * MINUTE_MS);

    await story.start({}, means);

    expect(searches(story).map(({ status }) => status)).toEqual([200, 403, 200]);
  });

  it('pauses a shop whose seller has withdrawn the grant, and goes on by itself when it is given again', async () => {
    const story = await house.story({ orders: 5 });
    story.amazon.faults.revokedSellers.add(story.shop.sellerId);

    expect(await story.run()).toMatchObject({ outcome: 'failed', error: { name: 'LwaGrantRevokedError' } });
    expect(await story.start()).toMatchObject({ outcome: 'skipped', note: expect.stringContaining('invalid_grant') });
    story.amazon.faults.revokedSellers.clear();
    story.clock.advance(61 * MINUTE_MS);

    expect(await story.run()).toMatchObject({ outcome: 'succeeded', stored: 5 });
    expect((await story.shops.find(story.shop.shopId))?.paused).toBeUndefined();
  });

  it.each([
    { named: true, calls: 2 },
    { named: false, calls: 10 },
  ])(
    'leaves out a dataset that it is refused (named: $named), remembers it and asks again in a day',
    async ({ named, calls }) => {
      const story = await house.story({ orders: 5 });
      const refusal = { sellerId: story.shop.sellerId, dataset: 'FULFILLMENT', named };
      story.amazon.faults.refusedDatasets.push(refusal);

      const first = await story.run();
      story.clock.advance(30 * MINUTE_MS);
      const second = await story.run();
      story.amazon.faults.refusedDatasets.length = 0;
      // Firings in between do not put the day off.
      story.clock.advance(12 * 60 * MINUTE_MS);
      await story.run();
      story.clock.advance(13 * 60 * MINUTE_MS);
      const probing = await story.run();

      expect(first).toMatchObject({ outcome: 'succeeded', stored: 5, notes: [expect.stringContaining('FULFILLMENT')] });
      expect(first.calls.searchOrders).toBeLessThanOrEqual(calls);
      expect(second).toMatchObject({ calls: { searchOrders: 1 }, notes: [expect.stringContaining('FULFILLMENT')] });
      expect(probing).toMatchObject({ calls: { searchOrders: 1 }, notes: [] });
      expect(searches(story).at(-1)?.query).toMatchObject({ includedData: expect.stringContaining('FULFILLMENT') });
    },
  );

  it('fails a request that is refused whatever it asks for', async () => {
    const story = await house.story({ orders: 5, shop: { marketplaceIds: ['A1PA6795UKMFR9'] } });

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'failed', error: { name: 'SpApiRejectedError' } });
    expect(run.calls.searchOrders).toBeLessThanOrEqual(3);
  });
});

/** After a run, a backfill of the last `agoMs` whose process has died, an hour ago. */
async function leaveBackfillLying(story: OrdersStory, agoMs: number): Promise<{ abandoned: string }> {
  if ((await story.schedule()).nextStartTime === undefined) await story.run();
  story.amazon.faults.next(4, 'unavailable', 'searchOrders');
  const { runId = '' } = await story.start({ startTime: iso(story.clock.now - agoMs) });
  story.executions.splice(0);
  story.clock.advance(60 * MINUTE_MS);
  return { abandoned: runId };
}

/** Runs `then` after each stretch of work that made a call: between two pages, that is. */
function takingAfter(take: () => Record<string, number>, then: () => void) {
  return () => {
    const calls = take();
    if (Object.keys(calls).length > 0) then();
    return calls;
  };
}
