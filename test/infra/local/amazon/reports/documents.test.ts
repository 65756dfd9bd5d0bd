import { describe, expect, it } from 'vitest';
import { XMLParser } from 'fast-xml-parser';
import type { SellerOptions } from '../../../../../infra/local/amazon/seller-account.ts';
import {
  ACTIONABLE_ORDERS,
  ALL_ORDERS,
  download,
  downloadReport,
  FBA_INVENTORY,
  FBA_RETURNS,
  MERCHANT_RETURNS,
  MERCHANT_RETURNS_XML,
  makeReport,
  SHIPPING_ORDERS,
  toLines,
  toRows,
} from '../../../../support/amazon-reports.ts';
import { startTestAmazon, type TestAmazon } from '../../../../support/test-amazon.ts';

const US = 'ATVPDKIKX0DER';
const JAPAN = { region: 'fe', marketplaceIds: ['A1VC38T7YXB528'] } as const satisfies Partial<SellerOptions>;
const GERMANY = { region: 'eu', marketplaceIds: ['A1PA6795UKMFR9'] } as const satisfies Partial<SellerOptions>;
const BRITAIN = { region: 'eu', marketplaceIds: ['A1F83G8C2ARO7P'] } as const satisfies Partial<SellerOptions>;
const AUSTRALIA = { region: 'fe', marketplaceIds: ['A39IBJ37TRP1C6'] } as const satisfies Partial<SellerOptions>;

describe('the listings', () => {
  it('have 29 columns, and two more in the header that the rows have not', async () => {
    await using given = await startTestAmazon({ listings: 20 });

    const [header, ...rows] = toLines((await downloadReport(given)).text);

    expect(header).toHaveLength(31);
    expect(header?.slice(-3)).toEqual(['status', 'Minimum order quantity', 'Sell remainder']);
    expect(rows).toHaveLength(20);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([29]));
  });

  it('are those of the account, in all conditions', async () => {
    await using given = await startTestAmazon({ listings: 20 });

    const rows = toRows((await downloadReport(given)).text);

    const expected = given.account.listListings();
    expect(rows.map((row) => row['seller-sku'])).toEqual(expected.map(({ sellerSku }) => sellerSku));
    expect(new Set(rows.map((row) => row.status))).toEqual(new Set(['Active', 'Inactive', 'Incomplete']));
    expect(new Set(rows.map((row) => row['fulfillment-channel']))).toEqual(new Set(['AMAZON_NA', 'DEFAULT']));
    for (const row of rows) expect(row.quantity === '').toBe(row['fulfillment-channel'] === 'AMAZON_NA');
    expect(rows.find((row) => row.status === 'Incomplete')?.['item-name']).toBe('');
    expect(rows.map((row) => row['item-name']).join()).toContain('"Hotel"');
  });

  it('are of the first marketplace only, whatever else was asked', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    given.account.addListing({ sellerSku: 'CANADIAN' }, 'A2EUQ1WTGCTBG2');

    const { text } = await downloadReport(given, { marketplaceIds: [US, 'A2EUQ1WTGCTBG2'] });

    expect(toRows(text)).toHaveLength(3);
    expect(text).not.toContain('CANADIAN');
  });

  it('change when the account does', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    const before = toRows((await downloadReport(given)).text);

    given.account.removeListing('MUG-BLUE-2');
    given.account.changeListing('LAMP/DESK+USB', { price: '1.23' });
    given.account.addListing({ sellerSku: 'NEW-1', itemName: 'New\tone' });
    const after = toRows((await downloadReport(given)).text);

    expect(before).toHaveLength(3);
    expect(after.map((row) => [row['seller-sku'], row.price])).toEqual([
      ['KETTLE-1L-STEEL', before[0]?.price],
      ['LAMP/DESK+USB', '1.23'],
      ['NEW-1', '9.99'],
    ]);
    expect(after[2]?.['item-name']).toBe('New one');
  });

  it('can be the active ones alone', async () => {
    await using given = await startTestAmazon({ listings: 20 });

    const rows = toRows((await downloadReport(given, { reportType: 'GET_MERCHANT_LISTINGS_DATA' })).text);

    expect(new Set(rows.map((row) => row.status))).toEqual(new Set(['Active']));
  });

  it.each([
    ['the US, in winter', {}, '2026-01-15T20:30:05Z', '2026-01-15 12:30:05 PST'],
    ['the US, on the day of the change', {}, '2026-03-08T10:00:00Z', '2026-03-08 03:00:00 PDT'],
    ['the US, in summer', {}, '2025-11-02T08:59:59Z', '2025-11-02 01:59:59 PDT'],
    ['the US, an hour later', {}, '2025-11-02T09:00:00Z', '2025-11-02 01:00:00 PST'],
    ['Britain, in summer', BRITAIN, '2025-09-29T15:19:39Z', '29/09/2025 16:19:39 BST'],
    ['Britain, in winter', BRITAIN, '2025-12-29T15:19:39Z', '29/12/2025 15:19:39 GMT'],
    ['Germany, in summer', GERMANY, '2025-09-29T15:19:39Z', '29/09/2025 17:19:39 MEST'],
    ['Germany, in winter', GERMANY, '2026-03-29T00:59:59Z', '29/03/2026 01:59:59 MET'],
    ['Japan', JAPAN, '2025-09-29T15:19:39Z', '2025/09/30 00:19:39 JST'],
  ])('say when they were opened as is done in %s', async (_case, place, openDate, written) => {
    await using given = await startTestAmazon(place);
    given.account.addListing({ sellerSku: 'A', openDate });

    const { text } = await downloadReport(given, { marketplaceIds: given.account.marketplaceIds });

    expect(text).toContain(`\t${written}\t`);
  });
});

