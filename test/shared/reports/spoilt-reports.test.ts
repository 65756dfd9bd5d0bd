import { describe, expect, it } from 'vitest';
import { DocumentDamagedError } from '../../../shared/reports/documents/document-damaged-error.ts';
import { DocumentUnavailableError } from '../../../shared/reports/documents/document-unavailable-error.ts';
import { type FetchReportMeans, fetchReport, type ReportStand } from '../../../shared/reports/fetch-report.ts';
import { anew } from '../../../shared/reports/anew.ts';
import type { WantedReport } from '../../../shared/reports/wanted-report.ts';
import { SpApiThrottledError, SpApiUnavailableError } from '../../../shared/sp-api/sp-api-error.ts';
import { FBA_RETURNS, MERCHANT_RETURNS, UNTIL_DONE } from '../../support/amazon-reports.ts';
import type { ReportRoom } from '../../support/report-room.ts';
import { useReportRooms } from '../../support/report-rooms.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const { room, wish, listings } = useReportRooms();

/** Looks until something else than Amazon's work is the answer, or it fails. */
async function settle(
  given: ReportRoom,
  wanted: WantedReport,
  over: Partial<FetchReportMeans> = {},
): Promise<ReportStand> {
  const means = { ...given.means.reportsOver(given.house.means.spApi), lane: 'live' as const, ...over };
  for (;;) {
    const stand = await fetchReport(wanted, means);
    if (stand.stand !== 'working') return stand;
    given.house.given.pass(stand.until.getTime() - given.now());
  }
}

const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

describe('a report whose document is damaged, however often it is fetched', () => {
  const damaged = {
    download: () => Promise.reject(new DocumentDamagedError({ s3Key: 'reports/1', damages: ['gzip says so'] })),
  };

  it('is given up: the next run asks for another, and that one is what it gets', async () => {
    await using given = await room();

    expect(await failureOf(settle(given, listings(), damaged))).toMatchObject({
      name: 'DocumentDamagedError',
      cure: expect.stringContaining('The next run asks for another report'),
    });
    const { spoiltReportIds } = await given.means.ledger.find(listings());
    const { report } = await given.fetchDone(listings());

    expect([spoiltReportIds?.length, given.asked()]).toEqual([1, 2]);
    expect(report).toMatchObject({ adopted: false });
    expect(spoiltReportIds).not.toContain(report.reportId);
  });

  it('keeps the cool-down of its type', async () => {
    await using given = await room();
    await failureOf(settle(given, wish({ reportType: FBA_RETURNS }), damaged));

    const soon = await settle(given, wish({ reportType: FBA_RETURNS }));
    given.house.given.pass(4 * HOUR + MINUTE);
    const { report } = await given.fetchDone(wish({ reportType: FBA_RETURNS }));

    expect([soon.stand, report.adopted, given.asked()]).toEqual(['cooling-down', false, 2]);
  });
});

describe('a report that Amazon has lost', () => {
  /** Says 404 of every document. */
  const gone = {
    download: () =>
      Promise.reject(new DocumentUnavailableError({ s3Key: 'reports/1', answers: ['answered 404'], gone: true })),
  };

  it('ends the run, once each, and is asked for anew by the next', async () => {
    await using given = await room();

    const failures = [await failureOf(settle(given, wish(), gone)), await failureOf(settle(given, wish(), gone))];
    const { report } = await given.fetchDone(wish());

    for (const failure of failures) {
      expect(failure).toMatchObject({ name: 'ReportLostError', cure: expect.stringContaining('another report') });
      expect(String(failure)).not.toContain(report.reportId);
    }
    expect(given.asked()).toBe(3);
  });

  it('is one as well that is done and names no document', async () => {
    await using given = await room();
    given.house.given.amazon.faults.reports.nextReports(1, 'done-without-document');

    expect(await failureOf(settle(given, wish()))).toMatchObject({ name: 'ReportLostError' });
    await given.fetchDone(wish());
    expect(given.asked()).toBe(2);
  });

  it('long ago is asked for anew at once, for Amazon forgets', async () => {
    await using given = await room();
    await given.fetch(wish());
    given.house.given.pass(DAY + MINUTE);
    let tries = 0;
    const { download } = given.means.reportsOver(given.house.means.spApi);
    const goneOnce: Partial<FetchReportMeans> = {
      download: (wanted, report) => ((tries += 1) === 1 ? gone.download() : download(wanted, report)),
    };

    const stand = await settle(given, wish(), goneOnce);

    expect([stand.stand, given.asked()]).toEqual(['fetched', 2]);
  });

  it('and that does not show yet, right after it was asked for, is looked for again', async () => {
    await using given = await room();
    const row = await given.means.ledger.find(wish());
    const requestedAt = new Date(given.now()).toISOString();
    await given.means.ledger.save({ ...row, state: 'requested', reportId: '404', requestedAt });

    const stand = await given.fetch(wish());
    given.house.given.pass(MINUTE);

    expect(stand).toEqual({ stand: 'working', until: new Date(given.now()) });
    await expect(given.fetch(wish())).rejects.toThrow('Amazon has lost report 404');
  });
});

