import { describe, expect, it } from 'vitest';
import { fetchFresh } from '../../../infra/cli/fetch-fresh.ts';
import type { ReportStand } from '../../../shared/reports/fetch-report.ts';
import type { WantedReport } from '../../../shared/reports/wanted-report.ts';
import { FBA_RETURNS, LISTINGS, MERCHANT_RETURNS, MONTH } from '../../support/amazon-reports.ts';
import type { ReportRoom } from '../../support/report-room.ts';
import { useReportRooms } from '../../support/report-rooms.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const { room, wish } = useReportRooms();

/** One command: looks until there is an answer. */
async function ask(
  given: ReportRoom,
  over: Partial<WantedReport> = {},
  { speed } = { speed: 1 },
): Promise<ReportStand> {
  const means = { ...given.means.reportsOver(given.house.means.spApi), lane: 'backfill' as const, speed };
  const begunAt = given.now();
  for (;;) {
    const stand = await fetchFresh(wish(over), begunAt, means);
    if (stand.stand !== 'working') return stand;
    given.house.given.pass(stand.until.getTime() - given.now());
  }
}

const idOf = (stand: ReportStand) => (stand.stand === 'fetched' ? stand.report.reportId : stand.stand);

describe('a report that a person asks for', () => {
  it.each([
    ['of a window', MERCHANT_RETURNS, 29 * MINUTE, 1],
    ['of a window', MERCHANT_RETURNS, 31 * MINUTE, 2],
    ['of a window', MERCHANT_RETURNS, 80 * DAY, 2],
    ['of the present', LISTINGS, 29 * MINUTE, 1],
    ['of the present', LISTINGS, 31 * MINUTE, 2],
    ['that Amazon makes every four hours', FBA_RETURNS, 3 * HOUR, 1],
    ['that Amazon makes every four hours', FBA_RETURNS, 5 * HOUR, 2],
  ])('%s (%s), is asked for anew after %d ms as often as it is no longer fresh', async (_, reportType, ms, asked) => {
    await using given = await room();
    const first = idOf(await ask(given, { reportType }));
    given.house.given.pass(ms);
    await given.house.given.signIn();

    const second = idOf(await ask(given, { reportType }));

    expect([second === first, given.asked()]).toEqual([asked === 1, asked]);
  });

  it('and of which Amazon had nothing is asked for anew when that is half an hour ago', async () => {
    await using given = await room({});
    const first = await ask(given);
    const again = await ask(given);
    given.house.given.pass(31 * MINUTE);
    const later = await ask(given);

    expect([first.stand, again.stand, later.stand]).toEqual(['no-data', 'no-data', 'no-data']);
    expect(given.asked()).toBe(2);
  });

  it('that has run since somebody else wanted it is used where it is fresh', async () => {
    await using given = await room();
    await given.fetch(wish());
    given.house.given.pass(MINUTE);

    expect(idOf(await ask(given))).not.toBe('no-data');
    expect(given.asked()).toBe(1);
  });

  it.each([
    ['was done', undefined],
    ['was cancelled', 'cancelled'],
  ] as const)('and that %s long ago, while nobody looked, is asked for anew', async (_, fate) => {
    await using given = await room();
    if (fate) given.house.given.amazon.faults.reports.nextReports(1, fate);
    await given.fetch(wish());
    given.house.given.pass(2 * HOUR);
    await given.house.given.signIn();

    const stand = await ask(given);

    expect([stand.stand, given.asked()]).toEqual(['fetched', 2]);
  });

  it('and that has been in the making for long is waited for', async () => {
    await using given = await room();
    given.house.given.amazon.faults.reports.nextReports(1, 'stays-in-progress');
    const means = { ...given.means.reportsOver(given.house.means.spApi), lane: 'backfill' as const };
    // No other wish could adopt it: Amazon tells no options.
    const withOptions = wish({ reportOptions: { custom: 'true' } });
    await given.fetch(withOptions);
    given.house.given.pass(40 * MINUTE);

    const stand = await fetchFresh(withOptions, given.now(), means);

    expect([stand.stand, given.asked()]).toEqual(['working', 1]);
  });

  it('of which Amazon makes no other within hours is used, though a run has ingested it', async () => {
    await using given = await room();
    const { row, report } = await given.fetchDone(wish({ reportType: FBA_RETURNS }));
    await given.means.ledger.save({ ...row, ingestedReportId: report.reportId });
    given.house.given.pass(3 * HOUR);
    await given.house.given.signIn();

    expect(idOf(await ask(given, { reportType: FBA_RETURNS }))).toBe(report.reportId);
  });

  it('is adopted once in a simulation, whose half hours are short and whose fresh reports are not', async () => {
    await using given = await room();
    const [dataStartTime, dataEndTime] = [new Date(MONTH.dataStartTime), new Date(MONTH.dataEndTime)];
    const elsewhere = { reportType: MERCHANT_RETURNS, dataStartTime, dataEndTime };
    const { reportId } = given.house.given.account.requestReportElsewhere(elsewhere);
    given.house.given.pass(20 * MINUTE);

    expect([idOf(await ask(given, {}, { speed: 10 })), given.asked()]).toEqual([reportId, 0]);
  });

  it('says when Amazon made it', async () => {
    await using given = await room();
    const asked = given.now();

    const stand = await ask(given);
    given.house.given.pass(20 * MINUTE);
    const again = await ask(given);

    const madeAt = new Date(asked + 10_000).toISOString();
    for (const one of [stand, again]) expect(one).toMatchObject({ report: { processingStartTime: madeAt } });
  });
});
