import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReturnsHouse } from '../../support/report-houses.ts';
import type { SyncHouse, SyncStory } from '../../support/sync-house.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FBA = 'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA';
const MERCHANT = 'GET_XML_RETURNS_DATA_BY_RETURN_DATE';

let house: SyncHouse;
beforeAll(async () => {
  house = await startReturnsHouse();
});
afterAll(() => house.stop());

const iso = (time: number) => new Date(time).toISOString();

/** A shop whose cursor is so many days old, with three returns of each source since. */
async function story(days: number) {
  const told = await house.story({ seller: { listings: 3 }, speed: 1, cursor: iso(Date.now() - days * DAY_MS) });
  [days - 2, 20, 1].forEach((age, number) => {
    const date = iso(told.clock.now - age * DAY_MS);
    told.account.addFbaReturn({ returnDate: date, licensePlateNumber: `LPN${number}` });
    told.account.addMerchantReturn({ returnRequestDate: date, amazonRmaId: `RMA${number}` });
  });
  return told;
}

/** Amazon refuses one source's reports for good. */
const refuse = ({ amazon }: SyncStory, reportType: string) =>
  amazon.faults.reports.nextReports(20, 'fatal', reportType);

/** The windows of a source that the ledger knows, oldest first. */
async function windowsOf(told: SyncStory, reportType: string) {
  const keys = (await told.rows('reports')).map(({ reportKey }) => String(reportKey).split('#'));
  const windows = keys.filter(([type]) => type === reportType).map(([, , from = '', to = '']) => [from, to] as const);
  return windows.sort(([, one], [, other]) => one.localeCompare(other));
}
const keysOf = async (told: SyncStory) => (await told.rows('returns')).map(({ returnKey }) => String(returnKey)).sort();
/** The UTC day of a moment, or of one days before, begins so many hours ago. */
const daysBegin = (told: SyncStory, moment = '', days = 0) =>
  hoursAgo(told, `${iso(Date.parse(moment) - days * DAY_MS).slice(0, 10)}T00:00:00Z`);
const hoursAgo = (told: SyncStory, moment = '') => Math.round((told.clock.now - Date.parse(moment)) / HOUR_MS);

describe('a source that is refused for good', () => {
  it.each([
    ['merchant', MERCHANT, 'FBA#'],
    ['FBA', FBA, 'MERCHANT#'],
  ])('(%s) leaves the other its turn: all of it is read, stored and handed on', async (_, refused, other) => {
    const told = await story(70);
    refuse(told, refused);

    const runs = [await told.run()];
    told.clock.advance(6 * HOUR_MS);
    runs.push(await told.run());

    expect(runs.map(({ outcome, error }) => [outcome, error?.name])).toEqual(
      Array.from({ length: 2 }, () => ['failed', 'ReportFatalError']),
    );
    const keys = await keysOf(told);
    expect([keys.length, keys.every((key) => key.startsWith(other))]).toEqual([3, true]);
    const handedOut = (await told.batches()).flatMap(({ records }) => records.map(({ key }) => String(key)));
    expect(handedOut.sort()).toEqual(keys);
  });

  it('keeps the cursor where it was, and the other goes on from where it has come to', async () => {
    const told = await story(50);
    const { nextStartTime: cursor } = await told.schedule();
    refuse(told, MERCHANT);
    const first = await told.run();
    told.clock.advance(6 * HOUR_MS);

    const second = await told.run();

    const [fba, merchant] = [await windowsOf(told, FBA), await windowsOf(told, MERCHANT)];
    // The trailing past is read once a day: the second time it is the overlap only.
    expect(hoursAgo(told, fba.at(-1)?.[0])).toBe(6);
    expect(Date.parse(first.endTime) - Date.parse(fba.at(-1)?.[0] ?? '')).toBeGreaterThan(9 * 60_000);
    expect(Date.parse(merchant.at(-1)?.[0] ?? '')).toBeLessThan(Date.parse(cursor ?? ''));
    expect((await told.schedule()).nextStartTime).toBe(cursor);
    expect(second.notes).toContain(
      'The MERCHANT returns could not be read (ReportFatalError); the other source was not held up.',
    );
  });

  it('is read from the cursor on when Amazon gives it at last, and the cursor moves over both', async () => {
    const told = await story(50);
    refuse(told, MERCHANT);
    await told.run();
    told.clock.advance(6 * HOUR_MS);
    told.amazon.faults.reports.fates.length = 0;

    const run = await told.run();

    expect(run.outcome).toBe('succeeded');
    expect(await keysOf(told)).toHaveLength(6);
    expect((await told.schedule()).nextStartTime).toBe(`${run.endTime.slice(0, 19)}.000Z`);
  });

  it('has its trailing past read again by the next run, though not a day has passed', async () => {
    const told = await story(2);
    refuse(told, MERCHANT);
    await told.run();
    told.clock.advance(6 * HOUR_MS);
    told.amazon.faults.reports.fates.length = 0;

    await told.run();

    const [fba, merchant] = [await windowsOf(told, FBA), await windowsOf(told, MERCHANT)];
    expect(hoursAgo(told, fba.at(-1)?.[0])).toBe(6);
    // Sixty days, of which the last is today.
    const [from, to] = merchant.at(-1) ?? [];
    expect(hoursAgo(told, from)).toBe(daysBegin(told, to, 59));
  });
});

it('fails with the first of two failures when both sources are refused', async () => {
  const told = await story(2);
  told.amazon.faults.reports.nextReports(1, 'fatal', FBA);
  told.amazon.faults.reports.nextReports(1, 'fatal', MERCHANT);

  const run = await told.run();

  const failures = run.notes.filter((note) => note.includes('could not be read'));
  expect(failures).toHaveLength(2);
  const first = failures[0]?.includes('FBA') ? FBA : MERCHANT;
  expect(run).toMatchObject({ outcome: 'failed', error: { message: expect.stringContaining(first) } });
});

it('asks for one source’s report while the other’s is made', async () => {
  const told = await story(2);

  const { outcome } = await told.start();

  expect(outcome).toBe('waiting');
  expect(told.amazon.requests.filter(({ operationId }) => operationId === 'createReport')).toHaveLength(2);
});

it('goes on from where each source has come to when one had to wait for its cool-down', async () => {
  const told = await story(70);
  const first = await told.run();
  const { nextStartTime: after = '' } = await told.schedule();
  told.clock.advance(6 * HOUR_MS);

  const second = await told.run();

  const [fba, merchant] = [await windowsOf(told, FBA), await windowsOf(told, MERCHANT)];
  expect([first.outcome, second.outcome]).toEqual(['skipped', 'succeeded']);
  // The cursor moved over the first half, which was read of both.
  expect(Math.round(hoursAgo(told, after) / 24)).toBe(35);
  expect(Date.parse(fba.at(-1)?.[0] ?? '')).toBeLessThan(Date.parse(after));
  expect(hoursAgo(told, merchant.at(-1)?.[0])).toBe(daysBegin(told, iso(Date.parse(first.endTime) - 10 * 60_000)));
  expect(await keysOf(told)).toHaveLength(6);
});
