import { describe, expect, it } from 'vitest';
import { anew } from '../../../shared/reports/anew.ts';
import { spoilt } from '../../../shared/reports/spoilt.ts';
import { fetchReport, type ReportStand } from '../../../shared/reports/fetch-report.ts';
import type { WantedReport } from '../../../shared/reports/wanted-report.ts';
import { SpApiUnavailableError } from '../../../shared/sp-api/sp-api-error.ts';
import { FBA_RETURNS, MERCHANT_RETURNS, MONTH, SHIPPING_ORDERS } from '../../support/amazon-reports.ts';
import type { ReportRoom } from '../../support/report-room.ts';
import { useReportRooms } from '../../support/report-rooms.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const US = 'ATVPDKIKX0DER';
const CANADA = 'A2EUQ1WTGCTBG2';

const { room, wish, listings, documents } = useReportRooms();

/** Minutes to the moment at which the stand says to look again. */
const minutesUntil = (stand: ReportStand, given: ReportRoom) =>
  'until' in stand ? (stand.until.getTime() - given.now()) / MINUTE : undefined;

/** Somebody else has asked for the very report of {@link wish}. */
const requestElsewhere = (given: ReportRoom, at?: Date) =>
  given.house.given.account.requestReportElsewhere({
    reportType: MERCHANT_RETURNS,
    marketplaceIds: [US],
    dataStartTime: new Date(MONTH.dataStartTime),
    dataEndTime: new Date(MONTH.dataEndTime),
    ...(at && { at }),
  });

describe('a report in the making', () => {
  it('is looked at again after pauses that grow to five minutes, and is asked for once', async () => {
    await using given = await room();
    given.house.given.amazon.faults.reports.nextReports(1, 'stays-in-queue');

    const pauses: (number | undefined)[] = [];
    for (let look = 0; look < 10; look += 1) {
      const stand = await given.fetch(wish());
      if (stand.stand !== 'working') throw new Error(`the report is ${stand.stand}`);
      pauses.push(minutesUntil(stand, given));
      given.house.given.pass(stand.until.getTime() - given.now());
    }

    expect(pauses).toEqual([0.5, 0.5, 0.75, 1, 1.5, 2, 3, 5, 5, 5]);
    expect(given.asked()).toBe(1);
  });

  it.each(['stays-in-queue', 'stays-in-progress'] as const)('that %s for twelve hours is given up', async (fate) => {
    await using given = await room();
    given.house.given.amazon.faults.reports.nextReports(1, fate);
    await given.fetch(wish());

    given.house.given.pass(12 * HOUR - 1);
    expect(await given.fetch(wish())).toMatchObject({ stand: 'working' });
    given.house.given.pass(2);
    await expect(given.fetch(wish())).rejects.toThrow('was not finished within twelve hours');

    expect(await given.fetchDone(wish())).toMatchObject({ report: { adopted: false } });
    expect(given.asked()).toBe(2);
  });
});

describe('a wish that two have at once', () => {
  it('is asked for once, and both have it', async () => {
    await using given = await room();

    const stands = await Promise.all([given.fetch(wish()), given.fetch(wish())]);
    const [one, other] = await Promise.all([given.fetchDone(wish()), given.fetchDone(wish())]);

    expect(stands.map(({ stand }) => stand)).toEqual(['working', 'working']);
    expect(one.report.reportId).toBe(other.report.reportId);
    expect(given.asked()).toBe(1);
  });
});

