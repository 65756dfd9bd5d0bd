import { describe, expect, it } from 'vitest';
import { DocumentDamagedError } from '../../../../shared/reports/documents/document-damaged-error.ts';
import type { Misfit } from '../../../../shared/reports/documents/misfit.ts';
import { readXmlRecords, type XmlRecord } from '../../../../shared/reports/documents/read-xml-records.ts';
import { UnknownHeaderError } from '../../../../shared/reports/documents/unknown-header-error.ts';
import { xmlReportOf } from '../../../../shared/reports/documents/xml-report.ts';
import { reportDocument } from '../../../support/report-document.ts';
import { xmlReturn, xmlReturnItem, xmlReturnsReport } from '../../../support/xml-returns.ts';

const reportType = 'GET_XML_RETURNS_DATA_BY_RETURN_DATE';
const report = xmlReportOf(reportType) ?? expect.unreachable();

async function read(
  xml: string | Buffer,
  { afterRecord = 0, ...options }: Parameters<typeof reportDocument>[1] & { afterRecord?: number } = {},
) {
  const records: XmlRecord[] = [];
  const misfits: Misfit[] = [];
  let undecodable = 0;
  let charset: string | undefined;
  for await (const batch of readXmlRecords(reportDocument(xml, { reportType, ...options }), { report, afterRecord })) {
    records.push(...batch.records);
    misfits.push(...batch.misfits);
    undecodable += batch.undecodable.count;
    charset = batch.charset;
  }
  return { records, misfits, undecodable, charset };
}

describe('returns in XML', () => {
  it('are read record by record, under Amazon’s names in camelCase, as text', async () => {
    const { records, misfits } = await read(
      xmlReturnsReport([xmlReturn({}, [xmlReturnItem('00123'), xmlReturnItem('S2')])]),
    );

    expect(misfits).toEqual([]);
    expect(records).toEqual([
      {
        position: 1,
        fields: expect.objectContaining({
          orderId: '408-0000000-0000001',
          aToZClaim: 'false',
          orderAmount: '59.9',
          labelDetails: { currencyCode: 'EUR', labelCost: '0.0', labelType: 'AmazonUnPaidLabel' },
          itemDetails: [
            expect.objectContaining({ merchantSku: '00123', returnQuantity: '1' }),
            expect.objectContaining({ merchantSku: 'S2' }),
          ],
        }),
      },
    ]);
  });

  it('have a list of items even when there is one', async () => {
    const { records } = await read(xmlReturnsReport([xmlReturn()]));

    expect(records[0]?.fields['itemDetails']).toHaveLength(1);
  });

  it('are the same in pieces of any size, pretty printed or on one line', async () => {
    const many = Array.from({ length: 300 }, (_, number) => xmlReturn({ order_id: `408-${number}` }));
    const whole = await read(xmlReturnsReport(many));

    expect(whole.records.map(({ fields }) => fields['orderId'])).toEqual(many.map((_, number) => `408-${number}`));
    for (const pieceBytes of [13, 1000]) expect(await read(xmlReturnsReport(many), { pieceBytes })).toEqual(whole);
    expect(await read(xmlReturnsReport(many, { between: '\r\n    ' }), { gzip: true })).toEqual(whole);
  });

  it('go on after the last record of another invocation', async () => {
    const many = Array.from({ length: 50 }, (_, number) => xmlReturn({ order_id: `408-${number}` }));
    const whole = await read(xmlReturnsReport(many));

    expect((await read(xmlReturnsReport(many), { afterRecord: 20 })).records).toEqual(whole.records.slice(20));
  });

  it('understand entities, character references and CDATA', async () => {
    const { records } = await read(
      xmlReturnsReport([xmlReturn({ return_type: 'A &amp; B &lt;C&gt; &#233;&#x6c34;<![CDATA[D & <E>]]>' })]),
    );

    expect(records[0]?.fields['returnType']).toBe('A & B <C> é水D & <E>');
  });

  it('expand no entity that a document declares for itself', async () => {
    const declaration = '<!DOCTYPE AmazonEnvelope [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yyyy">]>';
    const { records } = await read(xmlReturnsReport([xmlReturn({ return_type: '&x;&y;' })], { declaration }));

    expect(records[0]?.fields['returnType']).toBe('&x;&y;');
  });

  it.each([
    ['a comment after the root', '', '<!-- end -->\n<!-- of <report> --> '],
    ['a long comment after the root', '', `<!--${'-> '.repeat(50_000)}-->`],
    ['a processing instruction after the root', '', '<?end of="report"?>'],
    ['a comment before a record that names one', '<!-- <return_details> -->', ''],
    ['a comment that names the end of a record', '<!-- </return_details> <x -->', ''],
    ['a comment that is no CDATA section', '<!-- <![CDATA[ -->', ''],
    ['a CDATA section that is no comment', '<![CDATA[ <!-- <return_details> ]]>', ''],
  ])('may stand beside %s', async (_, before, after) => {
    const within = xmlReturn({ return_type: `A${before}` });
    const xml = `${xmlReturnsReport([before, xmlReturn(), before, within])}${after}`;
    for (const pieceBytes of [3, 100_000]) {
      const { records, misfits } = await read(xml, { pieceBytes });
      expect([records.map(({ position }) => position), misfits]).toEqual([[1, 2], []]);
      expect(records[1]?.fields['returnType']).toMatch(/^A( <!-- <return_details> )?$/);
    }
  });

  it('may hold a CDATA section that names them', async () => {
    const { records, misfits } = await read(
      xmlReturnsReport([xmlReturn({ return_type: '<![CDATA[a </return_details> b]]>' }), xmlReturn()]),
    );

    expect(misfits).toEqual([]);
    expect(records.map(({ fields }) => fields['returnType'])).toEqual(['a </return_details> b', 'C-Returns']);
  });

  it('may be none, where only a comment names what they hold', async () => {
    expect(await read(xmlReturnsReport(['<!-- <order_id>1</order_id> -->']))).toMatchObject({
      records: [],
      misfits: [],
    });
  });

  it('of an empty window are an empty report', async () => {
    expect(await read(xmlReturnsReport([]))).toMatchObject({ records: [], misfits: [] });
  });
});

