import { describe, expect, it } from 'vitest';
import { type RecordBatch, readRecords } from '../../../../shared/reports/read-records.ts';
import { reportDocument } from '../../../support/report-document.ts';
import { xmlReturn, xmlReturnItem, xmlReturnsReport } from '../../../support/xml-returns.ts';

const reportType = 'GET_XML_RETURNS_DATA_BY_RETURN_DATE';

async function read(...work: Parameters<typeof reportDocument>) {
  const batches: RecordBatch[] = [];
  for await (const batch of readRecords(reportDocument(...work))) batches.push(batch);
  return batches;
}

const recordsOf = async (...xml: readonly string[]) =>
  (await read(xmlReturnsReport(xml), { reportType })).flatMap(({ records }) => records.map(({ fields }) => fields));

describe('an XML record loses nothing', () => {
  it('where elements repeat: the first has the name, the others a number, as columns have', async () => {
    const label = (tracking: string) => `<label_cost>1</label_cost><tracking_id>${tracking}</tracking_id>`;
    const labels = [label('T1'), label('T2'), label('T3')].join('</label_details><label_details>');

    const [record, ...others] = await recordsOf(xmlReturn({ label_details: labels, note: 'a</note><note>b' }));

    expect(others).toEqual([]);
    expect(record).toMatchObject({ trackingId: 'T1', trackingId2: 'T2', trackingId3: 'T3', note: 'a', note2: 'b' });
    expect(record).toMatchObject({ labelCost: '1', labelCost2: '1', labelCost3: '1' });
    const flat = await read('order-id\tamazon-rma-id\tnote\tnote\n1\tR\ta\tb\n', {
      reportType: 'GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE',
    });
    expect(flat[0]?.records[0]?.fields).toMatchObject({ note: 'a', note2: 'b' });
  });

  it('where they repeat within an item, or stand in it and beside it: the item’s has the name', async () => {
    const item = xmlReturnItem('S1').replace('<category>', '<note>a</note><note>b</note><category>');

    const records = await recordsOf(xmlReturn({ note: 'c', sku2: 'x' }, [item, xmlReturnItem('S2')]));

    expect(records).toEqual([
      expect.objectContaining({ merchantSku: 'S1', note: 'a', note2: 'b', note3: 'c', sku2: 'x' }),
      expect.objectContaining({ merchantSku: 'S2', note: 'c', sku2: 'x' }),
    ]);
    expect(records[1]).not.toHaveProperty('note2');
  });

  it('where a number is a name already', async () => {
    const [record] = await recordsOf(xmlReturn({ note2: 'x', note: 'a</note><note>b' }));

    expect(record).toMatchObject({ note2: 'x', note: 'a', note3: 'b' });
  });

  it('where one name is spelled in two ways, or an item is mere text', async () => {
    const [record] = await recordsOf(
      xmlReturn({ other_note: 'a', 'other-note': 'b</other-note><other-note>c' }, [
        '<item_details>words</item_details>',
      ]),
    );

    expect(record).toMatchObject({ otherNote: 'a', otherNote2: 'b', otherNote3: 'c', itemDetails: 'words' });
  });
});

describe('a document that is labelled Cp1252', () => {
  const contentType = 'text/plain; charset=Cp1252';
  const text = 'seller-sku\titem-name\nA\tMüller\n';

  it.each([
    ['and plainly is UTF-8 says so', Buffer.from(text), contentType, true],
    ['and is it does not', Buffer.from(text, 'latin1'), contentType, false],
    ['and is ASCII does not', Buffer.from('seller-sku\titem-name\nA\tMueller\n'), contentType, false],
    ['or that is UTF-8 and labelled so does not', Buffer.from(text), 'text/plain; charset=UTF-8', false],
  ])('%s', async (_, bytes, label, mislabelled) => {
    expect((await read(bytes, { contentType: label })).map((batch) => batch.mislabelled)).toEqual([mislabelled]);
  });

  it('is read as the label has it all the same', async () => {
    const [batch] = await read(text, { contentType });

    expect(batch).toMatchObject({ charset: 'windows-1252', undecodable: { count: 0 } });
    expect(batch?.records[0]?.fields['itemName']).toBe('MÃ¼ller');
  });

  it('says so of XML, too', async () => {
    const xml = xmlReturnsReport([xmlReturn({ return_type: 'Größe' })]);

    const batches = await read(xml, { reportType, contentType });

    expect(batches.map((batch) => batch.mislabelled)).toEqual([true]);
  });
});
