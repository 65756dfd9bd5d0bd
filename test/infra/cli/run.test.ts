import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type AziPlace, type AziResult, aziPlace, runsOf, startAzi } from '../../support/azi.ts';
import { startDownstream } from '../../support/downstream.ts';

const MINUTES = 60_000;

describe('azi run, with nothing given', { timeout: 5 * MINUTES }, () => {
  let place: AziPlace;
  let first: AziResult;
  beforeAll(async () => {
    place = await aziPlace();
    first = await startAzi(['run', 'orders', 'fulfillment-outbound', '--json'], { place }).ended();
  }, 5 * MINUTES);
  afterAll(() => place[Symbol.asyncDispose]());

  it('reads, stores and delivers the demo seller’s orders, and prints one document', () => {
    expect(runsOf(first)).toEqual([
      {
        shopId: 'demo',
        sync: 'orders',
        outcome: 'succeeded',
        window: { startTime: expect.stringMatching(/Z$/), endTime: expect.stringMatching(/Z$/) },
        read: 121,
        stored: 121,
        unchanged: 0,
        quarantined: 0,
        batches: 3,
        delivered: 121,
        deadLettered: 0,
        pii: expect.objectContaining({ present: expect.any(Number) }),
        calls: { searchOrders: 2 },
        notes: [],
        error: null,
      },
      expect.objectContaining({ sync: 'fulfillment-outbound' }),
    ]);
    expect(first.code).toBe(0);
  });

  it('has Amazon ship one order, and delivers its tracking number, in the same run', async () => {
    expect(runsOf(first)[1]).toMatchObject({
      outcome: 'succeeded',
      read: 1,
      stored: 1,
      batches: 1,
      delivered: 1,
      calls: { createOrder: 1, listOrders: 1 },
      notes: [],
    });
    const listed = await startAzi(['outbound', 'list', '--shop', 'demo', '--json'], { place }).ended();
    expect(JSON.parse(listed.stdout)).toMatchObject({
      orders: [
        {
          orderId: 'DEMO-1',
          shipments: [{ packages: [{ carrierCode: 'UPS', trackingNumber: expect.stringMatching(/^1Z/) }] }],
        },
      ],
    });
  });

  it('reads nothing new the second time, remembers what Amazon has shipped, and tells a person so', async () => {
    const second = await startAzi(['run', 'orders', 'fulfillment-outbound'], { place }).ended();

    expect(second.code).toBe(0);
    expect(second.stdout).toContain('read       0 orders in 1 call to Amazon (searchOrders 1)');
    expect(second.stdout).toContain('read       1 order in 1 call to Amazon (listOrders 1)');
    expect(second.stdout).not.toContain('shipped  ');
    expect(second.stdout).toContain('Nothing had changed since the run before: nothing was stored, nothing sent.');
  });

  it('reads again from a start time, and stores nothing twice', async () => {
    const startTime = new Date(Date.now() - 40 * 24 * 60 * MINUTES).toISOString().slice(0, 10);
    const again = await startAzi(['run', 'orders', '--json', '--start-time', startTime], { place }).ended();

    expect(again.code).toBe(0);
    expect(runsOf(again)).toMatchObject([
      { read: 121, stored: 0, unchanged: 121, batches: 0, window: { startTime: `${startTime}T00:00:00.000Z` } },
    ]);
  });

  it('leaves a state that status reads at rest', async () => {
    const status = await startAzi(['status', '--json'], { place }).ended();

    expect(status.code).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({
      shops: [
        {
          shopId: 'demo',
          paused: null,
          syncs: expect.arrayContaining([
            expect.objectContaining({ sync: 'orders', undelivered: 0, deadLetters: 0, running: [] }),
          ]),
        },
      ],
      queued: expect.objectContaining({ orders: 0 }),
    });
  });

  it('hands everything out again on request, and waits until it has arrived', async () => {
    const again = await startAzi(['redeliver', 'demo', 'orders', '--json'], { place }).ended();

    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ records: 121, batches: 3, unknown: [], undelivered: null });
  });

  it('remembers the downstream that it was given, and does not call it a success when that refuses a record', async () => {
    const downstream = await startDownstream();
    onTestFinished(() => downstream.stop());
    const environment = { AZI_DOWNSTREAM_SECRET: downstream.secret };
    const run = await startAzi(['run', 'orders', '--downstream', downstream.url], { place, environment }).ended();
    expect(run.code).toBe(0);

    let refused: unknown;
    downstream.answer(({ batch: { records } }) => {
      refused ??= records[0]?.orderId;
      return { status: records.some(({ orderId }) => orderId === refused) ? 422 : 204 };
    });
    const again = await startAzi(['redeliver', 'demo', 'orders'], { place }).ended();

    expect(again.stdout).toContain('121 of 121 records handed out again in 3 batches.');
    expect(again.stdout).toContain('Downstream has refused 1 of them: dead letters now. See azi dead-letters list.');
    expect(again.code).toBe(1);
    const offered = downstream.deliveries.flatMap(({ batch }) => batch.records.map(({ orderId }) => orderId));
    expect(new Set(offered).size).toBe(121);
  });
});
