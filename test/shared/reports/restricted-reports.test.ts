import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BuyerStore } from '../../../shared/buyers/buyer-store.ts';
import type { FetchedReport } from '../../../shared/reports/fetch-report.ts';
import { fetchReport } from '../../../shared/reports/fetch-report.ts';
import { readRecords } from '../../../shared/reports/read-records.ts';
import { reportMeans } from '../../../shared/reports/report-means.ts';
import { keepsBuyersRows, storeBuyersRows } from '../../../shared/reports/store-buyers-rows.ts';
import type { WantedReport } from '../../../shared/reports/wanted-report.ts';
import { RESTRICTED_REPORT_TYPES } from '../../../shared/sp-api/restricted/catalogue.ts';
import { ACTIONABLE_ORDERS, LISTINGS, MONTH, SHIPPING_ORDERS } from '../../support/amazon-reports.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';
import { type RestrictedHouse, startRestrictedHouse } from '../../support/restricted-house.ts';
import { type S3, startS3 } from '../../support/s3.ts';

const DAY = 24 * 60 * 60_000;
const log = { info: () => {}, warn: () => {}, error: () => {}, appendKeys: () => {} };

let dynamo: Dynamo;
let s3: S3;
let client: DynamoDBDocumentClient;
beforeAll(async () => {
  [dynamo, s3] = await Promise.all([startDynamo(), startS3()]);
  client = createDocumentClient(dynamo.client);
  await dynamo.createTables('reports', 'buyers');
});
afterAll(() => Promise.all([dynamo.stop(), s3.stop()]));

let shops = 0;
let shopId = '';
beforeEach(() => {
  shopId = `S${(shops += 1)}`;
});

/** Fetches a report of the last month as every sync does, letting the time pass that it takes. */
async function fetchInto(house: RestrictedHouse, reportType: string) {
  const now = () => house.given.now().getTime();
  const means = reportMeans({ client, reportsTable: 'reports', s3: s3.client, bucket: s3.bucket, now, speed: 1, log });
  const wanted: WantedReport = { shopId, reportType, marketplaceIds: ['ATVPDKIKX0DER'], ...MONTH };
  const over = { ...means.reportsOver(house.means.spApi), lane: 'live' as const };
  for (;;) {
    const stand = await fetchReport(wanted, over);
    if (stand.stand === 'fetched') return { report: stand.report, wanted, means };
    if (stand.stand !== 'working') throw new Error(`the report is ${stand.stand}`);
    house.given.pass(stand.until.getTime() - now());
  }
}

/** Reads the document's rows and keeps them. */
async function keepRows(house: RestrictedHouse, { report, wanted, means }: Awaited<ReturnType<typeof fetchInto>>) {
  const { reportType } = wanted;
  const totals = { rows: 0, stored: 0, expired: 0, misfits: 0 };
  for await (const { records } of readRecords(await means.openKept(report.document, { reportType }))) {
    const stored = await store(house, report, reportType, records);
    totals.rows += records.length;
    totals.stored += stored.stored;
    totals.expired += stored.pii?.expired ?? 0;
    totals.misfits += stored.misfits?.length ?? 0;
  }
  return totals;
}

type Records = Parameters<typeof storeBuyersRows>[0]['records'];
const store = (house: RestrictedHouse, report: FetchedReport, reportType: string, records: Records) =>
  storeBuyersRows(
    { shopId, reportType, report, records },
    {
      buyers: new BuyerStore(client, 'buyers', () => house.given.now().getTime()),
      now: () => house.given.now().getTime(),
    },
  );

async function buyers() {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'buyers', ConsistentRead: true }));
  return Items.filter((item) => item.shopId === shopId);
}

