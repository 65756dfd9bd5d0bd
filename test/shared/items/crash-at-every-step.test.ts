import { afterAll, beforeAll, expect, it } from 'vitest';
import { dieAndGoOn, endState, reportsAsked, sameStory } from '../../support/report-crashes.ts';
import { startItemsHouse } from '../../support/report-houses.ts';
import type { SyncHouse } from '../../support/sync-house.ts';

const HOUR_MS = 3_600_000;

let house: SyncHouse;
beforeAll(async () => {
  house = await startItemsHouse();
});
afterAll(() => house.stop());

/** A first run is over; since then a listing has come, one has changed, one of six is gone, and stock has moved. */
async function story() {
  const told = await sameStory(house, { listings: 6 });
  await told.run();
  await told.batches();
  told.clock.advance(7 * HOUR_MS);
  const [gone, changed] = told.account.listListings();
  const [stock] = told.account.listStock();
  told.account.addListing({ sellerSku: 'NEW' });
  told.account.changeListing(changed?.sellerSku ?? '', { price: '99.01' });
  told.account.removeListing(gone?.sellerSku ?? '');
  told.account.setStock(stock?.sellerSku ?? '', { fulfillable: 4711 });
  return told;
}

/** Every eleventh call: all of them take two minutes. */
const STEP = 11;

it.each([
  ['before', 0],
  ['after', 3],
] as const)(
  'ends in the same state wherever the process dies %s a call, and each run asks for one report',
  async (when, first) => {
    const calm = await story();
    await calm.run();
    const expected = await endState(calm, 'items');
    expect(expected).toMatchObject({ handedOut: { length: 3 }, cursor: 'moved', oldestRun: 'succeeded' });

    let deaths = 0;
    for (let at = first; ; at += STEP) {
      const given = await story();
      if ((await dieAndGoOn(house, given, { at, when })) === 'survived') break;
      const { asked, runs } = await reportsAsked(given);
      expect(await endState(given, 'items'), `died ${when} call ${at}`).toEqual(expected);
      expect(asked, `died ${when} call ${at}`).toBe(runs);
      deaths += 1;
    }

    expect(deaths * STEP).toBeGreaterThan(40);
  },
);
