import { describe, expect, it } from 'vitest';
import { type AmazonCall, callAmazon } from '../../../../support/call-amazon.ts';
import { ORDERS, restrictedTokenFor } from '../../../../support/restricted-tokens.ts';
import { startTestAmazon, type TestAmazon } from '../../../../support/test-amazon.ts';

interface OrderV0 {
  AmazonOrderId: string;
  OrderStatus: string;
  FulfillmentChannel: string;
  LastUpdateDate: string;
  BuyerInfo?: { BuyerName?: string };
  ShippingAddress?: { Name?: string };
  BuyerTaxInformation?: { BuyerTaxRegistrationId?: string };
}
interface Page {
  payload: { Orders: OrderV0[]; NextToken?: string; LastUpdatedBefore?: string };
}

const window = { LastUpdatedAfter: '2026-01-01T00:00:00Z', LastUpdatedBefore: '2026-03-10T11:57:00Z' };
const US = { MarketplaceIds: 'ATVPDKIKX0DER' };

const getOrders = (given: TestAmazon, query: Record<string, string>, call: AmazonCall = {}) =>
  callAmazon<Page>(given, `GET ${ORDERS}`, { query, ...call });

describe('getOrders', () => {
  it('shows buyers and addresses only as far as the token has their elements', async () => {
    await using given = await startTestAmazon();
    const { orderId } = given.account.placeOrder({ business: true }, new Date('2026-03-09T00:00:00Z'));
    const seen = async (...elements: [string, ...string[]]) => {
      const token = await restrictedTokenFor(given, [`GET ${ORDERS}`, ...elements]);
      const { body } = await getOrders(given, { ...window, ...US }, { token });
      const order = body.payload.Orders.find((each) => each.AmazonOrderId === orderId);
      return [order?.BuyerInfo?.BuyerName, order?.ShippingAddress?.Name, order?.BuyerTaxInformation].map(Boolean);
    };

    expect(await seen('buyerInfo')).toEqual([true, false, false]);
    expect(await seen('shippingAddress')).toEqual([false, true, false]);
    expect(await seen('buyerInfo', 'shippingAddress', 'buyerTaxInformation')).toEqual([true, true, true]);
    expect((await getOrders(given, { ...window, ...US })).body.payload.Orders[0]).not.toHaveProperty('BuyerInfo');
  });

  it('goes page by page; the token needs no window beside it', async () => {
    await using given = await startTestAmazon({ orders: 50 });
    const query = { ...US, MaxResultsPerPage: '10' };

    const first = await getOrders(given, { ...query, ...window });
    const second = await getOrders(given, { ...query, NextToken: first.body.payload.NextToken ?? '' });
    const third = await getOrders(given, { ...query, NextToken: second.body.payload.NextToken ?? '' });

    const pages = [first, second, third].map(({ body }) => body.payload);
    expect(pages.map(({ Orders }) => Orders.length)).toEqual([10, 10, 5]);
    expect(pages.at(-1)).not.toHaveProperty('NextToken');
    expect(new Set(pages.flatMap(({ Orders }) => Orders.map((order) => order.AmazonOrderId))).size).toBe(25);
    expect(pages.map(({ LastUpdatedBefore }) => LastUpdatedBefore)).toEqual(Array(3).fill('2026-03-10T11:57:00.000Z'));
  });

  it('chooses by status, channel and id, in the words of v0', async () => {
    await using given = await startTestAmazon({ orders: 52, marketplaceIds: ['ATVPDKIKX0DER'] });
    const count = async (query: Record<string, string>) =>
      (await getOrders(given, { ...window, ...US, ...query })).body.payload.Orders.length;
    const [one] = given.account.listOrders();

    expect(await count({ OrderStatuses: 'Canceled' })).toBe(4);
    expect(await count({ OrderStatuses: 'Canceled,Pending' })).toBe(8);
    expect(await count({ OrderStatuses: 'Canceled', FulfillmentChannels: 'AFN' })).toBe(0);
    expect(await count({ AmazonOrderIds: one?.orderId ?? '' })).toBe(1);
  });

  it.each<[string, Record<string, string>, number]>([
    ['no marketplace', window, 400],
    ['a marketplace of somebody else', { ...window, MarketplaceIds: 'A1PA6795UKMFR9' }, 403],
    ['no window', US, 400],
    ['both windows', { ...US, ...window, CreatedAfter: '2026-01-01T00:00:00Z' }, 400],
    ['bounds that do not go together', { ...US, ...window, CreatedBefore: '2026-03-01T00:00:00Z' }, 400],
    ['a bound of just now', { ...US, LastUpdatedAfter: '2026-03-10T11:59:00Z' }, 400],
    ['a status of the other version', { ...US, ...window, OrderStatuses: 'CANCELLED' }, 400],
    ['a page of 101', { ...US, ...window, MaxResultsPerPage: '101' }, 400],
    ['a filter that is not simulated', { ...US, ...window, BuyerEmail: 'pat@example.com' }, 400],
    ['a dead token', { ...US, NextToken: 'dead' }, 400],
    ['a parameter that there is not', { ...US, ...window, marketplaceIds: 'ATVPDKIKX0DER' }, 400],
  ])('refuses %s', async (_case, query, expected) => {
    await using given = await startTestAmazon();

    expect((await getOrders(given, query)).status).toBe(expected);
  });
});