describe('a record that cannot be read', () => {
  it.each([
    ['is not well-formed', xmlReturn({ return_type: '<b>open' }), 'it is not well-formed'],
    ['has no order', xmlReturn({ order_id: '' }), 'its order_id is missing'],
    ['is empty', '<return_details/>', 'it is not well-formed'],
    ['is longer than a megabyte', xmlReturn({ return_type: '<i/>'.repeat(400_000) }), 'it is longer than 1 MiB'],
  ])('is a misfit: it %s', async (_, bad, reason) => {
    const { records, misfits } = await read(xmlReturnsReport([xmlReturn(), bad, xmlReturn()]));

    expect(records.map(({ position }) => position)).toEqual([1, 3]);
    expect(misfits).toEqual([{ position: 2, reason, content: bad.slice(0, 65_536) }]);
  });
});

it.each([
  ['text', 'x'.repeat(1_300_000), ' > x'],
  ['a comment', `<!--${'x'.repeat(1_300_000)}-->`, ''],
  ['a CDATA section', `<![CDATA[${'x'.repeat(1_300_000)}]]>`, ''],
])('a record with %s of more than a megabyte leaves the records behind it alone', async (_, long, after) => {
  const bad = xmlReturn({ return_type: `${long}${after}` });

  const { records, misfits } = await read(xmlReturnsReport([xmlReturn(), bad, xmlReturn()]));

  expect(records.map(({ position }) => position)).toEqual([1, 3]);
  expect(misfits.map(({ position, reason }) => [position, reason])).toEqual([[2, 'it is longer than 1 MiB']]);
});

it('a record whose end is left out with a line of more than a megabyte leaves the one behind it alone', async () => {
  const bad = `<return_details><order_id>1</order_id>${'x'.repeat(1_300_000)}</return_details>`;

  const { records, misfits } = await read(xmlReturnsReport([xmlReturn(), bad, xmlReturn()]));

  expect([records.length, misfits.length]).toEqual([2, 1]);
});

describe('the text of an XML report', () => {
  const umlaut = xmlReturnsReport([xmlReturn({ return_type: 'Größe' })]);

  it.each([
    ['declared windows-1252', `<?xml version="1.0" encoding="windows-1252"?>${umlaut}`, 'latin1', undefined, 0],
    ['Cp1252 by its Content-Type', umlaut, 'latin1', 'text/xml; charset=Cp1252', 0],
    [
      'declared UTF-8 against its Content-Type',
      `<?xml version="1.0" encoding="UTF-8"?>${umlaut}`,
      'utf8',
      'text/xml; charset=Cp1252',
      0,
    ],
    [
      'wrongly declared UTF-8, which is counted',
      `<?xml version="1.0" encoding="UTF-8"?>${umlaut}`,
      'latin1',
      undefined,
      2,
    ],
    ['UTF-8 without a word', umlaut, 'utf8', undefined, 0],
    ['UTF-8 with a byte order mark', `\uFEFF<?xml version="1.0"?>${umlaut}`, 'utf8', undefined, 0],
  ] as const)('is %s', async (_, xml, encoding, contentType, undecodable) => {
    const document = await read(Buffer.from(xml, encoding), { contentType });

    expect(document.records[0]?.fields['returnType']).toBe('Größe');
    expect(document.undecodable).toBe(undecodable);
  });
});

describe('a document that is no such report', () => {
  it.each([
    ['a flat file', 'order-id\torder-item-id\n1\t2\n', ''],
    ['another XML', '<ErrorResponse><Code>x</Code></ErrorResponse>', 'ErrorResponse'],
    ['nothing', '', ''],
  ])('fails by name: %s', async (_, text, root) => {
    await expect(read(text)).rejects.toMatchObject({ header: root === '' ? [] : [root], missing: ['AmazonEnvelope'] });
    await expect(read(text)).rejects.toThrow(UnknownHeaderError);
  });

  it('or whose records have another name is not taken for an empty one', async () => {
    const renamed = xmlReturnsReport([xmlReturn()]).replaceAll('return_details', 'Return_Details');

    await expect(read(renamed)).rejects.toMatchObject({ missing: ['return_details'] });
  });

  it('or that ends in a comment is damaged', async () => {
    await expect(read(`${xmlReturnsReport([xmlReturn()])}<!-- and </AmazonEnvelope>`)).rejects.toThrow(
      DocumentDamagedError,
    );
  });

  it('or that is cut off anywhere is damaged', async () => {
    const xml = xmlReturnsReport([xmlReturn(), xmlReturn()]);
    for (let length = xml.indexOf('<Header'); length < xml.length; length += 37) {
      await expect(read(xml.slice(0, length))).rejects.toThrow(DocumentDamagedError);
    }
    await expect(read(xml.slice(0, -1))).rejects.toThrow(DocumentDamagedError);
  });
});
