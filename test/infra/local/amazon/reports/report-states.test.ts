import { describe, expect, it } from 'vitest';
import type { ReportFate } from '../../../../../infra/local/amazon/reports/report-switches.ts';
import {
  ALL_ORDERS,
  createReport,
  download,
  FBA_INVENTORY,
  FBA_RETURNS,
  findDocument,
  LISTINGS,
  makeReport,
  MERCHANT_RETURNS,
  readReport,
  REPORTS,
  UNTIL_DONE,
} from '../../../../support/amazon-reports.ts';
import { callAmazon } from '../../../../support/call-amazon.ts';
import { DAY, HOUR, MINUTE, startTestAmazon, type TestAmazon } from '../../../../support/test-amazon.ts';

describe('the life of a report', () => {
  it('goes by the clock: ten seconds in the queue, twenty in the making, then done', async () => {
    await using given = await startTestAmazon();
    const { body } = await createReport(given);
    const states = [];

    for (const ms of [9_999, 1, 19_999, 1]) {
      given.pass(ms);
      const { processingStatus, processingStartTime, processingEndTime, reportDocumentId } = await readReport(
        given,
        body.reportId,
      );
      states.push([processingStatus, processingStartTime, processingEndTime, reportDocumentId !== undefined]);
    }

    const start = '2026-03-10T12:00:10.000Z';
    expect(states).toEqual([
      ['IN_QUEUE', undefined, undefined, false],
      ['IN_PROGRESS', start, undefined, false],
      ['IN_PROGRESS', start, undefined, false],
      ['DONE', start, '2026-03-10T12:00:30.000Z', true],
    ]);
  });

  it('is shorter at speed, and as long as one likes', async () => {
    await using fast = await startTestAmazon({}, { speed: 1000 });
    await using slow = await startTestAmazon({}, { reportTimes: { queuedMs: HOUR, processingMs: HOUR } });
    const reportIds = [await createReport(fast), await createReport(slow)].map(({ body }) => body.reportId);

    fast.pass(30);
    slow.pass(2 * HOUR - 1);
    await slow.signIn();

    expect((await readReport(fast, reportIds[0] ?? '')).processingStatus).toBe('DONE');
    expect((await readReport(slow, reportIds[1] ?? '')).processingStatus).toBe('IN_PROGRESS');
  });

  it.each([
    [LISTINGS, 90],
    [ALL_ORDERS, 30],
  ])('of %s ends after %i days, and that of its document', async (reportType, days) => {
    await using given = await startTestAmazon({ orders: 5 });
    const report = await makeReport(given, { reportType });
    given.pass(days * DAY - UNTIL_DONE);
    await given.signIn();
    const onLastDay = [(await readReport(given, report.reportId)).reportId, (await findDocument(given, report)).status];

    given.pass(1);
    const { status } = await callAmazon(given, `GET ${REPORTS}/${report.reportId}`);

    expect(onLastDay).toEqual([report.reportId, 200]);
    expect([status, (await findDocument(given, report)).status]).toEqual([404, 404]);
  });

  it('is the seller’s own', async () => {
    await using given = await startTestAmazon();
    const { body } = await createReport(given);
    await using other = await startTestAmazon({ sellerId: 'AOTHERSELLER' });

    expect((await callAmazon(other, `GET ${REPORTS}/${body.reportId}`)).status).toBe(404);
  });
});

describe('what is in a report', () => {
  it('is what there was when its making began', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const { body } = await createReport(given);

    given.pass(10_000);
    given.account.addListing({ sellerSku: 'IN-TIME' });
    given.pass(1);
    given.account.addListing({ sellerSku: 'TOO-LATE' });
    given.pass(UNTIL_DONE);

    const { url } = (await findDocument(given, await readReport(given, body.reportId))).body;
    const { text } = await download(url);
    expect(text).toContain('IN-TIME');
    expect(text).not.toContain('TOO-LATE');
  });

  it('stays, whatever happens', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const report = await makeReport(given);
    const before = await download((await findDocument(given, report)).body.url);

    given.account.removeListing('MUG-BLUE-2');
    given.pass(HOUR - MINUTE);
    const after = await download((await findDocument(given, report)).body.url);

    expect(after.bytes).toEqual(before.bytes);
  });

  it('stays even when it was made and seen at the very moment of a change', async () => {
    await using given = await startTestAmazon({ listings: 3 }, { reportTimes: { queuedMs: 0, processingMs: 0 } });
    const report = await readReport(given, (await createReport(given)).body.reportId);
    const before = await download((await findDocument(given, report)).body.url);

    given.account.removeListing('MUG-BLUE-2');
    const after = await download((await findDocument(given, report)).body.url);

    expect(after.bytes).toEqual(before.bytes);
    expect(before.text).toContain('MUG-BLUE-2');
  });
});