describe('a report that is there', () => {
  it.each([
    ['running', 5_000],
    ['done', 29 * MINUTE],
  ])('and %s is adopted where type, marketplaces and exact window are the same', async (_, passed) => {
    await using given = await room();
    const elsewhere = requestElsewhere(given);
    given.house.given.pass(passed);

    const { report } = await given.fetchDone(wish());

    expect(report).toMatchObject({ reportId: elsewhere.reportId, adopted: true });
    expect(given.asked()).toBe(0);
  });

  it('and still running is adopted however long Amazon has been at work on it', async () => {
    await using given = await room();
    given.house.given.amazon.faults.reports.nextReports(1, 'stays-in-progress');
    const { reportId } = requestElsewhere(given);
    given.house.given.pass(11 * HOUR);
    await given.house.given.signIn();

    await given.fetch(wish());

    expect(await given.means.ledger.find(wish())).toMatchObject({ reportId, adopted: true });
    expect(given.asked()).toBe(0);
  });

  it.each(['ingested', 'found to be of no use'])(
    'and was %s for a wish of other options is left alone',
    async (how) => {
      await using given = await room();
      const other = wish({ reportOptions: { custom: 'true' } });
      const { row } = await given.fetchDone(other);
      const done = how === 'ingested' ? anew({ ...row, ingestedReportId: row.reportId }) : spoilt(row);
      await given.means.ledger.save(done);

      const { report } = await given.fetchDone(wish());

      expect(report.reportId).not.toBe(row.reportId);
      expect(given.asked()).toBe(2);
    },
  );

  it.each<[string, Partial<WantedReport>]>([
    ['another type', { reportType: 'GET_XML_RETURNS_DATA_BY_RETURN_DATE' }],
    ['another marketplace', { marketplaceIds: [CANADA] }],
    ['one marketplace more', { marketplaceIds: [US, CANADA] }],
    ['a window that begins a second later', { dataStartTime: '2026-02-08T12:00:01Z' }],
    ['a window that ends a second sooner', { dataEndTime: '2026-03-10T11:59:59Z' }],
    ['options, which Amazon does not tell', { reportOptions: { custom: 'true' } }],
  ])('is of no use for %s', async (_, other) => {
    await using given = await room();
    requestElsewhere(given);

    await given.fetchDone(wish(other));

    expect(given.asked()).toBe(1);
  });

  it('and was ingested already, or was done half an hour ago, is of no use either', async () => {
    await using given = await room();
    const { row, report } = await given.fetchDone(listings());
    await given.means.ledger.save(anew({ ...row, ingestedReportId: report.reportId }));

    const second = await given.fetchDone(listings());
    await given.means.ledger.save(anew(second.row));
    given.house.given.pass(31 * MINUTE);
    const third = await given.fetchDone(listings());

    expect(new Set([report.reportId, second.report.reportId, third.report.reportId]).size).toBe(3);
    expect(given.asked()).toBe(3);
  });
});

describe('a report whose asking got no answer', () => {
  it.each([
    ['at once', 0],
    ['hours later, when the report is no longer fresh', 3 * HOUR],
  ])('is found at Amazon %s and not asked for again', async (_, passed) => {
    await using given = await room();
    given.house.given.amazon.faults.next(1, 'lost-answer', 'createReport');
    await expect(given.fetch(wish())).rejects.toThrow(SpApiUnavailableError);
    given.house.given.pass(passed);

    const { report } = await given.fetchDone(wish());

    expect(report.adopted).toBe(false);
    expect(given.asked()).toBe(1);
  });

  it('is found though Amazon’s clock is a minute behind ours', async () => {
    await using given = await room();
    const row = await given.means.ledger.find(wish());
    await given.means.ledger.save({
      ...row,
      state: 'requesting',
      adopted: false,
      requestedAt: new Date(given.now()).toISOString(),
    });
    const { reportId } = requestElsewhere(given, new Date(given.now() - MINUTE));

    await given.fetch(wish());

    expect(await given.means.ledger.find(wish())).toMatchObject({ reportId, adopted: false });
    expect(given.asked()).toBe(0);
  });

  it('and that never came to be is asked for anew, after the minute in which it might still show', async () => {
    await using given = await room();
    given.house.given.amazon.faults.next(1, 'reset', 'createReport');
    await expect(given.fetch(wish())).rejects.toThrow(SpApiUnavailableError);

    const stand = await given.fetch(wish());
    const askedWithin = given.asked();
    const wait = minutesUntil(stand, given);
    await given.fetchDone(wish());

    expect([stand.stand, wait, askedWithin]).toEqual(['working', 1, 1]);
    expect(given.asked()).toBe(2);
  });
});

describe('CANCELLED', () => {
  it.each([MERCHANT_RETURNS, FBA_RETURNS])('is no data where nobody had asked: %s', async (reportType) => {
    await using given = await room({});
    await given.fetch(wish({ reportType }));
    given.house.given.pass(MINUTE);

    expect(await given.fetch(wish({ reportType }))).toEqual({ stand: 'no-data' });
    expect(await given.fetch(wish({ reportType }))).toEqual({ stand: 'no-data' });
    expect(given.asked()).toBe(1);
  });

  it('inside a cool-down keeps the window open until a full one has passed, and asks then', async () => {
    await using given = await room();
    given.house.given.amazon.faults.reports.nextReports(1, 'cancelled', FBA_RETURNS);
    await given.fetch(wish({ reportType: FBA_RETURNS }));
    const createdAt = given.now();
    given.house.given.account.requestReportElsewhere({ reportType: FBA_RETURNS, at: new Date(createdAt - HOUR) });
    given.house.given.pass(MINUTE);

    const stand = await given.fetch(wish({ reportType: FBA_RETURNS }));
    const soon = await given.fetch(wish({ reportType: FBA_RETURNS }));
    given.house.given.pass(4 * HOUR + MINUTE);
    const { report } = await given.fetchDone(wish({ reportType: FBA_RETURNS }));

    expect(stand).toEqual({ stand: 'cooling-down', until: new Date(createdAt + 4 * HOUR + MINUTE) });
    expect(soon).toEqual(stand);
    expect(report.adopted).toBe(false);
    expect(given.asked()).toBe(2);
  });

  it('is no data where another had asked a full cool-down before', async () => {
    await using given = await room({});
    const at = new Date(given.now() - 4 * HOUR);
    await given.fetch(wish({ reportType: FBA_RETURNS }));
    given.house.given.account.requestReportElsewhere({ reportType: FBA_RETURNS, at });
    given.house.given.pass(MINUTE);

    expect(await given.fetch(wish({ reportType: FBA_RETURNS }))).toEqual({ stand: 'no-data' });
  });
});

