import { describe, expect, it } from 'vitest';
import type { ReportView } from '../../../../../infra/local/amazon/reports/report-view.ts';
import { createReport, LISTINGS, MERCHANT_RETURNS, REPORTS, UNTIL_DONE } from '../../../../support/amazon-reports.ts';
import { callAmazon } from '../../../../support/call-amazon.ts';
import { DAY, HOUR, startTestAmazon, type TestAmazon } from '../../../../support/test-amazon.ts';

const getReports = (given: TestAmazon, query: Record<string, string>) =>
  callAmazon<{ reports: ReportView[]; nextToken?: string }>(given, `GET ${REPORTS}`, { query });

describe('the parameters', () => {
  it.each([
    ['neither types nor a token', {}],
    ['eleven types', { reportTypes: Array.from({ length: 11 }, () => LISTINGS).join(',') }],
    ['eleven marketplaces', { marketplaceIds: Array.from({ length: 11 }, () => 'ATVPDKIKX0DER').join(',') }],
    ['a page of none', { reportTypes: LISTINGS, pageSize: '0' }],
    ['a page of 101', { reportTypes: LISTINGS, pageSize: '101' }],
    ['a status that is none', { reportTypes: LISTINGS, processingStatuses: 'DONE,_DONE_' }],
    ['a date without a time', { reportTypes: LISTINGS, createdSince: '2026-03-01' }],
    ['a window the wrong way round', { reportTypes: LISTINGS, createdUntil: '2025-03-01T00:00:00Z' }],
    ['a token that Amazon never gave', { nextToken: 'e30.x' }],
    ['a parameter that Amazon does not know', { reportTypes: LISTINGS, reportType: LISTINGS }],
  ])('are refused with %s', async (_case, query) => {
    await using given = await startTestAmazon();

    const { status, error } = await getReports(given, query);

    expect([status, error?.code]).toEqual([400, 'InvalidInput']);
  });

  it('choose among types, statuses, marketplaces and times', async () => {
    await using given = await startTestAmazon();
    given.account.requestReportElsewhere({ reportType: LISTINGS, at: new Date('2026-03-09T12:00:00Z') });
    given.account.requestReportElsewhere({ reportType: LISTINGS, marketplaceIds: ['A2EUQ1WTGCTBG2'] });
    given.account.requestReportElsewhere({ reportType: MERCHANT_RETURNS });
    const count = async (query: Record<string, string>) => (await getReports(given, query)).body.reports.length;

    expect(await count({ reportTypes: `${LISTINGS},${MERCHANT_RETURNS}` })).toBe(3);
    expect(await count({ reportTypes: LISTINGS })).toBe(2);
    expect(await count({ reportTypes: LISTINGS, processingStatuses: 'DONE' })).toBe(1);
    expect(await count({ reportTypes: LISTINGS, processingStatuses: 'IN_QUEUE,IN_PROGRESS' })).toBe(1);
    expect(await count({ reportTypes: LISTINGS, marketplaceIds: 'A2EUQ1WTGCTBG2' })).toBe(1);
    expect(await count({ reportTypes: LISTINGS, createdSince: '2026-03-09T12:00:01Z' })).toBe(1);
    expect(await count({ reportTypes: LISTINGS, createdUntil: '2026-03-09T12:00:00Z' })).toBe(1);
  });
});

it('shows what getReport shows, the newest first, of the last ninety days', async () => {
  await using given = await startTestAmazon();
  given.account.requestReportElsewhere({ reportType: LISTINGS, at: new Date(given.now().getTime() - 90 * DAY - 1) });
  const old = given.account.requestReportElsewhere({ reportType: LISTINGS, at: new Date('2026-01-01T00:00:00Z') });
  const { body: created } = await createReport(given);
  given.pass(UNTIL_DONE);

  const { body } = await getReports(given, { reportTypes: LISTINGS });

  expect(body.reports.map(({ reportId }) => reportId)).toEqual([created.reportId, old.reportId]);
  expect(body.reports[0]).toEqual((await callAmazon(given, `GET ${REPORTS}/${created.reportId}`)).body);
  expect(body).not.toHaveProperty('nextToken');
});

const fill = (given: TestAmazon, count: number) =>
  Array.from({ length: count }, () => given.account.requestReportElsewhere({ reportType: LISTINGS }).reportId);

describe('the pages', () => {
  it('hold ten unless told otherwise, and everything once', async () => {
    await using given = await startTestAmazon();
    const made = fill(given, 25);

    const seen: string[][] = [];
    let query: Record<string, string> = { reportTypes: LISTINGS };
    for (;;) {
      const { body } = await getReports(given, query);
      seen.push(body.reports.map(({ reportId }) => reportId));
      if (body.nextToken === undefined) break;
      query = { nextToken: body.nextToken };
    }

    expect(seen.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(seen.flat()).toEqual(made.toReversed());
  });

  it('end without a token when the last one is full', async () => {
    await using given = await startTestAmazon();
    fill(given, 2);

    const { body } = await getReports(given, { reportTypes: LISTINGS, pageSize: '2' });

    expect(body.reports).toHaveLength(2);
    expect(body).not.toHaveProperty('nextToken');
  });

  it('are followed by the token alone', async () => {
    await using given = await startTestAmazon();
    fill(given, 3);
    const { body } = await getReports(given, { reportTypes: LISTINGS, pageSize: '2' });

    const withTypes = await getReports(given, { nextToken: body.nextToken ?? '', reportTypes: LISTINGS });
    const withPageSize = await getReports(given, { nextToken: body.nextToken ?? '', pageSize: '2' });
    const alone = await getReports(given, { nextToken: body.nextToken ?? '' });

    expect([withTypes.status, withPageSize.status, alone.status]).toEqual([400, 400, 200]);
    expect(alone.body.reports).toHaveLength(1);
  });

  it('are not moved by reports that come meanwhile', async () => {
    await using given = await startTestAmazon();
    const made = fill(given, 3);
    const { body } = await getReports(given, { reportTypes: LISTINGS, pageSize: '2' });
    given.pass(HOUR / 2);
    fill(given, 2);

    const next = await getReports(given, { nextToken: body.nextToken ?? '' });

    expect(next.body.reports.map(({ reportId }) => reportId)).toEqual(made.slice(0, 1));
  });

  it('can be cut off, and are not for other sellers', async () => {
    await using given = await startTestAmazon();
    await using other = await startTestAmazon({ sellerId: 'AOTHERSELLER' });
    fill(given, 3);
    const { body } = await getReports(given, { reportTypes: LISTINGS, pageSize: '2' });

    const theirs = await getReports(other, { nextToken: body.nextToken ?? '' });
    given.amazon.faults.expirePageTokens();

    expect([theirs.status, (await getReports(given, { nextToken: body.nextToken ?? '' })).status]).toEqual([400, 400]);
  });
});