describe('in Japan', () => {
  it('the listings have fewer columns, with Japanese names, in Shift_JIS', async () => {
    await using given = await startTestAmazon({ ...JAPAN, listings: 12 });

    const { headers, text, bytes } = await downloadReport(given, { marketplaceIds: JAPAN.marketplaceIds });

    expect(headers.get('content-type')).toBe('text/plain; charset=Shift_JIS');
    const [header] = toLines(text);
    expect(header?.slice(0, 4)).toEqual(['商品名', '出品ID', '出品者SKU', '価格']);
    expect(header).toContain('フルフィルメント・チャンネル');
    expect(header).not.toContain('asin1');
    const row = toRows(text)[1];
    expect(row).toMatchObject({ 商品名: 'ホーローマグ 青 ①②セット 2', 出品者SKU: 'MUG-BLUE-2', 商品ID: 'B0AZI00002' });
    expect(row?.価格).toMatch(/^\d+$/);
    expect(bytes.length).toBeGreaterThan(0);
  });

  it.each([
    [false, 'seller-sku'],
    [true, '出品者SKU'],
  ])('they have English names where that is asked for, unless Amazon forgets it (%s)', async (forgets, name) => {
    await using given = await startTestAmazon({ ...JAPAN, listings: 3 });
    given.amazon.faults.reports.forgetsLocale = forgets;

    const { text } = await downloadReport(given, {
      marketplaceIds: JAPAN.marketplaceIds,
      reportOptions: { preferredReportDocumentLocale: 'en_US' },
    });

    expect(toLines(text)[0]?.[2]).toBe(name);
  });
});

