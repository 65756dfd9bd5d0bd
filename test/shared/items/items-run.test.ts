import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeStep } from '../../../shared/sync/take-step.ts';
import { endState, sameStory } from '../../support/report-crashes.ts';
import { startItemsHouse } from '../../support/report-houses.ts';
import { MARKETPLACE, type SyncHouse, type SyncStory } from '../../support/sync-house.ts';

const HOUR_MS = 3_600_000;
const LISTINGS = 'GET_MERCHANT_LISTINGS_ALL_DATA';

let house: SyncHouse;
beforeAll(async () => {
  house = await startItemsHouse();
});
afterAll(() => house.stop());

const calls = ({ amazon }: SyncStory, operation: string) =>
  amazon.requests.filter(({ operationId }) => operationId === operation);
const item = async (story: SyncStory, sku: string) => (await story.rows('items')).find((row) => row.sku === sku);

/** A story whose first run is over, and its queue empty. */
async function afterFirstRun(listings = 30) {
  const story = await house.story({ seller: { listings }, speed: 1 });
  expect(await story.run()).toMatchObject({ outcome: 'succeeded', quarantined: 0 });
  await story.batches();
  story.clock.advance(7 * HOUR_MS);
  return story;
}

describe('a run of items', () => {
  it('stores every listing with its stock, and hands them on as products', async () => {
    const story = await house.story({ seller: { listings: 30 }, speed: 1 });

    const run = await story.run();

    expect(run.outcome).toBe('succeeded');
    const rows = await story.rows('items');
    expect(rows.filter(({ listing }) => listing !== undefined)).toHaveLength(30);
    const inStock = rows.filter(({ stock }) => stock !== undefined);
    expect(inStock.length).toBeGreaterThan(5);
    const records = (await story.batches()).flatMap((batch) => batch.records);
    const [{ sku } = { sku: '' }] = inStock;
    expect(records.filter((record) => record.sku === sku).at(-1)).toMatchObject({
      key: `${MARKETPLACE}#${String(sku)}`,
      marketplaceId: MARKETPLACE,
      asin: expect.any(String),
      itemName: expect.any(String),
      active: true,
      stock: { inventoryDetails: { fulfillableQuantity: expect.any(Number) } },
    });
  });

  it('passes over a report whose bytes are the same, and costs no write', async () => {
    const story = await afterFirstRun();

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', stored: 0, batches: 0 });
    expect(run.notes.join()).toContain('byte for byte');
  });

  it('writes the listing that changed and no other', async () => {
    const story = await afterFirstRun();
    const [listing] = story.account.listListings();
    story.account.changeListing(listing?.sellerSku ?? '', { price: '99.01' });

    const run = await story.run();

    expect(run.stored).toBe(1);
    expect((await story.batches()).flatMap(({ records }) => records)).toMatchObject([
      { sku: listing?.sellerSku, price: '99.01' },
    ]);
  });

  it('learns of changed stock from the delta, and of inbound quantities from the daily sweep', async () => {
    const story = await afterFirstRun();
    const { startedAt } = await story.newestRun();
    const [one, other] = story.account.listStock();
    story.account.setStock(one?.sellerSku ?? '', { fulfillable: 4711 });
    story.account.setStock(other?.sellerSku ?? '', { inboundShipped: 815 });

    await story.run();
    const afterDelta = await item(story, other?.sellerSku ?? '');
    // A day after the sweep began, not after the delta: with a run every six hours no day passes without one.
    story.clock.now = Date.parse(startedAt) + 24 * HOUR_MS;
    await story.run();

    expect(await item(story, one?.sellerSku ?? '')).toMatchObject({
      stock: { inventoryDetails: { fulfillableQuantity: 4711 } },
    });
    expect(JSON.stringify(afterDelta)).not.toContain('"inboundShippedQuantity":815');
    expect(JSON.stringify(await item(story, other?.sellerSku ?? ''))).toContain('"inboundShippedQuantity":815');
  });

  it('learns of stock that Amazon shows late: deltas begin ten minutes before the cursor', async () => {
    const story = await house.story({ seller: { listings: 6 }, speed: 1 });
    const { endTime } = await story.run();
    const [one] = story.account.listStock();
    story.clock.now = Date.parse(endTime) - 9 * 60_000;
    story.account.setStock(one?.sellerSku ?? '', { fulfillable: 4711 });
    story.clock.now = Date.parse(endTime) + 6 * HOUR_MS;

    await story.run();

    expect(await item(story, one?.sellerSku ?? '')).toMatchObject({
      stock: { inventoryDetails: { fulfillableQuantity: 4711 } },
    });
  });

  it('starts over when page tokens die, and then takes the inventory report', async () => {
    const story = await house.story({ seller: { listings: 40 }, speed: 1 });
    story.amazon.faults.inventory.pageSize = 5;
    story.amazon.faults.inventory.tokenLifetimeMs = -1;

    const run = await story.run();

    expect(run.outcome).toBe('succeeded');
    expect(run.notes.join()).toContain('inventory report');
    // The first page and the dead one after it, twice.
    expect(calls(story, 'getInventorySummaries')).toHaveLength(4);
    const stocked = (await story.rows('items')).filter(({ stock }) => stock !== undefined);
    expect(stocked.length).toBe(story.account.listStock().length);
  });

  it('has the fuller stock of the API again at the next sweep after a report had to do', async () => {
    const story = await house.story({ seller: { listings: 40 }, speed: 1 });
    Object.assign(story.amazon.faults.inventory, { pageSize: 5, tokenLifetimeMs: -1 });
    await story.run();
    const byReport = JSON.stringify(await story.rows('items'));
    story.amazon.faults.inventory.tokenLifetimeMs = 30_000;
    story.clock.advance(25 * HOUR_MS);

    await story.run();

    const stocks = (await story.rows('items')).flatMap(({ stock }) => (stock === undefined ? [] : [stock]));
    const fuller = stocks.filter((stock) => JSON.stringify(stock).includes('pendingCustomerOrderQuantity'));
    expect(byReport.match(/pendingCustomerOrderQuantity/g) ?? []).toHaveLength(0);
    expect([fuller.length, stocks.length]).toEqual([story.account.listStock().length, fuller.length]);
  });

  it('makes a listing inactive that a complete report no longer names', async () => {
    const story = await afterFirstRun();
    const [gone] = story.account.listListings();
    story.account.removeListing(gone?.sellerSku ?? '');

    const run = await story.run();

    expect(run.notes.join()).toContain('1 listings');
    expect(await item(story, gone?.sellerSku ?? '')).toMatchObject({ active: false });
    expect((await story.batches()).flatMap(({ records }) => records)).toMatchObject([
      { sku: gone?.sellerSku, active: false, status: 'Inactive' },
    ]);
  });

  it.each(['zero-rows', 'too-many-fields', 'missing-key'] as const)(
    'makes nothing inactive because of a report with %s',
    async (kind) => {
      const story = await afterFirstRun();
      const [gone] = story.account.listListings().slice(-1);
      story.account.removeListing(gone?.sellerSku ?? '');
      story.amazon.faults.reports.oddDocuments.push({ kind, reportType: LISTINGS });

      await story.run();

      expect((await story.rows('items')).filter(({ active }) => active === false)).toEqual([]);
    },
  );

  it('wants a second report before more than a fifth become inactive', async () => {
    const story = await afterFirstRun();
    const gone = story.account.listListings().slice(0, 10);
    for (const { sellerSku } of gone) story.account.removeListing(sellerSku);

    const first = await story.run();
    const afterFirst = (await story.rows('items')).filter(({ active }) => active === false);
    story.clock.advance(7 * HOUR_MS);
    story.account.addListing({ sellerSku: 'ANOTHER' });
    const second = await story.run();

    expect(first.notes.join()).toContain('until a second report agrees');
    expect(afterFirst).toEqual([]);
    expect(second.notes.join()).toContain('10 listings');
    expect((await story.rows('items')).filter(({ active }) => active === false)).toHaveLength(10);
  });

  it('takes a second report with the same bytes for one that agrees', async () => {
    const story = await afterFirstRun();
    for (const { sellerSku } of story.account.listListings().slice(0, 10)) story.account.removeListing(sellerSku);
    await story.run();
    story.clock.advance(7 * HOUR_MS);

    const second = await story.run();

    expect(second.notes.join()).toContain('10 listings');
    expect((await story.rows('items')).filter(({ active }) => active === false)).toHaveLength(10);
  });

  it('remembers its doubt through a run that failed later on', async () => {
    const story = await afterFirstRun();
    for (const { sellerSku } of story.account.listListings().slice(0, 10)) story.account.removeListing(sellerSku);
    story.amazon.faults.next(99, 'unavailable', 'getInventorySummaries');
    const failed = await story.run();
    story.amazon.faults.calls.length = 0;
    story.clock.advance(7 * HOUR_MS);

    await story.run();

    expect(failed.outcome).toBe('failed');
    expect((await story.rows('items')).filter(({ active }) => active === false)).toHaveLength(10);
  });

  it('makes nothing inactive because of two reports without a row, one after another', async () => {
    const story = await afterFirstRun();
    story.amazon.faults.reports.oddDocuments.push({ kind: 'zero-rows', reportType: LISTINGS });

    const first = await story.run();
    story.clock.advance(7 * HOUR_MS);
    const second = await story.run();

    expect([first, second].map(({ notes }) => notes.join().includes('has no rows: nothing was changed'))).toEqual([
      true,
      true,
    ]);
    expect((await story.rows('items')).filter(({ active }) => active === false)).toEqual([]);
  });

  it('reads a report again, bytes and all, of which a row went to quarantine', async () => {
    const story = await afterFirstRun();
    story.amazon.faults.reports.oddDocuments.push({ kind: 'too-many-fields', reportType: LISTINGS });
    await story.run();
    story.clock.advance(7 * HOUR_MS);

    const second = await story.run();

    expect(second.quarantined).toBe(1);
    expect(second.notes.join()).not.toContain('byte for byte');
  });

  it('says nothing of what is gone when a backfill has read a newer report meanwhile', async () => {
    const story = await afterFirstRun();
    const [gone] = story.account.listListings();
    story.account.removeListing(gone?.sellerSku ?? '');
    story.account.addListing({ sellerSku: 'NEW' });
    await story.start();
    // The step that ingests the listings has time for nothing else.
    const before = calls(story, 'getReportDocument').length;
    const timeLeftMs = () => (calls(story, 'getReportDocument').length > before ? 10_000 : 80_000);
    const [waiting] = story.executions.splice(0);
    if (!waiting) throw new Error('the run waits for nothing');
    story.clock.advance(60_000);
    const input = await takeStep(waiting.input, story.means({ timeLeftMs }));
    const goesOn = [...story.executions.splice(0), { name: 'next', input }];
    story.clock.advance(40 * 60_000);
    story.account.addListing({ sellerSku: gone?.sellerSku ?? '' });
    const backfill = await story.run({ startTime: new Date(story.clock.now - 24 * HOUR_MS).toISOString() });

    story.executions.push(...goesOn);
    await story.carryOn();

    const live = await story.runs.find(story.scheduleId, waiting.input.runId);
    expect(backfill).toMatchObject({ lane: 'backfill', outcome: 'succeeded' });
    expect(live?.notes.join()).toMatch(/Report \d+ has made way for another/);
    expect(live?.outcome).toBe('succeeded');
    expect(calls(story, 'createReport')).toHaveLength(3);
    expect((await story.rows('items')).filter(({ active }) => active === false)).toEqual([]);
  });

  it('comes to the same end over many short invocations as in one', async () => {
    const [calm, story] = [await sameStory(house, { listings: 80 }), await sameStory(house, { listings: 80 })];
    for (const { amazon } of [calm, story]) amazon.faults.inventory.pageSize = 10;
    const whole = await calm.run();
    let left = 0;
    // Each invocation has time for one stretch only.
    const timeLeftMs = () => (left++ % 3 === 0 ? 80_000 : 10_000);
    const means = story.means({ timeLeftMs });

    const { runId = '' } = await story.start({}, means);
    await story.carryOn(means);

    const run = await story.runs.find(story.scheduleId, runId);
    expect(run?.step).toBeGreaterThan(3);
    expect(run).toMatchObject({ outcome: 'succeeded', read: whole.read, stored: whole.stored });
    expect(await endState(story, 'items')).toEqual(await endState(calm, 'items'));
    expect(calls(story, 'createReport')).toHaveLength(1);
  });

  it('reads Japanese listings in their charset and under their own headers', async () => {
    const JAPAN = 'A1VC38T7YXB528';
    const story = await house.story({
      seller: { listings: 12, region: 'fe', marketplaceIds: [JAPAN] },
      shop: { region: 'fe', marketplaceIds: [JAPAN] },
      speed: 1,
    });

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', quarantined: 0 });
    const [row] = (await story.rows('items')).filter(({ listing }) => listing !== undefined);
    expect(JSON.stringify(row)).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
    expect(row).toMatchObject({ listing: { itemName: expect.any(String), price: expect.any(String) } });
  });
});
