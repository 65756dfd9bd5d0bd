import { afterAll, beforeAll, expect, it } from 'vitest';
import { dieAndGoOn, endState, reportsAsked, sameStory } from '../../support/report-crashes.ts';
import { startReturnsHouse } from '../../support/report-houses.ts';
import type { SyncHouse } from '../../support/sync-house.ts';

let house: SyncHouse;
beforeAll(async () => {
  house = await startReturnsHouse();
});
afterAll(() => house.stop());

/** Two returns of one source, one with two items of the other, all in the window of the first run. */
async function story() {
  const told = await sameStory(house, { listings: 3 });
  told.account.addFbaReturn({ returnDate: '2026-11-18T12:00:00.000Z', licensePlateNumber: 'LPN1' });
  told.account.addFbaReturn({
    returnDate: '2026-11-19T12:00:00.000Z',
    licensePlateNumber: 'LPN2',
    customerComments: 'too small',
  });
  told.account.addMerchantReturn({ returnRequestDate: '2026-11-19T15:00:00.000Z', amazonRmaId: 'RMA1' });
  return told;
}

/** Every eleventh call: all of them take two minutes. */
const STEP = 11;

it.each([
  ['before', 0],
  ['after', 3],
] as const)(
  'ends in the same state wherever the process dies %s a call, and asks for no report twice',
  async (when, first) => {
    const calm = await story();
    await calm.run();
    const expected = await endState(calm, 'returns');
    expect(expected).toMatchObject({
      rows: { length: 4 },
      buyers: { length: 1 },
      handedOut: { length: 4 },
      cursor: 'moved',
      oldestRun: 'succeeded',
    });

    let deaths = 0;
    for (let at = first; ; at += STEP) {
      const given = await story();
      if ((await dieAndGoOn(house, given, { at, when })) === 'survived') break;
      const { asked, wanted } = await reportsAsked(given);
      expect(await endState(given, 'returns'), `died ${when} call ${at}`).toEqual(expected);
      expect(asked, `died ${when} call ${at}`).toBe(wanted);
      deaths += 1;
    }

    expect(deaths * STEP).toBeGreaterThan(60);
  },
);
