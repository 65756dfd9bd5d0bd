import { afterAll, beforeAll, expect, it } from 'vitest';
import { startItemsHouse } from '../../support/report-houses.ts';
import type { SyncHouse, SyncStory } from '../../support/sync-house.ts';

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