describe('a window without data', () => {
  it.each([FBA_RETURNS, MERCHANT_RETURNS, ALL_ORDERS])('ends %s as CANCELLED', async (reportType) => {
    await using given = await startTestAmazon();

    const report = await makeReport(given, { reportType });

    expect(report).toMatchObject({ processingStatus: 'CANCELLED', processingEndTime: '2026-03-10T12:00:30.000Z' });
    expect(report.reportDocumentId).toBeUndefined();
  });

  it.each([LISTINGS, FBA_INVENTORY])('leaves %s a header', async (reportType) => {
    await using given = await startTestAmazon();
    const report = await makeReport(given, { reportType });

    const { text } = await download((await findDocument(given, report)).body.url);

    expect(text.trim().split('\n')).toHaveLength(1);
  });

  it('is what the default dates ask for', async () => {
    await using given = await startTestAmazon({ fbaReturns: 20 });
    const noDates = { reportType: FBA_RETURNS, dataStartTime: undefined, dataEndTime: undefined };

    expect((await makeReport(given, noDates)).processingStatus).toBe('CANCELLED');
  });
});

const cancel = (given: TestAmazon, reportId: string) => callAmazon(given, `DELETE ${REPORTS}/${reportId}`);

describe('cancelReport', () => {
  it('cancels a report in the queue, for good', async () => {
    await using given = await startTestAmazon();
    const { body } = await createReport(given);

    const { status } = await cancel(given, body.reportId);
    given.pass(UNTIL_DONE);
    const report = await readReport(given, body.reportId);

    expect(status).toBe(200);
    expect(report.processingStatus).toBe('CANCELLED');
    expect(report.reportDocumentId).toBeUndefined();
    expect(report.processingStartTime).toBeUndefined();
  });

  it.each([10_000, 30_000])('refuses one that is %i ms old', async (ms) => {
    await using given = await startTestAmazon();
    const { body } = await createReport(given);
    given.pass(ms);

    const { status, error } = await cancel(given, body.reportId);

    expect([status, error?.code]).toEqual([400, 'InvalidInput']);
  });

  it('refuses one that is not there', async () => {
    await using given = await startTestAmazon();

    expect((await cancel(given, '1')).status).toBe(404);
  });
});

describe('a report that goes wrong', () => {
  it.each<[ReportFate, string, boolean]>([
    ['fatal', 'FATAL', true],
    ['fatal-without-document', 'FATAL', false],
    ['cancelled', 'CANCELLED', false],
    ['stays-in-queue', 'IN_QUEUE', false],
    ['stays-in-progress', 'IN_PROGRESS', false],
    ['done-without-document', 'DONE', false],
  ])('can be %s', async (fate, processingStatus, hasDocument) => {
    await using given = await startTestAmazon({ listings: 3 });
    given.amazon.faults.reports.nextReports(1, fate, LISTINGS);
    given.amazon.faults.reports.nextReports(1, 'cancelled', 'GET_SOMETHING_ELSE');
    const { body } = await createReport(given);

    given.pass(30 * MINUTE);
    const report = await readReport(given, body.reportId);

    expect(report.processingStatus).toBe(processingStatus);
    expect(report.reportDocumentId !== undefined).toBe(hasDocument);
    expect((await makeReport(given)).processingStatus).toBe('DONE');
  });

  it('says why in a document, when it is FATAL', async () => {
    await using given = await startTestAmazon();
    given.amazon.faults.reports.nextReports(1, 'fatal');
    const report = await makeReport(given);

    const { text } = await download((await findDocument(given, report)).body.url);

    expect(JSON.parse(text)).toEqual({ errorDetails: expect.stringContaining(LISTINGS) });
  });
});
