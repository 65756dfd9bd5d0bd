import { describe, expect, it } from 'vitest';
import { readRows } from '../../../../shared/reports/documents/read-rows.ts';
import { UnknownHeaderError } from '../../../../shared/reports/documents/unknown-header-error.ts';
import { readAll, reportDocument } from '../../../support/report-document.ts';

const ANY = { reportType: 'GET_ANYTHING_ELSE' };
const file = (...lines: readonly string[]) => `${lines.join('\r\n')}\r\n`;
const columns = ['item-name', 'seller-sku', 'price', 'status'] as const;
const listings = (...lines: readonly string[]) => file(columns.join('\t'), ...lines);
const read = (text: string, options: Parameters<typeof reportDocument>[1] = {}) =>
  readAll(reportDocument(text, options));
const fields = async (text: string, options?: Parameters<typeof reportDocument>[1]) =>
  (await read(text, options)).rows.map((row) => row.fields);

describe('rows', () => {
  it('are found by the header’s names, wherever the columns stand and however they are written', async () => {
    const text = file('Status\tSELLER_SKU \tUnheard Of\t"item name"', 'Active\tS1\tx\tMug');

    expect(await fields(text)).toEqual([{ status: 'Active', sellerSku: 'S1', unheardOf: 'x', itemName: 'Mug' }]);
  });

  it.each([
    ['CR LF', 'item-name\tseller-sku\r\nMug\tS1\r\nCup\tS2\r\n'],
    ['LF', 'item-name\tseller-sku\nMug\tS1\nCup\tS2\n'],
    ['no line end at the end', 'item-name\tseller-sku\r\nMug\tS1\r\nCup\tS2'],
    ['blank lines', '\r\nitem-name\tseller-sku\n\nMug\tS1\r\n\r\nCup\tS2\r\n\n'],
  ])('end with %s', async (_, text) => {
    for (const pieceBytes of [1, 5, 1000]) {
      expect(await fields(text, { pieceBytes })).toEqual([
        { itemName: 'Mug', sellerSku: 'S1' },
        { itemName: 'Cup', sellerSku: 'S2' },
      ]);
    }
  });

  it('may be shorter than the header where the key is there', async () => {
    expect(await fields(listings('Mug\tS1\t9.99'))).toEqual([
      { itemName: 'Mug', sellerSku: 'S1', price: '9.99', status: '' },
    ]);
  });

  it('may begin with an empty cell', async () => {
    expect(await fields(listings('\tS1\t1\tActive'))).toEqual([
      expect.objectContaining({ itemName: '', sellerSku: 'S1' }),
    ]);
  });

  it('know their line', async () => {
    const document = await read(listings('a\tS1', '', '"b\nc"\tS2\t1\tActive', 'd\tS3'));

    expect(document.rows.map(({ line, fields: { sellerSku } }) => [line, sellerSku])).toEqual([
      [2, 'S1'],
      [4, 'S2'],
      [6, 'S3'],
    ]);
    expect(document.lastLines).toEqual([6]);
  });

  it.each([
    ['one', '\t', '\t'],
    ['several', '\t\t \t', '\t\t \t'],
    ['one at least', '\t', '\t\t'],
  ])('that all end with empty cells behind the header’s are rows: %s', async (_, one, other) => {
    const lines = [
      `Mug\tS1\t1\tActive${one}`,
      `"Cup\r\nblue"\tS2\t1\t${one}`,
      `24" pot\tS3\t1\tActive${one}`,
      `Can\tS4\t\t${one}`,
    ];

    const { rows, misfits } = await read(listings(...lines, `Jug\tS5\t\t${one}`));

    expect(misfits).toEqual([]);
    expect(rows.map((row) => [row.fields['sellerSku'], Object.keys(row.fields).length])).toEqual(
      ['S1', 'S2', 'S3', 'S4', 'S5'].map((sku) => [sku, 4]),
    );
    const { misfits: mixed } = await read(
      listings(...lines, `Jug\tS5\t1\tActive${other}`, `Jug\t\tS6\t1\tActive${one}`),
    );
    expect(mixed.map(({ position }) => position)).toEqual(one === other ? [8] : [7, 8]);
  });

  it.each([
    ['one row alone', []],
    ['one row among shorter ones', ['Can\tS2', 'Jug\tS3\t2']],
    ['one row among others', ['Can\tS2\t1\tActive', 'Jug\tS3\t2\tActive']],
  ])('of which %s has an empty cell too many: a tab in a field has moved its cells', async (_, others) => {
    const { rows, misfits } = await read(listings('Mug, a tab\tblue\tS1\t1\t', ...others));

    expect(misfits.map(({ position }) => position)).toEqual([2]);
    expect(rows).toHaveLength(others.length);
  });

  it('of a column that stands twice: the first has the name, the other a number', async () => {
    expect(await fields('asin1\tASIN 1\tseller-sku\nA\tB\tS1\n')).toEqual([
      { asin1: 'A', asin12: 'B', sellerSku: 'S1' },
    ]);
  });
});