describe('a report whose asking got no answer', () => {
  /** Amazon never hears us. */
  const unheard = (given: ReportRoom, error: Error): Partial<FetchReportMeans> => {
    const { spApi } = given.house.means;
    const call: typeof spApi.call = (operation, ...rest) =>
      operation.operationId === 'createReport' ? Promise.reject(error) : spApi.call(operation, ...rest);
    return { spApi: { call } };
  };
  const lostAnswer = new SpApiUnavailableError({ operationId: 'createReport' }, 'no answer');

  it.each<[string, Partial<WantedReport>]>([
    ['with other options', { reportOptions: { custom: 'true' } }],
    ['with none', {}],
  ])('is not taken for one of another wish of ours %s', async (_, of) => {
    await using given = await room();
    const other = await given.fetchDone(listings({ reportOptions: { preferredReportDocumentLocale: 'ja_JP' } }));

    await failureOf(settle(given, listings(of), unheard(given, lostAnswer)));
    const { report } = await given.fetchDone(listings(of));

    expect(report.reportId).not.toBe(other.report.reportId);
    expect(given.asked()).toBe(2);
  });

  it('is not taken for the one that was ingested before', async () => {
    await using given = await room();
    const { row, report } = await given.fetchDone(listings());
    await given.means.ledger.save(anew({ ...row, ingestedReportId: report.reportId }));

    await failureOf(settle(given, listings(), unheard(given, lostAnswer)));
    const second = await given.fetchDone(listings());

    expect(second.report.reportId).not.toBe(report.reportId);
  });

  it('but a refusal for lack of slots was surely not heard: it is asked for again at once', async () => {
    await using given = await room();
    const throttled = new SpApiThrottledError({ operationId: 'createReport' }, new Date(given.now() + MINUTE));

    expect(await failureOf(settle(given, listings(), unheard(given, throttled)))).toBe(throttled);
    const { state, requestedAt } = await given.means.ledger.find(listings());
    await given.fetch(listings());

    expect([state, requestedAt, given.asked()]).toEqual(['wanted', undefined, 1]);
  });
});

describe('CANCELLED of a type without a known cool-down', () => {
  it('is "no data" only when it comes again after a pause, where somebody had just asked', async () => {
    await using given = await room({});
    given.house.given.account.requestReportElsewhere({ reportType: MERCHANT_RETURNS });
    given.house.given.pass(4 * MINUTE);
    await given.fetch(wish());
    const asked = given.now();
    given.house.given.pass(UNTIL_DONE);

    const first = await given.fetch(wish());
    const soon = await given.fetch(wish());
    const askedMeanwhile = given.asked();
    given.house.given.pass(asked + 6 * MINUTE - given.now());
    given.house.given.account.requestReportElsewhere({ reportType: MERCHANT_RETURNS });

    expect(first).toEqual({ stand: 'working', until: new Date(asked + 6 * MINUTE) });
    expect([soon, askedMeanwhile]).toEqual([first, 1]);
    expect(await settle(given, wish())).toEqual({ stand: 'no-data' });
    expect(given.asked()).toBe(2);
  });

  it('loses no data where it was only too soon', async () => {
    await using given = await room();
    given.house.given.account.requestReportElsewhere({ reportType: MERCHANT_RETURNS });
    given.house.given.amazon.faults.reports.nextReports(1, 'cancelled', MERCHANT_RETURNS);

    const stand = await settle(given, wish());

    expect([stand.stand, given.asked()]).toEqual(['fetched', 2]);
  });

  it('is "no data" at once where the type was asked for five minutes before', async () => {
    await using given = await room({});
    given.house.given.account.requestReportElsewhere({ reportType: MERCHANT_RETURNS });
    given.house.given.pass(5 * MINUTE);

    expect(await settle(given, wish())).toEqual({ stand: 'no-data' });
    expect(given.asked()).toBe(1);
  });
});

it('a cool-down counts from what any application asked for, whatever window it named', async () => {
  await using given = await room();
  given.house.given.account.requestReportElsewhere({ reportType: FBA_RETURNS });
  const askedAt = given.now();
  given.house.given.pass(HOUR);

  const stand = await given.fetch(wish({ reportType: FBA_RETURNS }));

  expect(stand).toEqual({ stand: 'cooling-down', until: new Date(askedAt + 4 * HOUR + MINUTE) });
  expect(given.asked()).toBe(0);
});
