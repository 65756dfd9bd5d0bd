import { describe, expect, it } from 'vitest';
import {
  createReport,
  LISTINGS,
  makeReport,
  MERCHANT_RETURNS,
  readReport,
} from '../../../../support/amazon-reports.ts';
import { startTestAmazon } from '../../../../support/test-amazon.ts';

it('takes a report in and says its id only', async () => {
  await using given = await startTestAmazon();

  const { status, body } = await createReport(given);

  expect(status).toBe(202);
  expect(body).toEqual({ reportId: expect.stringMatching(/^\d{11}$/) });
});

it('asks for what it is asked, twice for two', async () => {
  await using given = await startTestAmazon();
  const { body: first } = await createReport(given);
  const { body: second } = await createReport(given);

  const report = await readReport(given, first.reportId);

  expect(second.reportId).not.toBe(first.reportId);
  expect(report).toEqual({
    reportId: first.reportId,
    reportType: LISTINGS,
    marketplaceIds: ['ATVPDKIKX0DER'],
    dataStartTime: '2026-02-08T12:00:00.000Z',
    dataEndTime: '2026-03-10T12:00:00.000Z',
    createdTime: '2026-03-10T12:00:00.000Z',
    processingStatus: 'IN_QUEUE',
  });
});

describe('the body', () => {
  it.each([
    ['no type', { reportType: undefined }],
    ['an empty type', { reportType: '' }],
    ['a type that is none', { reportType: '_GET_MERCHANT_LISTINGS_ALL_DATA_' }],
    ['no marketplaces', { marketplaceIds: undefined }],
    ['an empty list of marketplaces', { marketplaceIds: [] }],
    ['one marketplace, not in a list', { marketplaceIds: 'ATVPDKIKX0DER' }],
    ['26 marketplaces', { marketplaceIds: Array.from({ length: 26 }, () => 'ATVPDKIKX0DER') }],
    ['a marketplace that is none', { marketplaceIds: ['NOWHERE'] }],
    ['a date without a time', { dataStartTime: '2026-02-08' }],
    ['a date that there is not', { dataStartTime: '2026-02-30T25:00:00Z' }],
    ['an end in the future', { dataEndTime: '2026-03-10T12:00:01Z' }],
    ['a start in the future', { dataStartTime: '2026-03-10T12:00:01Z', dataEndTime: undefined }],
    ['a start after the end', { dataStartTime: '2026-03-09T00:00:00Z', dataEndTime: '2026-03-08T00:00:00Z' }],
    ['an end alone, since the start is now', { dataStartTime: undefined }],
    ['an option that is no text', { reportOptions: { custom: true } }],
    ['a field that Amazon does not know', { startTime: '2026-02-08T12:00:00Z' }],
  ])('is refused with %s', async (_case, change) => {
    await using given = await startTestAmazon();

    const { status, error } = await createReport(given, { dataEndTime: '2026-03-10T11:00:00Z', ...change });

    expect([status, error?.code]).toEqual([400, 'InvalidInput']);
  });

  it('may have up to 25 marketplaces, and options', async () => {
    await using given = await startTestAmazon();
    const marketplaceIds = Array.from({ length: 25 }, () => 'ATVPDKIKX0DER');

    const { status } = await createReport(given, { marketplaceIds, reportOptions: { custom: 'true' } });

    expect(status).toBe(202);
  });

  it('need not have dates: both are now then', async () => {
    await using given = await startTestAmazon();

    const { body } = await createReport(given, { dataStartTime: undefined, dataEndTime: undefined });

    expect(await readReport(given, body.reportId)).toMatchObject({
      dataStartTime: '2026-03-10T12:00:00.000Z',
      dataEndTime: '2026-03-10T12:00:00.000Z',
    });
  });
});

describe('who may ask', () => {
  it('is who sells in the marketplace', async () => {
    await using given = await startTestAmazon();

    expect((await createReport(given, { marketplaceIds: ['A1PA6795UKMFR9'] })).status).toBe(403);
  });

  it.each([
    [LISTINGS, 'amazon-fulfillment', 'product-listing'],
    [MERCHANT_RETURNS, 'product-listing', 'inventory-and-order-tracking'],
    ['GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA', 'product-listing', 'amazon-fulfillment'],
    ['GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING', 'inventory-and-order-tracking', 'direct-to-consumer-shipping'],
  ] as const)('is for %s not who has %s but who has %s', async (reportType, wrong, right) => {
    await using without = await startTestAmazon({ roles: [wrong] });
    await using having = await startTestAmazon({ roles: [right] });

    const denied = await createReport(without, { reportType });

    expect([denied.status, denied.error?.details]).toEqual([403, '']);
    expect((await createReport(having, { reportType })).status).toBe(202);
  });
});

describe('a window longer than the type takes', () => {
  const tooLong = { reportType: MERCHANT_RETURNS, dataStartTime: '2026-01-09T11:59:59Z' };
  const longest = { reportType: MERCHANT_RETURNS, dataStartTime: '2026-01-09T12:00:00Z' };

  it('ends FATAL, with words', async () => {
    await using given = await startTestAmazon({ merchantReturns: 5 });

    expect((await makeReport(given, tooLong)).processingStatus).toBe('FATAL');
    expect((await makeReport(given, longest)).processingStatus).toBe('DONE');
  });

  it('can be refused at once', async () => {
    await using given = await startTestAmazon();
    given.amazon.faults.reports.longWindow = 'refused';

    const { status, error } = await createReport(given, tooLong);

    expect(status).toBe(400);
    expect(error?.message).toContain('60 days');
    expect((await createReport(given, longest)).status).toBe(202);
  });
});

it('lets fifteen through at once, then one a minute', async () => {
  await using given = await startTestAmazon();
  for (let n = 0; n < 15; n += 1) await createReport(given);

  const tooMany = await createReport(given);
  given.pass(60_000);

  expect([tooMany.status, (await createReport(given)).status]).toEqual([429, 202]);
});