describe('quotes', () => {
  it.each([
    ['an inch', 'Monitor 24"\tS1\t1\tActive', 'Monitor 24"'],
    ['a bare quote at the beginning', '"The best mug\tS1\t1\tActive', '"The best mug'],
    ['words in quotes', '"Best" mug "ever"\tS1\t1\tActive', '"Best" mug "ever"'],
    ['a quote that opens in one field and another that closes in another', '"Mug\tS1\t1\tActive"', '"Mug'],
    ['a single quote', '"\tS1\t1\tActive', '"'],
    ['a quoted field', '"Mug, blue"\tS1\t1\tActive', 'Mug, blue'],
    ['doubled quotes in a quoted field', '"Mug ""Blue"""\tS1\t1\tActive', 'Mug "Blue"'],
    ['an empty quoted field', '""\tS1\t1\tActive', ''],
    ['a tab in a quoted field', '"Mug\tblue"\tS1\t1\tActive', 'Mug\tblue'],
    ['a line end in a quoted field', '"Mug\r\nblue"\tS1\t1\tActive', 'Mug\nblue'],
    ['several line ends in a quoted field', '"Mug\r\n\r\nblue\r\n"\tS1\t1\tActive', 'Mug\n\nblue\n'],
  ])('%s is read as it was meant', async (_, line, itemName) => {
    const text = listings('before\tS0\t1\tActive', line, 'after\tS2\t1\tActive');
    for (const pieceBytes of [3, 1000]) {
      const document = await read(text, { pieceBytes });
      expect(document.misfits).toEqual([]);
      expect(document.rows.map((row) => row.fields['itemName'])).toEqual(['before', itemName, 'after']);
    }
  });

  it('that are bare in one row swallow nothing of the others, however many there are', async () => {
    const lines = Array.from(
      { length: 2000 },
      (_, row) => `${row % 3 === 0 ? '"' : ''}Mug ${row}" x\tS${row}\t1\t"Act`,
    );

    const document = await read(listings(...lines));

    expect(document.misfits).toEqual([]);
    expect(document.rows.map((row) => row.fields['sellerSku'])).toEqual(lines.map((_, row) => `S${row}`));
  });

  it('that end one row and begin the next are no quoted field', async () => {
    const document = await read(listings('Mug\tS1\t1\t"Act', 'Monitor 24"\tS2\t1\tActive'));

    expect(document.rows.map((row) => row.fields['itemName'])).toEqual(['Mug', 'Monitor 24"']);
  });

  it.each([
    ['in a short row, before another short one', 'S1\t"bare', 'S2"'],
    ['in a short row, before longer ones', 'S1\t"bare', 'S2', 'S3"\t1'],
  ])('of which nobody can tell whether they are bare swallow no row unseen: %s', async (_, ...lines) => {
    const { rows, misfits } = await read(file('seller-sku\titem-name\tprice\tstatus', ...lines, 'S4\tx\t1\tActive'));

    expect(rows.map((row) => [row.line, row.fields['sellerSku']])).toEqual([[lines.length + 2, 'S4']]);
    const reason = `its ${lines.length} lines are one row with a quoted field, or several rows`;
    expect(misfits).toEqual([{ position: 2, reason, content: file(...lines) }]);
  });

  it.each([
    ['in a full row', 'S1\t"two\r\nlines"\t1\tActive', ['S1']],
    ['in a short row whose lines are no rows by themselves', '"two\r\nlines"\tS1', ['S1']],
  ])('around a field with line ends are understood %s', async (_, lines, skus) => {
    const header = lines.startsWith('S1') ? 'seller-sku\titem-name\tprice\tstatus' : columns.join('\t');

    const { rows, misfits } = await read(file(header, lines));

    expect(misfits).toEqual([]);
    expect(rows.map((row) => row.fields)).toEqual(
      skus.map((sku) => expect.objectContaining({ sellerSku: sku, itemName: 'two\nlines' })),
    );
  });

  it('that are open at the end of the document do not hold its last row back', async () => {
    expect(await fields(listings('Mug\tS1\t1\t"Act'))).toEqual([expect.objectContaining({ status: '"Act' })]);
  });

  it('of a field with line ends are understood over the edge of a block', async () => {
    const filler = Array.from({ length: 3000 }, (_, row) => `${'x'.repeat(40)}\tF${row}\t1\tActive`);
    const quoted = Array.from({ length: 3000 }, (_, row) => `"two\r\nlines"\tQ${row}\t1\tActive`);
    const lines = filler.flatMap((line, row) => [line, quoted[row] ?? '']);

    const document = await read(listings(...lines), { pieceBytes: 4096 });

    expect(document.rows).toHaveLength(6000);
    expect(document.rows.filter((row) => row.fields['itemName'] === 'two\nlines')).toHaveLength(3000);
    expect(document.rows.at(-1)?.line).toBe(1 + 9000 - 1);
  });
});

