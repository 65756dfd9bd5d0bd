import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRegion, checkSimulated, windowNote } from '../../../infra/cli/check-report-wish.ts';
import { type AziPlace, azi, aziPlace } from '../../support/azi.ts';

const now = () => new Date('2026-11-21T12:00:00Z');

let place: AziPlace;
beforeAll(async () => {
  place = await aziPlace();
});
afterAll(() => place[Symbol.asyncDispose]());

/** Nothing was brought up and nothing asked: the state directory is not even made. */
async function refused(...args: readonly string[]): Promise<string> {
  const result = await azi(['report', ...args, '--shop', 'S1', '--state', place.stateDir], { environment: {}, now });
  expect(result.code).toBe(1);
  expect(result.stdout).toBe('');
  expect(existsSync(place.stateDir)).toBe(false);
  return result.stderr;
}

const window = (from: string, to: string) => ['--start-time', from, '--end-time', to];

describe('azi report refuses before any call', () => {
  it.each([
    ['GET_MERCHANT_LISTING_ALL_DATA', 'GET_MERCHANT_LISTINGS_ALL_DATA'],
    ['_GET_FLAT_FILE_OPEN_LISTINGS_DATA_', 'GET_FLAT_FILE_OPEN_LISTINGS_DATA'],
    ['get_vat_transaction_data', 'GET_VAT_TRANSACTION_DATA'],
  ])('the type %s, which Amazon does not have: %s is near', async (type, nearest) => {
    const words = await refused(type);

    expect(words).toContain(`Amazon documents no report type "${type}". Did you mean ${nearest}?`);
    expect(words).toContain('add --unlisted-type');
  });

  it('a name like none', async () => {
    expect(await refused('constructor')).toContain('Amazon documents no report type "constructor". Nothing was asked');
  });

  it('a type that says it is new but cannot be one', async () => {
    expect(await refused('get-new-report', '--unlisted-type')).toContain('is none of Amazon');
  });

  it.each([
    ['GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2', 'Amazon makes settlement reports by itself'],
    ['GST_MTR_B2B', 'only on a schedule'],
    ['GET_FLAT_FILE_SALES_TAX_DATA', 'Tax Document Library'],
  ])('%s, which nobody can request', async (type, reason) => {
    expect(await refused(type, ...window('2026-11-01', '2026-11-08'))).toContain(`${type} cannot be requested.`);
    expect(await refused(type)).toContain(reason);
  });

  it.each([
    ['GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE', 'at most 60 days', window('2026-09-01', '2026-11-01T00:00:00Z')],
    ['GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL', 'at most 31 days', window('2026-10-01', '2026-11-02')],
    ['GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA', 'at least 3 days', window('2026-11-19', '2026-11-21')],
    ['GET_XML_RETURNS_DATA_BY_RETURN_DATE', 'name its start and its end', []],
    ['GET_SALES_AND_TRAFFIC_REPORT', 'name its start and its end', []],
  ])('a window that %s does not have: %s', async (type, limit, flags) => {
    expect(await refused(type, ...flags)).toContain(limit);
  });

  it('a report without an option that it needs, and options that are none', async () => {
    const vendorSales = ['GET_VENDOR_SALES_REPORT', ...window('2026-11-01', '2026-11-08')];

    expect(await refused(...vendorSales, '--option', 'reportPeriod=WEEK')).toContain(
      'needs the report options distributorView, sellingProgram',
    );
    expect(await refused(...vendorSales, '--option', 'WEEK')).toContain('--option "WEEK" is no report option.');
    expect(await refused(...vendorSales, '--option', 'a=1', 'a=2')).toContain('--option a is given twice.');
  });

  it('a marketplace that Amazon does not have', async () => {
    const words = await refused('GET_MERCHANT_LISTINGS_ALL_DATA', '--marketplace', 'NONSENSE');

    expect(words).toContain("--marketplace NONSENSE is none of Amazon's. Nothing was asked of Amazon.");
  });

  it('a marketplace of another region than the shop’s', () => {
    const shop = { shopId: 'S1', sellerId: 'A1', region: 'na' as const, marketplaceIds: ['ATVPDKIKX0DER'] };
    const check =
      (...ids: string[]) =>
      () =>
        checkRegion(ids, shop);

    expect(check('ATVPDKIKX0DER', 'A2EUQ1WTGCTBG2')).not.toThrow();
    expect(check('A1PA6795UKMFR9')).toThrow('--marketplace A1PA6795UKMFR9 is not of the region na');
  });

  it('a type that the simulated Amazon does not make', () => {
    expect(() => checkSimulated('GET_MERCHANT_LISTINGS_ALL_DATA')).not.toThrow();
    expect(() => checkSimulated('GET_SALES_AND_TRAFFIC_REPORT')).toThrow(
      'The simulated Amazon makes no GET_SALES_AND_TRAFFIC_REPORT',
    );
  });

  it('a file in a directory that is not there', async () => {
    const out = ['--out', place.path('missing/listings.txt')];

    expect(await refused('GET_MERCHANT_LISTINGS_ALL_DATA', ...out)).toContain('there is no directory');
  });

  it('several marketplaces where Amazon takes one', async () => {
    const both = ['--marketplace', 'ATVPDKIKX0DER', 'A2EUQ1WTGCTBG2'];

    expect(await refused('GET_MERCHANT_LISTINGS_ALL_DATA', ...both)).toContain('takes one marketplace, not 2');
  });
});

it('a window is said to be of no use for a report that shows the present', () => {
  const dataStartTime = '2026-11-01T00:00:00.000Z';

  expect(windowNote({ reportType: 'GET_MERCHANT_LISTINGS_ALL_DATA', dataStartTime })).toContain('shows the present');
  expect(windowNote({ reportType: 'GET_MERCHANT_LISTINGS_ALL_DATA' })).toBeUndefined();
  expect(windowNote({ reportType: 'GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE', dataStartTime })).toBeUndefined();
});