describe('the charset', () => {
  it.each([
    ['the US', {}, 'UTF-8', 'Jigsaw puzzle “Sea”'],
    ['Germany', GERMANY, 'Cp1252', 'édition 5 €, größer'],
    ['Japan', JAPAN, 'Shift_JIS', 'ジグソーパズル「海」1000ピース 表裏'],
    ['Australia', AUSTRALIA, 'UTF-8', '100 × 150 cm'],
  ])('of %s is told and true', async (_case, place, label, words) => {
    await using given = await startTestAmazon({ ...place, listings: 12 });

    const { headers, text } = await downloadReport(given, { marketplaceIds: given.account.marketplaceIds });

    expect(headers.get('content-type')).toBe(`text/plain; charset=${label}`);
    expect(text).toContain(words);
  });

  it('begins with a byte order mark in some places', async () => {
    await using given = await startTestAmazon({ ...AUSTRALIA, listings: 3 });
    given.amazon.faults.reports.gzip = false;

    const { bytes } = await downloadReport(given, { marketplaceIds: AUSTRALIA.marketplaceIds });

    expect([...bytes.subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 'i'.charCodeAt(0)]);
  });

  it.each([
    ['Cp932', 'text/plain; charset=Cp932'],
    [null, 'text/plain'],
  ])('can be called %s', async (charsetLabel, contentType) => {
    await using given = await startTestAmazon({ ...JAPAN, listings: 3 });
    given.amazon.faults.reports.charsetLabel = charsetLabel;
    const { reportDocumentId = '' } = await makeReport(given, { marketplaceIds: JAPAN.marketplaceIds });
    const url = given.account.reports.presign({ reportDocumentId, contentEncoding: 'identity' }, given.now());

    const response = await fetch(url);
    await response.arrayBuffer();

    expect(response.headers.get('content-type')).toBe(contentType);
  });

  it('can be another than the marketplace has', async () => {
    await using given = await startTestAmazon({ ...JAPAN, listings: 3 });
    given.amazon.faults.reports.charset = 'euc-jp';

    const { headers, text } = await downloadReport(given, { marketplaceIds: JAPAN.marketplaceIds });

    expect(headers.get('content-type')).toBe('text/plain; charset=EUC-JP');
    expect(text).toContain('ケトル 1L ステンレス 1');
  });
});

describe('FBA inventory', () => {
  it('shows the stock of every listing that Amazon fulfils', async () => {
    await using given = await startTestAmazon({ listings: 20 });
    given.account.setStock('KETTLE-1L-STEEL', { fulfillable: 7, inboundShipped: 5, defective: 2 });

    const rows = toRows((await downloadReport(given, { reportType: FBA_INVENTORY })).text);

    const stock = given.account.findStock('KETTLE-1L-STEEL')?.quantities;
    expect(rows).toHaveLength(given.account.listStock().length);
    expect(Object.keys(rows[0] ?? {})).toHaveLength(21);
    expect(rows[0]).toMatchObject({
      sku: 'KETTLE-1L-STEEL',
      'afn-fulfillable-quantity': '7',
      'afn-inbound-shipped-quantity': '5',
      'afn-inbound-working-quantity': String(stock?.inboundWorking),
    });
    expect(Number(rows[0]?.['afn-total-quantity'])).toBe(
      Object.values(stock ?? {}).reduce((sum, quantity) => sum + quantity, 0),
    );
  });

  it('has three columns more in Europe', async () => {
    await using given = await startTestAmazon({ ...GERMANY, listings: 3 });

    const { text } = await downloadReport(given, {
      reportType: FBA_INVENTORY,
      marketplaceIds: GERMANY.marketplaceIds,
    });

    expect(toLines(text)[0]?.slice(21)).toEqual([
      'afn-fulfillable-quantity-local',
      'afn-fulfillable-quantity-remote',
      'store',
    ]);
  });

  it('leaves out what has no listing any more, unless it shows all', async () => {
    await using given = await startTestAmazon({ listings: 3 });
    given.account.removeListing('KETTLE-1L-STEEL');
    const skus = async (reportType: string) =>
      toRows((await downloadReport(given, { reportType })).text).map((row) => row.sku);

    expect(await skus(FBA_INVENTORY)).toEqual(['MUG-BLUE-2']);
    expect(await skus('GET_FBA_MYI_ALL_INVENTORY_DATA')).toEqual(['KETTLE-1L-STEEL', 'MUG-BLUE-2']);
  });
});

