import { expect, it } from 'vitest';
import type { OddOrderKind } from '../../../../../infra/local/amazon/faults.ts';
import { startTestAmazon, type TestAmazon } from '../../../../support/test-amazon.ts';

const query = { lastUpdatedAfter: '2026-01-01T00:00:00Z', maxResultsPerPage: '5' };

it('comes on its page only, in place of the first order there', async () => {
  await using given = await startTestAmazon({ orders: 10 });
  given.amazon.faults.oddOrders.push({ page: 2, kind: 'without-order-id' });

  const first = (await given.searchOrders(query)).body;
  const second = (await given.searchOrders({ ...query, paginationToken: first.pagination?.nextToken ?? '' })).body;

  expect(first.orders.filter((order) => !order.orderId)).toHaveLength(0);
  expect(second.orders.map((order) => 'orderId' in order)).toEqual([false, true, true, true, true]);
});

it.each<[OddOrderKind, string, unknown]>([
  ['without-last-updated-time', 'lastUpdatedTime', undefined],
  ['bad-time', 'lastUpdatedTime', 'the day before yesterday'],
  ['wrong-types', 'salesChannel', 'AMAZON'],
  ['wrong-types', 'orderItems', { first: 1 }],
])('can be %s (%s: %o)', async (kind, property, value) => {
  await using given = await startTestAmazon({ orders: 3 });

  const order = await firstOrder(given, kind);

  expect(order).toHaveProperty('orderId');
  expect(Object.entries(order ?? {}).find(([name]) => name === property)?.[1]).toEqual(value);
});

it('can be null', async () => {
  await using given = await startTestAmazon({ orders: 3 });

  expect(await firstOrder(given, 'null')).toBeNull();
});

it('can be larger than any row or message may be', async () => {
  await using given = await startTestAmazon({ orders: 3 });

  const order = await firstOrder(given, 'huge');

  expect(JSON.stringify(order).length).toBeGreaterThan(1024 * 1024);
});

async function firstOrder(given: TestAmazon, kind: OddOrderKind) {
  given.amazon.faults.oddOrders.push({ page: 1, kind });
  return (await given.searchOrders(query)).body.orders[0];
}
