import { describe, expect, it } from 'vitest';
import type { OddDocumentKind } from '../../../../../infra/local/amazon/reports/report-switches.ts';
import {
  downloadReport,
  FBA_RETURNS,
  LISTINGS,
  MERCHANT_RETURNS_XML,
  toLines,
  toRows,
} from '../../../../support/amazon-reports.ts';
import { startTestAmazon } from '../../../../support/test-amazon.ts';

/** The listings as they are, and as they are with this oddity. */
async function listings(kind: OddDocumentKind) {
  await using given = await startTestAmazon({ listings: 3 });
  const { text: plain } = await downloadReport(given);
  given.amazon.faults.reports.oddDocuments.push({ kind, reportType: LISTINGS });
  const { text, bytes } = await downloadReport(given);
  return { plain, text, bytes, lines: toLines(text), plainLines: toLines(plain) };
}

describe('a flat file', () => {
  it('can have a header that nobody knows', async () => {
    const { lines, plainLines } = await listings('unknown-header');

    expect(lines[0]?.slice(0, 2)).toEqual(['Spalte 1', 'Spalte 2']);
    expect(lines.slice(1)).toEqual(plainLines.slice(1));
  });

  it('can lack its key column', async () => {
    const { lines } = await listings('without-key-column');

    expect(lines[0]).not.toContain('seller-sku');
    expect(lines[0]).toContain('item-name');
  });

  it('can have a column more, and the others in another turn, and means the same', async () => {
    for (const kind of ['another-column', 'shuffled-columns'] as const) {
      const { text, plain } = await listings(kind);

      expect(toLines(text)[0]).not.toEqual(toLines(plain)[0]);
      const [rows, plainRows] = [toRows(text), toRows(plain)];
      for (const [index, row] of plainRows.entries()) {
        const known = Object.entries(row).filter(([, value]) => value !== '');
        expect(rows[index]).toMatchObject(Object.fromEntries(known));
      }
    }
  });

  it('can have its key twice, another the second time', async () => {
    const { lines, plainLines } = await listings('duplicate-columns');

    expect(lines[0]?.filter((name) => name === 'seller-sku')).toHaveLength(2);
    expect(lines[1]?.at(-1)).toBe('other KETTLE-1L-STEEL');
    expect(lines[1]?.length).toBe(lines[0]?.length);
    expect(plainLines[1]).toHaveLength(29);
  });

  it('can have a row with more fields than the header', async () => {
    const { lines } = await listings('too-many-fields');

    expect(lines[1]?.length).toBe(32);
    expect(lines[2]?.length).toBe(29);
  });

  it('can have a row that ends after its key', async () => {
    const { lines } = await listings('short-row');

    expect(lines[1]).toHaveLength(4);
    expect(lines[1]?.at(-1)).toBe('KETTLE-1L-STEEL');
    expect(lines[2]).toHaveLength(29);
  });

  it('can have a row without a key', async () => {
    const { text } = await listings('missing-key');

    expect(toRows(text).map((row) => row['seller-sku'])).toEqual(['', 'MUG-BLUE-2', 'LAMP/DESK+USB']);
  });

  it('can have a quote that nothing closes', async () => {
    const { lines } = await listings('stray-quote');

    expect(lines[1]?.[0]).toBe('"Kettle, 1 l, brushed steel');
    expect(lines).toHaveLength(4);
  });

  it('can have no rows, or not even a header', async () => {
    expect((await listings('zero-rows')).lines).toEqual([(await listings('zero-rows')).plainLines[0]]);
    expect((await listings('empty')).text).toBe('');
  });

  it('can end in the middle of a row, well zipped as it is', async () => {
    const { text, plain } = await listings('unfinished');

    expect(text).toBe(`${plain}the end of this r`);
  });

  it.each([
    [{ region: 'na', marketplaceIds: ['ATVPDKIKX0DER'] }, 'utf-8'],
    [{ region: 'fe', marketplaceIds: ['A1VC38T7YXB528'] }, 'shift_jis'],
  ] as const)('can have a byte that is no character (%o)', async (place, charset) => {
    await using given = await startTestAmazon({ ...place, listings: 3 });
    given.amazon.faults.reports.gzip = false;
    const ask = { marketplaceIds: place.marketplaceIds };
    const read = async () => new TextDecoder(charset, { fatal: true }).decode((await downloadReport(given, ask)).bytes);
    await read();

    given.amazon.faults.reports.oddDocuments.push({ kind: 'unreadable-byte' });

    await expect(read()).rejects.toThrow(TypeError);
  });

  it('can be several of these at once, in one type of report only', async () => {
    await using given = await startTestAmazon({ listings: 3, fbaReturns: 20 });
    const { oddDocuments } = given.amazon.faults.reports;
    oddDocuments.push({ kind: 'missing-key', reportType: FBA_RETURNS });
    oddDocuments.push({ kind: 'stray-quote', reportType: FBA_RETURNS });

    const returns = toRows((await downloadReport(given, { reportType: FBA_RETURNS })).text);
    const listings = toRows((await downloadReport(given)).text);

    expect(returns[0]).toMatchObject({ 'order-id': '', 'license-plate-number': '' });
    expect(returns[0]?.['product-name']).toMatch(/^"/);
    expect(listings[0]?.['seller-sku']).toBe('KETTLE-1L-STEEL');
  });
});

const returns = async (kind: OddDocumentKind) => {
  await using given = await startTestAmazon({ merchantReturns: 6 });
  given.amazon.faults.reports.oddDocuments.push({ kind });
  return (await downloadReport(given, { reportType: MERCHANT_RETURNS_XML })).text;
};
const count = (text: string, part: string) => text.split(part).length - 1;

describe('XML', () => {
  it.each<[OddDocumentKind, string, number]>([
    ['zero-rows', '<return_details>', 0],
    ['unknown-header', '<AmazonEnvelope', 0],
    ['unfinished', '</AmazonEnvelope>', 0],
    ['unreadable-byte', '\uFFFD', 1],
  ])('can be odd too: %s', async (kind, part, times) => {
    expect(count(await returns(kind), part)).toBe(times);
  });

  it('can have a return without a key', async () => {
    const text = await returns('missing-key');

    expect(count(text, '<amazon_rma_id>')).toBe(count(text, '<return_details>') - 1);
  });
});
