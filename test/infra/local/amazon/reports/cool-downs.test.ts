import { expect, it } from 'vitest';
import {
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
import { HOUR, MINUTE, startTestAmazon } from '../../../../support/test-amazon.ts';

it.each([
  [FBA_INVENTORY, 30 * MINUTE],
  [FBA_RETURNS, 4 * HOUR],
])('makes %s once in %i ms, whatever the window', async (reportType, coolDownMs) => {
  await using given = await startTestAmazon({ listings: 3, fbaReturns: 20 });
  const first = await makeReport(given, { reportType });

  given.pass(coolDownMs - UNTIL_DONE - 1);
  await given.signIn();
  const tooSoon = await makeReport(given, { reportType, dataStartTime: '2026-03-01T00:00:00Z' });
  const inTime = await makeReport(given, { reportType });

  expect([first, tooSoon, inTime].map((report) => report.processingStatus)).toEqual(['DONE', 'CANCELLED', 'DONE']);
});

it('ends a report that is asked for too soon as FATAL, with words, when it is told to', async () => {
  await using given = await startTestAmazon({ fbaReturns: 20 });
  given.amazon.faults.reports.tooSoon = 'fatal';
  await makeReport(given, { reportType: FBA_RETURNS });

  const report = await makeReport(given, { reportType: FBA_RETURNS });

  expect(report.processingStatus).toBe('FATAL');
  const { text } = await download((await findDocument(given, report)).body.url);
  expect(JSON.parse(text).errorDetails).toContain('240 minutes');
});

it('lets a report that came too soon, or was taken back, not count', async () => {
  await using given = await startTestAmazon({ listings: 3 });
  const { body } = await createReport(given, { reportType: FBA_INVENTORY });
  await callAmazon(given, `DELETE ${REPORTS}/${body.reportId}`);

  const first = await makeReport(given, { reportType: FBA_INVENTORY });
  given.pass(29 * MINUTE);
  await makeReport(given, { reportType: FBA_INVENTORY });
  given.pass(MINUTE);

  expect(first.processingStatus).toBe('DONE');
  expect((await makeReport(given, { reportType: FBA_INVENTORY })).processingStatus).toBe('DONE');
});

it('counts a report that had no data', async () => {
  await using given = await startTestAmazon({ fbaReturns: 20 });
  await makeReport(given, { reportType: FBA_RETURNS, dataStartTime: '2026-03-10T12:00:00Z' });

  expect((await makeReport(given, { reportType: FBA_RETURNS })).processingStatus).toBe('CANCELLED');
});

it('is for each type its own, and not for all types', async () => {
  await using given = await startTestAmazon({ listings: 3, fbaReturns: 20, merchantReturns: 20 });
  const types = [FBA_RETURNS, FBA_INVENTORY, LISTINGS, LISTINGS, MERCHANT_RETURNS, MERCHANT_RETURNS];

  for (const reportType of types) expect((await makeReport(given, { reportType })).processingStatus).toBe('DONE');
});

it('is one for all applications of the seller, whose reports all of them see', async () => {
  await using given = await startTestAmazon({ fbaReturns: 20 });
  const theirs = given.account.requestReportElsewhere({ reportType: FBA_RETURNS });

  const ours = await makeReport(given, { reportType: FBA_RETURNS });

  expect(ours.processingStatus).toBe('CANCELLED');
  expect(await readReport(given, theirs.reportId)).toMatchObject({
    reportId: theirs.reportId,
    marketplaceIds: ['ATVPDKIKX0DER'],
    createdTime: '2026-03-10T12:00:00.000Z',
  });
});

it('can have been used up before', async () => {
  await using given = await startTestAmazon({ fbaReturns: 20 });
  given.account.requestReportElsewhere({ reportType: FBA_RETURNS, at: new Date('2026-03-10T08:00:01Z') });

  expect((await makeReport(given, { reportType: FBA_RETURNS })).processingStatus).toBe('CANCELLED');
});

it('is shorter at speed', async () => {
  await using given = await startTestAmazon({ fbaReturns: 20 }, { speed: 1000 });
  await createReport(given, { reportType: FBA_RETURNS });
  given.pass((4 * HOUR) / 1000);

  expect((await makeReport(given, { reportType: FBA_RETURNS })).processingStatus).toBe('DONE');
});

it('can be left out', async () => {
  await using given = await startTestAmazon({ fbaReturns: 20 });
  given.amazon.faults.reports.coolDowns = false;
  await createReport(given, { reportType: FBA_RETURNS });

  expect((await makeReport(given, { reportType: FBA_RETURNS })).processingStatus).toBe('DONE');
});
