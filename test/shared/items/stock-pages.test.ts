import { afterAll, beforeAll, expect, it } from 'vitest';
import { startItemsHouse } from '../../support/report-houses.ts';
import type { SyncHouse, SyncStory } from '../../support/sync-house.ts';

const DAY_MS = 24 * 60 * 60_000;

let house: SyncHouse;
beforeAll(async () => {
  house = await startItemsHouse();
});
afterAll(() => house.stop());

const pagesAsked = ({ amazon }: SyncStory) =>
  amazon.requests.filter(({ operationId }) => operationId === 'getInventorySummaries').length;

/** Many pages of stock; after every `pages` calls the next four are answered with `fault`. */
async function storyWithFaults({ pages, fault }: { pages: number; fault: 'throttle' | 'unavailable' }) {
  const story = await house.story({ seller: { listings: 60 }, speed: 1 });
  story.amazon.faults.inventory.pageSize = 5;
  let last = 0;
  const timeLeftMs = () => {
    const asked = pagesAsked(story);
    if (asked - last >= pages) {
      last = asked;
      story.amazon.faults.next(4, fault, 'getInventorySummaries');
    }
    return 300_000;
  };
  return { story, means: story.means({ timeLeftMs }) };
}

it('goes on where it was when Amazon throttles every few pages, and counts what it wrote', async () => {
  const { story, means } = await storyWithFaults({ pages: 7, fault: 'throttle' });

  const { runId = '' } = await story.start({}, means);
  await story.carryOn(means);

  const run = await story.runs.find(story.scheduleId, runId);
  const rows = await story.rows('items');
  const stocked = rows.filter(({ stock }) => stock !== undefined);
  const versions = rows.reduce((sum, { version }) => sum + Number(version), 0);
  expect(run).toMatchObject({ outcome: 'succeeded', stored: versions, unchanged: 0 });
  expect(stocked).toHaveLength(story.account.listStock().length);
  expect(pagesAsked(story)).toBeLessThan(60);
});

it('reads a delta to its end as one where a sweep falls due in its middle, and sweeps the next time', async () => {
  const story = await house.story({ seller: { listings: 60 }, speed: 1 });
  story.amazon.faults.inventory.pageSize = 5;
  await story.run();
  const due = Date.parse((await story.newestRun()).startedAt) + DAY_MS;
  const stocks = story.account.listStock();
  for (const { sellerSku } of stocks.slice(0, 12)) story.account.setStock(sellerSku, { fulfillable: 4711 });
  const [last] = stocks.slice(-1);
  story.account.setStock(last?.sellerSku ?? '', { inboundShipped: 815 });

  // Amazon takes half a minute to make the listings report: ten seconds are left when the pages begin.
  story.clock.now = due - 40_000;
  const before = pagesAsked(story);
  let [leftWhenBegun, asked] = [0, 0];
  const timeLeftMs = () => {
    if (pagesAsked(story) === before) leftWhenBegun = due - story.clock.now;
    else story.clock.now = Math.max(story.clock.now, due);
    // Each invocation has time for a page or two.
    return asked++ % 3 === 0 ? 80_000 : 10_000;
  };
  const means = story.means({ timeLeftMs });
  await story.start({}, means);
  await story.carryOn(means);
  const afterDelta = JSON.stringify(await story.rows('items'));
  story.clock.advance(6 * 3_600_000);
  await story.run();

  expect(leftWhenBegun).toBeGreaterThan(0);
  expect(leftWhenBegun).toBeLessThan(20_000);
  expect(story.amazon.requests.filter(({ status }) => status === 400)).toEqual([]);
  expect(afterDelta).toContain('"fulfillableQuantity":4711');
  expect(afterDelta).not.toContain('"inboundShippedQuantity":815');
  expect(JSON.stringify(await story.rows('items'))).toContain('"inboundShippedQuantity":815');
});
