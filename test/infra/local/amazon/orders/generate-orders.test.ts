import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import { expect, it } from 'vitest';
import { generateOrders } from '../../../../../infra/local/amazon/orders/generate-orders.ts';

const history = {
  seed: 'test',
  count: 130,
  marketplaceIds: ['ATVPDKIKX0DER', 'A1AM78C64UM0Y8', 'A2EUQ1WTGCTBG2'],
  days: 28,
  until: new Date('2026-03-10T00:00:00Z'),
};

it('makes the same orders for the same history, and others for another seed', () => {
  expect(generateOrders(history)).toEqual(generateOrders(history));
  expect(generateOrders(history)).not.toEqual(generateOrders({ ...history, seed: 'other' }));
});

it('spreads them over the days, the oldest first, each with an id of its own', () => {
  const orders = generateOrders(history);

  const times = orders.map((order) => Date.parse(order.lastUpdatedTime));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(Math.min(...times)).toBeGreaterThanOrEqual(Date.parse('2026-02-10T00:00:00Z') - 1000);
  expect(Math.max(...times)).toBeLessThanOrEqual(history.until.getTime());
  expect(orders.every((order) => Date.parse(order.createdTime) < Date.parse(order.lastUpdatedTime))).toBe(true);
  expect(new Set(orders.map((order) => order.orderId)).size).toBe(130);
  expect(orders.every((order) => /^\d{3}-\d{7}-\d{7}$/.test(order.orderId))).toBe(true);
});

it('has everything in it that sellers meet', () => {
  const orders = generateOrders(history);

  const seen = (what: (order: Order) => string | undefined) => new Set(orders.map(what));
  expect(seen((order) => order.fulfillment?.fulfillmentStatus).size).toBe(7);
  expect(seen((order) => order.fulfillment?.fulfilledBy)).toEqual(new Set(['AMAZON', 'MERCHANT']));
  expect(seen((order) => order.salesChannel.marketplaceId)).toEqual(new Set(history.marketplaceIds));
  expect(orders.some((order) => order.orderItems.length > 1)).toBe(true);
  const items = orders.flatMap((order) => order.orderItems);
  expect(items.some((item) => item.fulfillment?.packing?.giftOption?.giftMessage)).toBe(true);
  expect(items.some((item) => item.product.customization)).toBe(true);
  expect(items.some((item) => item.cancellation)).toBe(true);
});

it('gives pending orders no price, no buyer and no address', () => {
  const pending = generateOrders(history).filter((order) => order.fulfillment?.fulfillmentStatus.startsWith('PENDING'));

  expect(pending.length).toBeGreaterThan(0);
  for (const order of pending) {
    expect(order).not.toHaveProperty('proceeds');
    expect(order).not.toHaveProperty('buyer');
    expect(order).not.toHaveProperty('recipient');
    expect(order.orderItems.every((item) => !item.product.price && !item.proceeds && !item.tax)).toBe(true);
  }
});

it('adds up: items to their totals, totals to the grand total', () => {
  for (const order of generateOrders(history)) {
    if (!order.proceeds) continue;
    const itemTotals = order.orderItems.map((item) => item.proceeds?.proceedsTotal?.amount);
    expect(sum(itemTotals)).toBeCloseTo(Number(order.proceeds.grandTotal?.amount), 5);
    expect(sum(order.proceeds.breakdowns?.map(({ subtotal }) => subtotal.amount))).toBeCloseTo(sum(itemTotals), 5);
  }
});

it('writes yen without a decimal point', () => {
  const [order] = generateOrders({ ...history, count: 1, marketplaceIds: ['A1VC38T7YXB528'] });

  expect(order?.proceeds?.grandTotal).toEqual({ amount: expect.stringMatching(/^\d+$/), currencyCode: 'JPY' });
});

const sum = (amounts: readonly (string | undefined)[] = []) =>
  amounts.reduce((total, amount) => total + Number(amount), 0);