describe('FATAL', () => {
  it.each([
    ['fatal', /ended FATAL: Error in report request/],
    ['fatal-without-document', /ended FATAL, without an explanation/],
  ] as const)('%s is told in Amazon’s words, and the next look asks anew', async (fate, words) => {
    await using given = await room();
    given.house.given.amazon.faults.reports.nextReports(1, fate);
    await given.fetch(wish());
    given.house.given.pass(MINUTE);

    await expect(given.fetch(wish())).rejects.toThrow(words);
    await given.fetchDone(wish());

    expect(given.asked()).toBe(2);
  });

  it('keeps the cool-down of its type', async () => {
    await using given = await room();
    given.house.given.amazon.faults.reports.nextReports(1, 'fatal', FBA_RETURNS);
    await given.fetch(wish({ reportType: FBA_RETURNS }));
    given.house.given.pass(MINUTE);
    await expect(given.fetch(wish({ reportType: FBA_RETURNS }))).rejects.toThrow('FATAL');

    const stand = await given.fetch(wish({ reportType: FBA_RETURNS }));

    expect([stand.stand, minutesUntil(stand, given)]).toEqual(['cooling-down', 4 * 60 + 1]);
    expect(given.asked()).toBe(1);
  });
});

describe('a cool-down', () => {
  it('is known of the report that we asked for, though Amazon does not show it yet', async () => {
    await using given = await room();
    await given.fetch(wish({ reportType: FBA_RETURNS }));
    const { spApi } = given.house.means;
    const blind: Pick<typeof spApi, 'call'> = {
      call: (operation, ...rest) =>
        operation.operationId === 'getReports'
          ? Promise.resolve({ body: { reports: [] } })
          : spApi.call(operation, ...rest),
    };
    const another = wish({ reportType: FBA_RETURNS, dataEndTime: '2026-03-09T12:00:00Z' });

    const stand = await fetchReport(another, { ...given.means.reportsOver(blind), lane: 'live' });

    expect(stand).toEqual({ stand: 'cooling-down', until: new Date(given.now() + 4 * HOUR + MINUTE) });
    expect(given.asked()).toBe(1);
  });
});

describe('a document', () => {
  it('that lies in the bucket is not fetched again', async () => {
    await using given = await room();
    const first = await given.fetchDone(wish());
    given.house.given.pass(DAY);

    expect(await given.fetch(wish())).toEqual(first);
    expect(given.asked()).toBe(1);
  });

  it('that the bucket has forgotten is asked for anew, once', async () => {
    await using given = await room();
    const first = await given.fetchDone(wish());
    given.house.given.pass(DAY);
    await given.forget(first.report.document.s3Key);

    const second = await given.fetchDone(wish());

    expect(second.report.reportId).not.toBe(first.report.reportId);
    expect(await documents()).toContain(second.report.document.s3Key);
    expect(given.asked()).toBe(2);
  });

  it.each([
    [SHIPPING_ORDERS, 29],
    [MERCHANT_RETURNS, 89],
  ])('of %s is not relied on after %d days: the bucket forgets it the day after', async (reportType, days) => {
    await using given = await room();
    given.house.given.account.placeOrder({}, new Date(given.now() - DAY));
    await given.fetchDone(wish({ reportType }));

    given.house.given.pass(days * DAY);
    await given.fetch(wish({ reportType }));
    const before = given.asked();
    given.house.given.pass(1);
    await given.house.given.signIn();
    await given.fetch(wish({ reportType }));

    expect([before, given.asked()]).toEqual([1, 2]);
  });
});