describe('FBA returns', () => {
  it('are of the account’s shipped orders, some without a licence plate', async () => {
    await using given = await startTestAmazon({ orders: 200, fbaReturns: 20 });

    const { text } = await downloadReport(given, { reportType: FBA_RETURNS, marketplaceIds: [US, 'A2EUQ1WTGCTBG2'] });

    const rows = toRows(text);
    expect(rows).toHaveLength(20);
    expect(Object.keys(rows[0] ?? {})).toHaveLength(13);
    for (const row of rows) {
      const order = given.account.findOrder(row['order-id'] ?? '');
      expect(order?.fulfillment).toMatchObject({ fulfilledBy: 'AMAZON', fulfillmentStatus: 'SHIPPED' });
      expect(order?.orderItems.map(({ product }) => product.sellerSku)).toContain(row.sku);
      expect(Date.parse(row['return-date'] ?? '')).toBeGreaterThan(Date.parse(order?.lastUpdatedTime ?? ''));
    }
    expect(rows.filter((row) => row['license-plate-number'] === '')).toHaveLength(1);
  });

  it('are those of the window, both ends included, and of the marketplaces', async () => {
    await using given = await startTestAmazon();
    const dates = ['2026-03-01T00:00:00Z', '2026-03-01T00:00:01Z', '2026-03-02T00:00:00Z', '2026-03-02T00:00:01Z'];
    for (const returnDate of dates) given.account.addFbaReturn({ returnDate });
    given.account.addFbaReturn({ returnDate: dates[1] ?? '', marketplaceId: 'A2EUQ1WTGCTBG2' });

    const { text } = await downloadReport(given, {
      reportType: FBA_RETURNS,
      dataStartTime: '2026-03-01T00:00:01Z',
      dataEndTime: '2026-03-02T00:00:00Z',
    });

    expect(toRows(text).map((row) => row['return-date'])).toEqual([
      '2026-03-01T00:00:01+00:00',
      '2026-03-02T00:00:00+00:00',
    ]);
  });
});

describe('merchant returns', () => {
  it('change with time: status, refund, day of arrival', async () => {
    await using given = await startTestAmazon();
    given.account.addMerchantReturn({ amazonRmaId: 'D1RRMA', returnRequestDate: '2026-03-05T08:00:00.000Z' });
    const before = await rowsOf(given, MERCHANT_RETURNS);

    const { items } = given.account.listMerchantReturns()[0] ?? { items: [] };
    given.account.changeMerchantReturn('D1RRMA', {
      returnRequestStatus: 'Completed',
      returnDeliveryDate: '2026-03-09T08:00:00.000Z',
      items: items.map((item) => ({ ...item, refundedAmount: '12.34' })),
    });
    const after = await rowsOf(given, MERCHANT_RETURNS);

    expect(before[0]).toMatchObject({ 'Amazon RMA ID': 'D1RRMA', 'Return request date': '05-Mar-2026' });
    expect(after[0]).toMatchObject({
      'Return request status': 'Completed',
      'Return delivery date': '09-Mar-2026',
      'Refunded Amount': '12.34',
    });
    expect(Object.keys(after[0] ?? {})).toHaveLength(32);
  });

  it('are the same in XML: one return, one element, with all its items', async () => {
    await using given = await startTestAmazon({ orders: 60, merchantReturns: 8 });
    given.account.addMerchantReturn({ items: [{ ...item, itemName: 'Salt & <pepper>' }] });

    const rows = await rowsOf(given, MERCHANT_RETURNS);
    const { text, headers } = await downloadReport(given, {
      reportType: MERCHANT_RETURNS_XML,
      marketplaceIds: given.account.marketplaceIds,
    });

    expect(headers.get('content-type')).toBe('text/xml; charset=UTF-8');
    expect(text).toContain('<item_name>Salt &amp; &lt;pepper&gt;</item_name>');
    const parser = new XMLParser({ isArray: (name) => ['return_details', 'item_details'].includes(name) });
    const returns: XmlReturn[] = parser.parse(text).AmazonEnvelope.Message.return_details;
    const xmlRows = returns.flatMap((each) =>
      each.item_details.map((item) => [each.order_id, each.amazon_rma_id, item.merchant_sku, item.item_name]),
    );
    expect(xmlRows).toEqual(
      rows.map((row) => [row['Order ID'], row['Amazon RMA ID'], row['Merchant SKU'], row['Item Name']]),
    );
    expect(returns.some((each) => each.item_details.length === 2)).toBe(true);
    expect(returns[0]).toMatchObject({
      return_request_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      a_to_z_claim: expect.any(Boolean),
      label_details: { currency_code: expect.any(String), label_type: expect.any(String) },
    });
  });
});

