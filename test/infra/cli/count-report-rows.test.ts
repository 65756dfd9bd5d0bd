import { afterAll, beforeAll, expect, it } from 'vitest';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { countReportRows } from '../../../infra/cli/count-report-rows.ts';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { BuyerStore } from '../../../shared/buyers/buyer-store.ts';
import { s3Quarantine } from '../../../shared/buyers/quarantine.ts';
import type { FetchedReport } from '../../../shared/reports/fetch-report.ts';
import { FBA_INVENTORY, SHIPPING_ORDERS } from '../../support/amazon-reports.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';
import { reportDocument } from '../../support/report-document.ts';
import { type S3, startS3 } from '../../support/s3.ts';

let dynamo: Dynamo;
let s3: S3;
beforeAll(async () => {
  [dynamo, s3] = await Promise.all([startDynamo(), startS3()]);
  await dynamo.createTables('buyers');
});
afterAll(() => Promise.all([dynamo.stop(), s3.stop()]));

const report: FetchedReport = {
  reportId: '4711',
  reportDocumentId: 'amzn1.spdoc.1',
  processingStartTime: '2026-03-10T12:00:00.000Z',
  document: { s3Key: 'restricted-reports/S1/4711', bytes: 1, md5: '', compression: 'none' },
  adopted: false,
};
const HEAD = ['order-id', 'order-item-id', 'purchase-date', 'buyer-name', 'recipient-name'];
const table = (...rows: readonly (readonly string[])[]) => [HEAD, ...rows].map((row) => row.join('\t')).join('\n');

function count(reportType: string, text: string) {
  const client = createDocumentClient(dynamo.client);
  return countReportRows(
    () => Promise.resolve(reportDocument(text, { reportType })),
    { wanted: { shopId: 'S1', reportType, marketplaceIds: ['ATVPDKIKX0DER'] }, report },
    {
      buyers: new BuyerStore(client, 'buyers', () => Date.parse('2026-03-10T12:05:00Z')),
      quarantine: s3Quarantine({ s3: s3.client, bucket: s3.bucket, sync: 'reports' }),
      now: () => Date.parse('2026-03-10T12:05:00Z'),
    },
  );
}

async function inQuarantine() {
  const keys = (await s3.keys()).filter((key) => key.startsWith('quarantine/reports/S1/'));
  const texts = await Promise.all(
    keys.map(async (key) => {
      const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: key }));
      return (await Body?.transformToString()) ?? '';
    }),
  );
  return { keys, texts };
}

it('keeps what fits with the buyers, sets aside what does not, and names it by line, reason and key only', async () => {
  const bought = '2026-03-09T08:00:00+00:00';
  const { rows, kept, setAside } = await count(
    SHIPPING_ORDERS,
    table(
      ['1', '11', bought, 'Pat', 'Pat'],
      ['2', '22', bought, 'canary-buyer', 'canary-recipient', 'one', 'too', 'many'],
      ['3', '33', 'canary-no-date', 'canary-buyer', 'Pat'],
    ),
  );

  expect([rows, kept]).toEqual([3, 1]);
  expect(setAside).toEqual([
    expect.stringMatching(/^Line 3 of report 4711 lies in quarantine \(.+\): quarantine\/reports\/S1\/\w+\.json$/),
    expect.stringMatching(/^Line 4 of report 4711 lies in quarantine \(its purchase date is none\): quarantine\//),
  ]);
  expect(setAside.join()).not.toContain('canary');
  const { keys, texts } = await inQuarantine();
  expect(keys).toHaveLength(1);
  expect(new Set(keys)).toEqual(new Set(setAside.map((line) => line.split(': ').at(-1))));
  expect(texts.every((text) => text.includes('canary-buyer') && text.includes('"reportId":"4711"'))).toBe(true);
  const { Items = [] } = await createDocumentClient(dynamo.client).send(new ScanCommand({ TableName: 'buyers' }));
  expect(Items.map(({ recordId }) => recordId)).toEqual([`${SHIPPING_ORDERS}#1#11`]);
});

it('sets nothing aside of a report whose rows are not kept: they are in its document', async () => {
  const before = (await inQuarantine()).keys;

  const counted = await count(FBA_INVENTORY, 'sku\tfnsku\tasin\nA\tB\tC\nA\tB\tC\tD');

  expect(counted).toEqual({ rows: 2, kept: 0, setAside: [] });
  expect((await inQuarantine()).keys).toEqual(before);
});

it.each([
  ['JSON in a line', 'GET_SALES_AND_TRAFFIC_REPORT', JSON.stringify({ a: [1, 2, 3] }), null],
  ['JSON in lines', 'GET_SALES_AND_TRAFFIC_REPORT', JSON.stringify({ a: [1, 2, 3] }, undefined, 1), null],
  ['XML of another kind', 'GET_XML_BROWSE_TREE_DATA', '<r>\n<n>1</n>\n<n>2</n>\n</r>', null],
  ['commas', 'GET_CSV_MFN_PRIME_RETURNS_REPORT', 'a,b\r\n1,"2\r\n3"\r\n', null],
  ['semicolons', 'GET_VAT_TRANSACTION_DATA', 'a;b\r\n1;2\r\n', null],
  ['tabs and a comma in a name', 'GET_FLAT_FILE_OPEN_LISTINGS_DATA', 'sku\tname, long\r\nA\tB\r\n', 1],
  ['one column', 'GET_FLAT_FILE_OPEN_LISTINGS_DATA', 'sku\r\nA\r\nB\r\n', 2],
  ['lines of tabs and blanks at its end', 'GET_FLAT_FILE_OPEN_LISTINGS_DATA', 'sku\tname\r\nA\tB\r\n\t\r\n  \r\n', 1],
])('counts rows only where there are any: %s', async (_, reportType, text, rows) => {
  expect((await count(reportType, text)).rows).toBe(rows);
});