describe('an order', () => {
  it('shows gifts and custom wishes with its items only by the token', async () => {
    await using given = await startTestAmazon();
    const gift = given.account.placeOrder({ giftMessage: true, customized: true }).orderId;
    const path = `${ORDERS}/${gift}/orderItems` as const;
    interface Items {
      payload: { OrderItems: { SellerSKU: string; BuyerInfo?: object }[] };
    }
    const token = await restrictedTokenFor(given, [`GET ${ORDERS}/{orderId}/orderItems`, 'buyerInfo']);

    const open = await callAmazon<Items>(given, `GET ${path}`, { token });
    const plain = await callAmazon<Items>(given, `GET ${path}`);

    expect(open.body.payload.OrderItems[0]?.BuyerInfo).toMatchObject({
      GiftMessageText: expect.any(String),
      BuyerCustomizedInfo: { CustomizedURL: expect.any(String) },
    });
    expect(plain.body.payload.OrderItems[0]?.SellerSKU).toBeDefined();
    expect(plain.body.payload.OrderItems[0]).not.toHaveProperty('BuyerInfo');
  });

  it('gives its people away piece by piece', async () => {
    await using given = await startTestAmazon();
    const { orderId, buyer, recipient } = given.account.placeOrder({ giftMessage: true });
    const read = async (part: string) => {
      const token = await restrictedTokenFor(given, `GET ${ORDERS}/${orderId}/${part}`);
      return (await callAmazon<{ payload: object }>(given, `GET ${ORDERS}/${orderId}/${part}`, { token })).body.payload;
    };

    expect(await read('address')).toMatchObject({ ShippingAddress: { Name: recipient?.deliveryAddress?.name } });
    expect(await read('buyerInfo')).toMatchObject({ BuyerName: buyer?.buyerName, BuyerEmail: buyer?.buyerEmail });
    expect(await read('orderItems/buyerInfo')).toMatchObject({ OrderItems: [{ GiftWrapLevel: 'Classic' }] });
    expect(await read('regulatedInfo')).toMatchObject({ AmazonOrderId: orderId });
  });

  it('has no address while it is pending or when it is cancelled', async () => {
    await using given = await startTestAmazon();
    for (const status of ['PENDING', 'CANCELLED'] as const) {
      const { orderId } = given.account.placeOrder({ status });
      const token = await restrictedTokenFor(given, `GET ${ORDERS}/${orderId}/address`);
      const { body } = await callAmazon<{ payload: object }>(given, `GET ${ORDERS}/${orderId}/address`, { token });
      expect(body.payload).toEqual({ AmazonOrderId: orderId });
    }
  });

  it('must be there, and be one', async () => {
    await using given = await startTestAmazon();

    expect((await callAmazon(given, `GET ${ORDERS}/111-1111111-1111111`)).status).toBe(404);
    expect((await callAmazon(given, `GET ${ORDERS}/11-1`)).status).toBe(400);
    const { orderId } = given.account.placeOrder();
    const query = { NextToken: 'x' };
    expect((await callAmazon(given, `GET ${ORDERS}/${orderId}/orderItems`, { query })).status).toBe(400);
  });
});