interface XmlReturn {
  readonly order_id: string;
  readonly amazon_rma_id: string;
  readonly item_details: { merchant_sku: string; item_name: string }[];
}

const item = {
  asin: 'B0AZI00001',
  merchantSku: 'KETTLE-1L-STEEL',
  returnQuantity: 1,
  returnReason: 'CR-DEFECTIVE',
  inPolicy: true,
  resolution: 'StandardRefund',
  refundedAmount: '',
};

const rowsOf = async (given: TestAmazon, reportType: string) =>
  toRows((await downloadReport(given, { reportType, marketplaceIds: given.account.marketplaceIds })).text);

describe('orders', () => {
  it('of a window come with a row for each item, and nobody’s name', async () => {
    await using given = await startTestAmazon({ orders: 60 });

    const rows = await rowsOf(given, ALL_ORDERS);

    const items = given.account.listOrders().flatMap(({ orderItems }) => orderItems);
    expect(rows).toHaveLength(items.length);
    expect(Object.keys(rows[0] ?? {})).toHaveLength(31);
    const buyers = given.account.listOrders().flatMap(({ buyer }) => buyer?.buyerName ?? []);
    expect(buyers.filter((name) => JSON.stringify(rows).includes(name))).toEqual([]);
  });

  it('to be shipped by the merchant come with their buyers: those placed in the window', async () => {
    await using given = await startTestAmazon();
    const inside = given.account.placeOrder({}, new Date('2026-03-05T00:00:00Z'));
    given.account.placeOrder({}, new Date('2026-01-05T00:00:00Z'));
    given.account.placeOrder({ fulfilledBy: 'AMAZON', status: 'SHIPPED' }, new Date('2026-03-05T00:00:00Z'));
    given.account.placeOrder({ status: 'PENDING' }, new Date('2026-03-05T00:00:00Z'));

    const rows = await restrictedRows(given, SHIPPING_ORDERS);

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      'order-id': inside.orderId,
      'order-item-id': inside.orderItems[0]?.orderItemId,
      'buyer-email': inside.buyer?.buyerEmail,
      'recipient-name': inside.recipient?.deliveryAddress?.name,
      'ship-address-1': inside.recipient?.deliveryAddress?.addressLine1,
    });
  });

  it('still to be shipped come with their buyers, whenever they were placed', async () => {
    await using given = await startTestAmazon();
    const old = given.account.placeOrder({}, new Date('2026-01-05T00:00:00Z'));
    const { orderId } = given.account.placeOrder({}, new Date('2026-03-05T00:00:00Z'));
    given.account.touchOrder(orderId, { fulfillment: { fulfillmentStatus: 'SHIPPED', fulfilledBy: 'MERCHANT' } });

    const rows = await restrictedRows(given, ACTIONABLE_ORDERS);

    expect(rows.map((row) => row['order-id'])).toEqual([old.orderId]);
    expect(rows[0]).toMatchObject({ 'promise-date': '2026-01-07T00:00:00+00:00', 'days-past-promise': '62' });
  });
});

/** Past the token that such a document needs, which is another story. */
async function restrictedRows(given: TestAmazon, reportType: string) {
  const { reportDocumentId = '' } = await makeReport(given, { reportType });
  const url = given.account.reports.presign({ reportDocumentId, contentEncoding: 'identity' }, given.now());
  return toRows((await download(url)).text);
}

it('says of an unknown type that it does not make it', async () => {
  await using given = await startTestAmazon();

  expect(() => given.account.requestReportElsewhere({ reportType: 'GET_THE_MOON' })).toThrow('GET_THE_MOON');
});