describe('misfits', () => {
  it('are no lines of tabs and blanks only, which are counted as lines', async () => {
    const document = await read(listings('Cup\tS0\t1\tActive', '\t\t\t', ' \t', '\t'.repeat(20), 'Pot\tS2\t1\tActive'));

    expect(document.misfits).toEqual([]);
    expect(document.rows.map(({ line, fields }) => [line, fields['sellerSku']])).toEqual([
      [2, 'S0'],
      [6, 'S2'],
    ]);
  });

  it.each([
    ['more fields than the header', 'Mug\tblue\tS1\t1\tActive', 'it has 5 fields, the header 4'],
    [
      'an empty field more than the other rows: a tab may have moved all',
      'Mug\tblue\tS1\t1\t',
      'it has 5 fields, the header 4',
    ],
    ['an empty key', 'Mug\t\t1\tActive', 'its seller-sku is missing'],
    ['a key of spaces', 'Mug\t  \t1\tActive', 'its seller-sku is missing'],
    ['a row that ends before its key', 'Mug', 'its seller-sku is missing'],
  ])('%s', async (_, line, reason) => {
    const document = await read(listings('Cup\tS0\t1\tActive', line, 'Pot\tS2\t1\tActive'));

    expect(document.misfits).toEqual([{ position: 3, reason, content: `${line}\r\n` }]);
    expect(document.rows.map((row) => row.fields['sellerSku'])).toEqual(['S0', 'S2']);
  });

  it('are lines longer than a megabyte, of which only the beginning is held', async () => {
    const document = await read(listings('Cup\tS0', `${'x'.repeat(3_000_000)}\tS1`, 'Pot\tS2'));

    expect(document.misfits.map(({ position, reason, content }) => [position, reason, content.length])).toEqual([
      [3, 'its line is longer than 1 MiB', 65_536],
    ]);
    expect(document.rows.map(({ line, fields: { sellerSku } }) => [line, sellerSku])).toEqual([
      [2, 'S0'],
      [4, 'S2'],
    ]);
  });
});

describe('a header', () => {
  it.each([
    [
      'GET_MERCHANT_LISTINGS_ALL_DATA',
      'order-id\tsku\tproduct-name',
      ['order-id', 'sku', 'product-name'],
      'seller-sku',
    ],
    ['GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA', 'order-id\tsku', ['order-id', 'sku'], 'fnsku'],
    ['GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA', 'order-id\tsku', ['order-id', 'sku'], 'return-date'],
    ['GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE', 'order-id\tsku', ['order-id', 'sku'], 'amazon-rma-id'],
    ['GET_MERCHANT_LISTINGS_ALL_DATA', '{"errorDetails":"x"}', [], 'seller-sku'],
  ])('of another report fails %s by name and gives no row', async (reportType, header, names, missing) => {
    const rows = readRows(reportDocument(`${header}\nx\ty\tz\n`, { reportType }));

    const failure = await rows.next().catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(UnknownHeaderError);
    expect(failure).toMatchObject({ header: names, missing: [missing], s3Key: 'reports/S1/document-1' });
    expect(String(failure)).toContain(`It reads: ${names[0] ?? '1 not shown'}`);
    expect(String(failure)).toContain('reports/S1/document-1');
  });

  it.each([
    'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA',
    'GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE',
    'GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING',
    'GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING',
  ])('in whose place a row of %s stands shows nothing of a buyer', async (reportType) => {
    const cells = [
      '111-1',
      'Jane Canary',
      'canary@example.com',
      '12 Canary Street',
      '5550100',
      'Canary: call me',
      'SKU',
    ];

    const failure = await read(`${cells.join('\t')}\n`, { reportType }).catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: 'UnknownHeaderError', header: ['SKU'] });
    expect(JSON.stringify([String(failure), failure])).not.toMatch(/canary|111-1|5550100/i);
    expect(String(failure)).toContain('It reads: SKU | 6 not shown. The document is kept as reports/S1/');
  });

  it('of a report that is not about buyers shows what looks like a column’s name, and nothing else', async () => {
    const names = ['Warengruppe', 'État (neuf)', 'image_url/2', 'canary@example.com', '4711', 'long '.repeat(9), '…'];

    const failure = await read(`${names.join('\t')}\n`).catch((error: unknown) => error);

    expect(failure).toMatchObject({ header: ['Warengruppe', 'État (neuf)', 'image_url/2'] });
  });

  it('that is missing altogether fails likewise', async () => {
    await expect(read('')).rejects.toThrow(UnknownHeaderError);
    await expect(read('\r\n\r\n')).rejects.toThrow(UnknownHeaderError);
  });

  it('without rows is an empty document', async () => {
    expect(await read(listings())).toMatchObject({ rows: [], misfits: [] });
  });

  it.each([
    [
      'Händler-SKU\tPreis\tMenge\tStatus\tVersender',
      { sellerSku: 'a', price: 'b', quantity: 'c', fulfillmentChannel: 'e' },
    ],
    ['sku-vendeur\tétat', { sellerSku: 'a', status: 'b' }],
    ['出品者SKU\t価格\tフルフィルメント・チャンネル', { sellerSku: 'a', price: 'b', fulfillmentChannel: 'c' }],
  ])('in another language is understood: %s', async (header, expected) => {
    const cells = ['a', 'b', 'c', 'd', 'e'].slice(0, header.split('\t').length);

    expect(await fields(`${header}\n${cells.join('\t')}\n`)).toEqual([expect.objectContaining(expected)]);
  });

  it('of any other report is taken as it is', async () => {
    expect(await fields('Amazon RMA ID\tSafeT claim id\tA-to-Z Claim\na\tb\tc\n', ANY)).toEqual([
      { amazonRmaId: 'a', safetClaimId: 'b', aToZClaim: 'c' },
    ]);
  });
});

