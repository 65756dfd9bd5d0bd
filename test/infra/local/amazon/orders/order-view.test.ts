import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../../../../infra/local/amazon/seller.ts';
import { DAY, startTestAmazon, type TestAmazon } from '../../../../support/test-amazon.ts';

const EVERYTHING =
  'BUYER,RECIPIENT,PROCEEDS,EXPENSE,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,TAX,PAYMENT,FULFILLMENT_ORDERS';
const tracking: Role = 'inventory-and-order-tracking';
const shipping: Role = 'direct-to-consumer-shipping';

it('shows ids, times, channel and items when nothing is asked for', async () => {
  await using given = await startTestAmazon();
  const placed = given.account.placeOrder({ status: 'SHIPPED', items: 2, business: true, promotion: true });

  const order = await see(given, placed);

  expect(Object.keys(order).toSorted()).toEqual(
    ['createdTime', 'lastUpdatedTime', 'orderAliases', 'orderId', 'orderItems', 'programs', 'salesChannel'].toSorted(),
  );
  expect(order.orderItems).toHaveLength(2);
  expect(Object.keys(order.orderItems[0] ?? {}).toSorted()).toEqual(['orderItemId', 'product', 'quantityOrdered']);
});

it.each([
  ['BUYER', 'buyer'],
  ['RECIPIENT', 'recipient'],
  ['PROCEEDS', 'proceeds'],
  ['FULFILLMENT', 'fulfillment'],
  ['PACKAGES', 'packages'],
  ['TAX', 'tax'],
  ['PAYMENT', 'payment'],
] as const)('adds %s when it is asked for', async (dataset, property) => {
  await using given = await startTestAmazon();
  const placed = given.account.placeOrder({ status: 'SHIPPED', business: true });

  expect(await see(given, placed, dataset)).toHaveProperty(property);
});

it.each([
  ['PROCEEDS', 'proceeds', { status: 'UNSHIPPED' }],
  ['PROMOTION', 'promotion', { promotion: true }],
  ['CANCELLATION', 'cancellation', { status: 'CANCELLED' }],
  ['FULFILLMENT', 'fulfillment', {}],
  ['TAX', 'tax', {}],
] as const)('adds %s to the items when it is asked for', async (dataset, property, scenario) => {
  await using given = await startTestAmazon();
  const placed = given.account.placeOrder(scenario);

  expect((await see(given, placed, dataset)).orderItems[0]).toHaveProperty(property);
});

describe('buyers', () => {
  it('are left out without the roles, with gift messages, custom designs and tax registrations', async () => {
    await using given = await startTestAmazon({ roles: [tracking] });
    const placed = given.account.placeOrder({ giftMessage: true, customized: true, business: true });

    const order = await see(given, placed, EVERYTHING);

    expect(order).not.toHaveProperty('buyer');
    expect(order).not.toHaveProperty('recipient');
    expect(order).not.toHaveProperty('tax');
    expect(order.orderItems[0]?.fulfillment?.packing?.giftOption).toEqual({ giftWrapLevel: 'Classic' });
    expect(order.orderItems[0]?.product).not.toHaveProperty('customization');
  });

  it('are shown with them', async () => {
    await using given = await startTestAmazon({ roles: [tracking, shipping, 'tax-invoicing'] });
    const placed = given.account.placeOrder({ giftMessage: true, customized: true, business: true });

    const order = await see(given, placed, EVERYTHING);

    expect(order).toEqual(placed);
    expect(order.buyer?.buyerEmail).toContain('@marketplace.example.com');
  });

  it('can keep city and country without the role', async () => {
    await using given = await startTestAmazon({ roles: [tracking] });
    given.amazon.faults.withoutRole = 'strip';
    const placed = given.account.placeOrder();

    const { recipient } = await see(given, placed, 'RECIPIENT');

    const { city, stateOrRegion, countryCode, addressType } = placed.recipient?.deliveryAddress ?? {};
    expect(recipient).toEqual({ deliveryAddress: { city, stateOrRegion, countryCode, addressType } });
  });

  it.each(['BUYER', 'RECIPIENT'])('can be refused without the role (%s)', async (includedData) => {
    await using given = await startTestAmazon({ roles: [tracking] });
    given.amazon.faults.withoutRole = 'refuse';
    const search = (query: object) => given.searchOrders({ lastUpdatedAfter: '2026-03-01T00:00:00Z', ...query });

    const { status, error } = await search({ includedData });

    expect([status, error?.details]).toEqual([403, '']);
    expect((await search({ includedData: 'FULFILLMENT' })).status).toBe(200);
  });

  it('can be refused to a seller whatever the roles', async () => {
    await using given = await startTestAmazon();
    given.amazon.faults.buyerDataRefused.add(given.account.sellerId);

    const { status } = await given.searchOrders({ lastUpdatedAfter: '2026-03-01T00:00:00Z', includedData: 'BUYER' });

    expect(status).toBe(403);
  });

  it('of an order that Amazon ships have no e-mail and no phone', async () => {
    await using given = await startTestAmazon();
    const placed = given.account.placeOrder({ fulfilledBy: 'AMAZON' });

    const { buyer, recipient } = await see(given, placed, 'BUYER,RECIPIENT');

    expect(buyer).toEqual({ buyerName: placed.buyer?.buyerName });
    expect(recipient?.deliveryAddress?.addressLine1).toBeDefined();
    expect(recipient?.deliveryAddress).not.toHaveProperty('phone');
  });

  it('of a shipped order have a phone until the latest delivery date', async () => {
    await using given = await startTestAmazon();
    const placed = given.account.placeOrder({ status: 'SHIPPED' });

    expect((await see(given, placed, 'RECIPIENT')).recipient?.deliveryAddress?.phone).toBeDefined();
    given.pass(8 * DAY);
    await given.signIn();

    expect((await see(given, placed, 'RECIPIENT')).recipient?.deliveryAddress).not.toHaveProperty('phone');
  });
});

it.each([
  [true, /'PAYMENT'/],
  [false, /^Invalid Input$/],
])('can refuse a dataset to one seller (naming it: %s)', async (named, message) => {
  await using given = await startTestAmazon();
  given.amazon.faults.refusedDatasets.push({ sellerId: given.account.sellerId, dataset: 'PAYMENT', named });
  const search = (includedData: string) =>
    given.searchOrders({ lastUpdatedAfter: '2026-03-01T00:00:00Z', includedData });

  const { status, error } = await search('FULFILLMENT,PAYMENT');

  expect(status).toBe(400);
  expect(error?.message).toMatch(message);
  expect((await search('FULFILLMENT')).status).toBe(200);
});

it('can use values that no published list has', async () => {
  await using given = await startTestAmazon();
  const placed = given.account.placeOrder({ status: 'SHIPPED' });
  given.amazon.faults.unknownEnumValues = true;

  const order = await see(given, placed, EVERYTHING);

  expect(order.fulfillment?.fulfillmentStatus).toBe('INVOICE_UNCONFIRMED');
  expect(order.packages?.[0]?.packageStatus?.status).toBe('HELD_BY_DRAGON');
});

async function see(given: TestAmazon, { orderId }: Order, includedData?: string): Promise<Order> {
  const query = includedData === undefined ? '' : `?includedData=${includedData}`;
  const { body } = await given.get(`/orders/2026-01-01/orders/${orderId}${query}`);
  return body.order;
}