describe('a restricted report', () => {
  it.each([SHIPPING_ORDERS, ACTIONABLE_ORDERS])('%s is fetched, and lies apart, to die after 30 days', async (type) => {
    await using house = await startRestrictedHouse();
    house.given.account.placeOrder({}, new Date('2026-03-09T00:00:00Z'));

    const { report } = await fetchInto(house, type);

    expect(report.document.s3Key).toBe(`restricted-reports/${shopId}/${type}/${report.reportId}`);
    expect(await s3.keys()).toContain(report.document.s3Key);
    expect(house.requests.filter(({ token }) => token === 'RDT')).toHaveLength(1);
  });

  it('leaves others where they were', async () => {
    await using house = await startRestrictedHouse({ listings: 2 });

    const { report } = await fetchInto(house, LISTINGS);

    expect(report.document.s3Key).toMatch(/^reports\//);
    expect(house.tokensAsked()).toBe(0);
  });

  it('puts its rows into the buyers table, each with a date of death that no delivery makes late', async () => {
    await using house = await startRestrictedHouse();
    const placed = [1, 2, 3].map((day) =>
      house.given.account.placeOrder({}, new Date(house.given.now().getTime() - day * DAY)),
    );
    const fetched = await fetchInto(house, SHIPPING_ORDERS);

    const totals = await keepRows(house, fetched);
    const again = await keepRows(house, fetched);

    const rows = await buyers();
    expect(totals).toEqual({ rows: rows.length, stored: rows.length, expired: 0, misfits: 0 });
    expect(again).toEqual(totals);
    for (const { orderId, createdTime } of placed) {
      const row = rows.find(({ data }) => data.orderId === orderId);
      expect(row).toMatchObject({
        recordId: expect.stringContaining(`${SHIPPING_ORDERS}#${orderId}#`),
        data: { shipAddress1: expect.any(String), buyerName: expect.any(String) },
        expiresAt: Math.floor((Math.floor(Date.parse(createdTime) / 1000) * 1000 + 27 * DAY) / 1000),
      });
    }
  });

  it('counts rows of orders to be sent from the report on: none of them has been delivered', async () => {
    await using house = await startRestrictedHouse();
    house.given.account.placeOrder({}, new Date(house.given.now().getTime() - 40 * DAY));
    const fetched = await fetchInto(house, ACTIONABLE_ORDERS);

    const { stored, expired } = await keepRows(house, fetched);

    const [row] = await buyers();
    expect([stored, expired]).toEqual([1, 0]);
    expect(row?.expiresAt).toBe(Math.floor((Date.parse(fetched.report.processingStartTime) + 27 * DAY) / 1000));
  });

  it('writes no row whose day has come', async () => {
    await using house = await startRestrictedHouse();
    house.given.account.placeOrder({}, new Date(house.given.now().getTime() - 28 * DAY));
    const fetched = await fetchInto(house, SHIPPING_ORDERS);

    expect(await keepRows(house, fetched)).toEqual({ rows: 1, stored: 0, expired: 1, misfits: 0 });
    expect(await buyers()).toEqual([]);
  });

  it('sets rows aside that name no item, or no time to count from', async () => {
    await using house = await startRestrictedHouse();
    house.given.account.placeOrder({}, new Date('2026-03-09T00:00:00Z'));
    const { report } = await fetchInto(house, SHIPPING_ORDERS);
    const purchaseDate = '2026-03-09T00:00:00+00:00';

    const { misfits, stored } = await store(house, report, SHIPPING_ORDERS, [
      { position: 2, fields: { orderId: '1', orderItemId: '', purchaseDate } },
      { position: 3, fields: { orderId: '1', orderItemId: '2', purchaseDate: 'soon' } },
      { position: 4, fields: { orderId: '1', orderItemId: '3', purchaseDate } },
    ]);

    expect([stored, misfits?.map(({ record, reason }) => [record.position, reason])]).toEqual([
      1,
      [
        [2, 'it names no order item'],
        [3, 'its purchase date is none'],
      ],
    ]);
  });

  it('is one whose rows are kept only where it is known from when their days count', () => {
    expect([...RESTRICTED_REPORT_TYPES.keys()].filter(keepsBuyersRows).toSorted()).toEqual([
      ACTIONABLE_ORDERS,
      SHIPPING_ORDERS,
    ]);
  });

  it('keeps the words of a failure out of the error: they may be about a buyer', async () => {
    await using house = await startRestrictedHouse();
    house.given.account.placeOrder({}, new Date('2026-03-09T00:00:00Z'));
    const { wanted, means, report } = await fetchInto(house, SHIPPING_ORDERS);

    const words = await means.reportsOver(house.means.spApi).readExplanation(wanted, report.reportDocumentId);

    expect(words).toBe(`the explanation lies at restricted-reports/explanations/${report.reportDocumentId}`);
  });
});