describe('a document that is read in several invocations', () => {
  const lines = Array.from({ length: 20_000 }, (_, row) =>
    row % 7 === 0
      ? `"two\r\nlines ${row}"\tS${row}\t1\tActive`
      : row % 11 === 0
        ? 'misfit'
        : `Mug ${row}\tS${row}\t1\tActive`,
  );
  const text = listings(...lines);

  it('gives the same rows and misfits as in one, wherever it is broken off', async () => {
    const whole = await readAll(reportDocument(text, { gzip: true }));
    const rows = [];
    const misfits = [];
    let afterLine = 0;
    let invocations = 0;
    for (let going = true; going; invocations++) {
      going = false;
      for await (const batch of readRows(reportDocument(text, { gzip: true, pieceBytes: 100 + invocations }), {
        afterLine,
      })) {
        rows.push(...batch.rows.map((row) => ({ line: row.line, fields: row.toFields() })));
        misfits.push(...batch.misfits);
        afterLine = batch.lastLine;
        going = true;
        break;
      }
    }

    expect(invocations).toBeGreaterThan(4);
    expect(rows).toEqual(whole.rows);
    expect(misfits).toEqual(whole.misfits);
  });

  it.each([1, 2])(
    'counts a line longer than a megabyte alike whether it reads or skips it: %d of them',
    async (count) => {
      const long = Array.from({ length: count }, () => `${'x'.repeat(1_500_000)}\tS0\t1\tActive`);
      const after = Array.from({ length: 1500 }, (_, row) => `Mug ${row} ${'y'.repeat(80)}\tS${row}\t1\tActive`);
      const document = () => reportDocument(listings('Cup\tS', ...long, ...after));
      const whole = await readAll(document());

      for (const at of [1, 500, 1499]) {
        const { line = 0 } = whole.rows[at] ?? {};
        expect((await readAll(document(), { afterLine: line })).rows).toEqual(whole.rows.slice(at + 1));
      }
      expect(whole.misfits.map(({ position }) => position)).toEqual(long.map((_, number) => 3 + number));
    },
  );

  it('counts a header longer than a megabyte once', async () => {
    const { rows } = await read(file(`a\t${'x'.repeat(1_500_000)}`, '1\t2'), ANY);

    expect(rows.map(({ line }) => line)).toEqual([2]);
  });

  it('gives the last line though it has no end and all before it was read', async () => {
    const short = 'item-name\tseller-sku\nMug\tS1\nCup\tS2';
    // Pieces of a document are cut otherwise each time: the position may lie within its last one.
    const long = ['item-name\tseller-sku', ...Array<string>(2000).fill(`${'x'.repeat(60)}\tS`), 'Mug\tS1', 'Cup\tS2'];

    expect((await readAll(reportDocument(short), { afterLine: 2 })).rows).toHaveLength(1);
    expect((await readAll(reportDocument(long.join('\n')), { afterLine: 2002 })).rows).toHaveLength(1);
  });

  it('may go on after any line that ended a row', async () => {
    const whole = await readAll(reportDocument(text));
    for (const at of [0, 1, 2, 3, 1000, whole.rows.length - 1]) {
      const { line = 0 } = whole.rows[at] ?? {};
      const after = await readAll(reportDocument(text), { afterLine: line - 1 });
      expect(after.rows).toEqual(whole.rows.slice(at));
    }
  });
});
