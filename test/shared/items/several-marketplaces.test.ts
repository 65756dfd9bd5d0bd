import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeStep } from '../../../shared/sync/take-step.ts';
import { startItemsHouse } from '../../support/report-houses.ts';
import { MARKETPLACE, type SyncHouse, type SyncStory } from '../../support/sync-house.ts';

const HOUR_MS = 3_600_000;
const LISTINGS = 'GET_MERCHANT_LISTINGS_ALL_DATA';
const MARKETPLACES = [MARKETPLACE, 'A2EUQ1WTGCTBG2', 'A1AM78C64UM0Y8'];

let house: SyncHouse;
beforeAll(async () => {
  house = await startItemsHouse();
});
afterAll(() => house.stop());

const sellsIn = (marketplaceIds: readonly string[], listings = 6) =>
  house.story({
    seller: { listings, marketplaceIds: [...marketplaceIds] },
    shop: { marketplaceIds: [...marketplaceIds] },
    speed: 1,
  });

/** How many listings, and how many SKUs in stock, the table has of each marketplace. */
async function countsOf(story: SyncStory) {
  const rows = await story.rows('items');
  const of = (marketplaceId: string, part: 'listing' | 'stock') =>
    rows.filter((row) => row.marketplaceId === marketplaceId && row[part] !== undefined).length;
  return MARKETPLACES.map((marketplaceId) => [of(marketplaceId, 'listing'), of(marketplaceId, 'stock')]);
}
const stocked = (story: SyncStory) =>
  MARKETPLACES.map((marketplaceId) => [6, story.account.listStock(marketplaceId).length]);
const askedFor = ({ amazon }: SyncStory, operation: string) =>
  amazon.requests.filter(({ operationId }) => operationId === operation);

describe('a marketplace that must wait', () => {
  it('leaves the others their turn in a run, and is the first in the next', async () => {
    const story = await sellsIn(MARKETPLACES);
    Object.assign(story.amazon.faults.inventory, { pageSize: 3, tokenLifetimeMs: -1 });

    const outcomes: (string | undefined)[] = [];
    const counts: number[][][] = [];
    for (let n = 0; n < 3; n += 1) {
      outcomes.push((await story.run()).outcome);
      counts.push(await countsOf(story));
      story.clock.advance(6 * HOUR_MS);
    }

    // One inventory report in half an hour: every run has time for one marketplace's.
    const [inAll] = stocked(story);
    expect(counts[0]?.map(([listings]) => listings)).toEqual([6, 6, 6]);
    expect(counts.map((each) => each.filter(([, stock]) => stock === inAll?.[1]).length)).toEqual([1, 2, 3]);
    expect(outcomes).toEqual(['skipped', 'skipped', 'skipped']);
    expect((await story.schedule()).nextStartTime).toBeUndefined();
  });

  it('has its report made while the others’ are asked for and read', async () => {
    const story = await sellsIn(MARKETPLACES);
    story.amazon.faults.reports.nextReports(1, 'stays-in-progress', LISTINGS);

    const { outcome } = await story.start();
    const asked = askedFor(story, 'createReport').length;
    const means = story.means();
    for (let input = story.executions.splice(0)[0]?.input, steps = 0; input && steps < 3; steps += 1) {
      story.clock.advance(60_000);
      input = await takeStep(input, means);
    }

    expect([outcome, asked]).toEqual(['waiting', 3]);
    expect(await countsOf(story)).toEqual([[0, 0], ...stocked(story).slice(1)]);
  });

  it('is waited for when that is short and nothing else is left, and the run succeeds', async () => {
    const story = await sellsIn(MARKETPLACES);

    const run = await story.run();

    expect(run.outcome).toBe('succeeded');
    expect(await countsOf(story)).toEqual(stocked(story));
    expect((await story.schedule()).nextStartTime).toBe(run.endTime);
  });
});

describe('a marketplace that fails', () => {
  it('fails the run when the others have been read, hands those on, and moves no cursor', async () => {
    const story = await sellsIn(MARKETPLACES);
    story.amazon.faults.reports.nextReports(1, 'fatal', LISTINGS);

    const failed = await story.run();
    const batches = await story.batches();
    const after = await countsOf(story);
    const { nextStartTime } = await story.schedule();
    story.clock.advance(6 * HOUR_MS);
    const next = await story.run();

    expect(failed).toMatchObject({ outcome: 'failed', error: { name: 'ReportFatalError' } });
    expect(failed.error?.cure).toContain('the next run asks again');
    expect(failed.notes).toContain(
      `The listings of ${MARKETPLACE} could not be read (ReportFatalError); the others were not held up.`,
    );
    expect(after.map(([listings]) => listings)).toEqual([0, 6, 6]);
    expect(new Set(batches.flatMap(({ records }) => records.map(({ marketplaceId }) => marketplaceId))).size).toBe(3);
    expect(nextStartTime).toBeUndefined();
    expect(next.outcome).toBe('succeeded');
    expect((await countsOf(story)).map(([listings]) => listings)).toEqual([6, 6, 6]);
  });

  it('does so too when another cools down meanwhile', async () => {
    const story = await sellsIn(MARKETPLACES);
    Object.assign(story.amazon.faults.inventory, { pageSize: 3, tokenLifetimeMs: -1 });
    story.amazon.faults.reports.nextReports(1, 'fatal', LISTINGS);

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'failed', error: { name: 'ReportFatalError' } });
    expect(run.notes.join()).toContain('be asked for again at');
  });
});
