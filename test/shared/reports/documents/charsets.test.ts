import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { charsetNamed } from '../../../../shared/reports/documents/charsets.ts';
import { readAll, reportDocument } from '../../../support/report-document.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/reports');
const golden = (name: string) => readFileSync(join(FIXTURES, name));
const Fields = z.array(z.record(z.string(), z.string()));
const expected = z
  .object({ jp: Fields, euc: Fields, eu: Fields, zh: Fields })
  .parse(JSON.parse(golden('listings.json').toString('utf8')));

const JP = 'A1VC38T7YXB528';
const DE = 'A1PA6795UKMFR9';

const fieldsOf = async (...work: Parameters<typeof reportDocument>) =>
  (await readAll(reportDocument(...work))).rows.map(({ fields }) => fields);
const matching = (rows: readonly Record<string, string>[]) => rows.map((row) => expect.objectContaining(row));

describe('a document is decoded', () => {
  it.each([
    ['listings-jp.cp932.txt', 'text/plain; charset=Cp932', expected.jp],
    ['listings-jp.cp932.txt', 'text/plain;charset=Shift_JIS', expected.jp],
    ['listings-jp.cp932.txt', 'text/plain; charset="windows-31j"', expected.jp],
    ['listings-jp.cp932.txt', 'text/plain; charset=MS932', expected.jp],
    ['listings-jp.euc-jp.txt', 'text/plain; charset=EUC-JP', expected.euc],
    ['listings-jp.utf8-bom.txt', 'text/plain; charset=UTF-8', expected.jp],
    ['listings-eu.cp1252.txt', 'text/plain; charset=Cp1252', expected.eu],
    ['listings-eu.cp1252.txt', 'text/plain; charset=ISO-8859-1', expected.eu],
    ['listings-eu.utf8.txt', 'text/plain; charset=utf-8', expected.eu],
    ['listings-zh.gb18030.txt', 'text/plain; charset=GB18030', expected.zh],
  ])('%s by %s', async (name, contentType, rows) => {
    const document = await readAll(reportDocument(golden(name), { contentType, pieceBytes: 7 }));

    expect(document.rows.map(({ fields }) => fields)).toEqual(matching(rows));
    expect(document.undecodable).toBe(0);
  });

  it('by its byte order mark, whatever else was said', async () => {
    const contentType = 'text/plain; charset=Cp1252';

    expect(await fieldsOf(golden('listings-jp.utf8-bom.txt'), { contentType })).toEqual(matching(expected.jp));
  });

  it('as CP932 when it comes from Japan without a charset', async () => {
    const document = await readAll(reportDocument(golden('listings-jp.cp932.txt'), { marketplaceId: JP }));

    expect(document.charsets).toEqual(['shift_jis']);
    expect(document.rows.map(({ fields }) => fields)).toEqual(matching(expected.jp));
  });

  it('as UTF-8 when it comes from Japan without a charset and plainly is UTF-8', async () => {
    const withoutMark = golden('listings-jp.utf8-bom.txt').subarray(3);

    expect(await fieldsOf(withoutMark, { marketplaceId: JP })).toEqual(matching(expected.jp));
  });

  it('as UTF-8 when nothing is known, or only a charset of which we know nothing', async () => {
    const utf8 = golden('listings-eu.utf8.txt');

    expect(await fieldsOf(utf8, { marketplaceId: DE })).toEqual(matching(expected.eu));
    expect(await fieldsOf(utf8, { contentType: 'text/plain; charset=x-unheard-of' })).toEqual(matching(expected.eu));
  });
});

describe('bytes that cannot be decoded', () => {
  it('are read as windows-1252 where UTF-8 was expected, and counted by byte', async () => {
    const document = await readAll(reportDocument(golden('listings-eu.cp1252.txt'), { marketplaceId: DE }));

    expect(document.rows.map(({ fields }) => fields)).toEqual(matching(expected.eu));
    expect(document.undecodable).toBe(14);
    expect(document.bytes).toMatchObject({ f6: 1, df: 1, '80': 1, e9: 3, '9c': 1 });
  });

  it('never spoil the good characters beside them', async () => {
    const line = Buffer.concat([Buffer.from('水筒 '), Buffer.from([0xe4]), Buffer.from('é\tSKU-1\n')]);

    const document = await readAll(reportDocument(Buffer.concat([Buffer.from('item-name\tseller-sku\n'), line])));

    expect(document.rows[0]?.fields).toEqual({ itemName: '水筒 äé', sellerSku: 'SKU-1' });
    expect(document.bytes).toEqual({ e4: 1 });
  });

  it.each([
    ['Cp1252', 0x81],
    ['Cp932', 0x81],
    ['EUC-JP', 0xa4],
    ['EUC-JP', 0x81],
    ['GB18030', 0x81],
  ])('swallow no tab and no line in %s, and are counted', async (charset, byte) => {
    const header = Buffer.from('item-name\tseller-sku\n');
    // A character cut in half, as at the end of a field that Amazon shortens.
    const half = Buffer.from([byte]);
    const body = [header, Buffer.from('abc'), half, Buffer.from('\tSKU-1\nfine'), half, Buffer.from('\r\n')];
    const rest = [Buffer.from('def\tSKU-'), half, Buffer.from('\nghi\tSKU-3\n')];

    const document = await readAll(
      reportDocument(Buffer.concat([...body, ...rest]), { contentType: `text/plain; charset=${charset}` }),
    );

    expect(document.rows.map(({ fields }) => fields['sellerSku'])).toEqual(['SKU-1', 'SKU-3']);
    expect(document.rows[0]?.fields['itemName']).toBe('abc\uFFFD');
    expect(document.misfits.map(({ position, reason }) => [position, reason])).toEqual([
      [3, 'its seller-sku is missing'],
      [4, 'its seller-sku cannot be decoded'],
    ]);
    expect(document.bytes).toEqual({ [byte.toString(16)]: 3 });
  });
});

describe('names of charsets', () => {
  it.each([
    ['Cp1252', 'windows-1252'],
    ['ISO8859_1', 'windows-1252'],
    ['Latin-1', 'windows-1252'],
    ['SJIS', 'shift_jis'],
    ['Windows-31J', 'shift_jis'],
    ['EUC_JP', 'euc-jp'],
    ['GBK', 'gb18030'],
    ['UTF8', 'utf-8'],
  ])('%s is %s', (name, charset) => {
    expect(charsetNamed(name)).toBe(charset);
  });

  it('in which a line feed may be part of a character are not taken', () => {
    expect(['UTF-16', 'UTF-16LE', 'ISO-2022-JP'].map(charsetNamed)).toEqual([undefined, undefined, undefined]);
  });
});
