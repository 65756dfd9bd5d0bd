import { describe, expect, it } from 'vitest';
import { createReport } from '../../../../shared/sp-api/reports-2021-06-30/create-report.ts';
import { getReport } from '../../../../shared/sp-api/reports-2021-06-30/get-report.ts';
import { getReportDocument } from '../../../../shared/sp-api/reports-2021-06-30/get-report-document.ts';
import { getShipment } from '../../../../shared/sp-api/merchant-fulfillment-v0/get-shipment.ts';
import { getOrderItems } from '../../../../shared/sp-api/orders-v0/get-order-items.ts';
import { getOrders } from '../../../../shared/sp-api/orders-v0/get-orders.ts';
import { download, MONTH, SHIPPING_ORDERS, toRows, UNTIL_DONE } from '../../../support/amazon-reports.ts';
import { callAmazon } from '../../../support/call-amazon.ts';
import { startRestrictedHouse, TOKEN_REQUEST } from '../../../support/restricted-house.ts';

const MARKETPLACE = 'ATVPDKIKX0DER';
const YESTERDAY = new Date('2026-03-09T00:00:00Z');
const WINDOW = {
  marketplaceIds: [MARKETPLACE],
  lastUpdatedAfter: '2026-03-01T00:00:00Z',
  lastUpdatedBefore: '2026-03-10T11:57:00Z',
};

/** The tutorials of Amazon's guide "Tokens API", request by request. */
describe('a tutorial of Amazon’s guide', () => {
  it('gets a report with personal data: the token is for that very document', async () => {
    await using house = await startRestrictedHouse();
    const { orderId } = house.given.account.placeOrder({}, YESTERDAY);
    const reportId = await createReport(
      { reportType: SHIPPING_ORDERS, marketplaceIds: [MARKETPLACE], ...MONTH },
      house.means,
    );
    house.given.pass(UNTIL_DONE);
    const { reportDocumentId, reportType } = await getReport(reportId, house.means);

    const { url } = await getReportDocument({ reportDocumentId: reportDocumentId ?? '', reportType }, house.means);

    const path = `/reports/2021-06-30/documents/${reportDocumentId}`;
    expect(house.requests.slice(-2)).toMatchObject([
      { request: TOKEN_REQUEST, token: 'access token', body: { restrictedResources: [{ method: 'GET', path }] } },
      { request: `GET ${path}`, token: 'RDT' },
    ]);
    const rows = toRows((await download(url)).text);
    expect(rows.map((row) => row['order-id'])).toContain(orderId);
    expect(rows.every((row) => row['ship-address-1'] !== '')).toBe(true);
  });

  it('gets orders in bulk with buyers and addresses: one token, all pages', async () => {
    await using house = await startRestrictedHouse();
    house.given.account.placeOrder({}, YESTERDAY);

    const dataElements = ['buyerInfo', 'shippingAddress'] as const;
    const { orders } = await getOrders({ ...WINDOW, dataElements }, house.means);
    await getOrders({ ...WINDOW, dataElements }, house.means);

    expect(house.requests).toMatchObject([
      {
        request: TOKEN_REQUEST,
        token: 'access token',
        body: { restrictedResources: [{ method: 'GET', path: '/orders/v0/orders', dataElements }] },
      },
      { request: 'GET /orders/v0/orders', token: 'RDT' },
      { request: 'GET /orders/v0/orders', token: 'RDT' },
    ]);
    expect(orders[0]).toMatchObject({ BuyerInfo: { BuyerName: expect.any(String) } });
    expect(orders[0]).toMatchObject({ ShippingAddress: { AddressLine1: expect.any(String) } });
  });

  it('gets the items of one order, found without any personal data', async () => {
    await using house = await startRestrictedHouse();
    const { orderId } = house.given.account.placeOrder({ giftMessage: true }, YESTERDAY);

    const { orders } = await getOrders(WINDOW, house.means);
    const { orderItems } = await getOrderItems({ orderId, dataElements: ['buyerInfo'] }, house.means);

    const path = `/orders/v0/orders/${orderId}/orderItems`;
    expect(house.requests).toMatchObject([
      { request: 'GET /orders/v0/orders', token: 'access token' },
      { request: TOKEN_REQUEST, body: { restrictedResources: [{ method: 'GET', path, dataElements: ['buyerInfo'] }] } },
      { request: `GET ${path}`, token: 'RDT' },
    ]);
    expect(orders[0]).not.toHaveProperty('BuyerInfo');
    expect(orderItems[0]).toMatchObject({ BuyerInfo: { GiftMessageText: expect.any(String) } });
  });

  it('delegates to another application, which reads the order with the token it was handed', async () => {
    await using house = await startRestrictedHouse();
    const { orderId } = house.given.account.placeOrder({}, YESTERDAY);
    const path = `/orders/v0/orders/${orderId}` as const;
    const targetApplication = 'amzn1.sellerapps.app.target-application';
    const dataElements = ['buyerInfo', 'shippingAddress'] as const;

    const { restrictedDataToken, expiresIn } = await house.means.spApi.restrictedDataToken(
      { restrictedResources: [{ method: 'GET', path, dataElements }], targetApplication },
      'live',
    );
    const partner = await callAmazon<{ payload: object }>(house.given, `GET ${path}`, { token: restrictedDataToken });

    expect(house.requests).toMatchObject([
      {
        request: TOKEN_REQUEST,
        body: { restrictedResources: [{ method: 'GET', path, dataElements }], targetApplication },
      },
    ]);
    expect(expiresIn).toBe(3600);
    expect(partner.body.payload).toMatchObject({ BuyerInfo: {}, ShippingAddress: {} });
  });

  it('gets several shipments by the generic path, with one token', async () => {
    await using house = await startRestrictedHouse();
    const { account } = house.given;
    const bought = [1, 2, 3].map(() => account.shipments.buyShipment(account.placeOrder().orderId));

    for (const { ShipmentId, AmazonOrderId } of bought) {
      const shipment = await getShipment({ shipmentId: ShipmentId, bulk: true }, house.means);
      expect(shipment).toMatchObject({ AmazonOrderId, ShipToAddress: { AddressLine1: expect.any(String) } });
    }

    expect(house.requests).toMatchObject([
      {
        request: TOKEN_REQUEST,
        body: { restrictedResources: [{ method: 'GET', path: '/mfn/v0/shipments/{shipmentId}' }] },
      },
      ...bought.map(({ ShipmentId }) => ({ request: `GET /mfn/v0/shipments/${ShipmentId}`, token: 'RDT' })),
    ]);
  });
});
