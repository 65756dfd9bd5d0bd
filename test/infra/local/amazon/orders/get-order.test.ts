import { expect, it } from 'vitest';
import { startTestAmazon } from '../../../../support/test-amazon.ts';

it('gives an order as searchOrders does', async () => {
  await using given = await startTestAmazon();
  const { orderId } = given.account.placeOrder({}, new Date('2026-03-09T00:00:00Z'));

  const found = await given.searchOrders({ lastUpdatedAfter: '2026-03-01T00:00:00Z', includedData: 'BUYER,PROCEEDS' });
  const { status, body } = await given.get(`/orders/2026-01-01/orders/${orderId}?includedData=BUYER,PROCEEDS`);

  expect(status).toBe(200);
  expect(body).toEqual({ order: found.body.orders[0] });
});

it.each([
  ['an id of another form', 'no-order', 400, 'InvalidInput'],
  ['an id that is not there', '111-1111111-1111111', 404, 'NotFound'],
])('refuses %s', async (_case, orderId, status, code) => {
  await using given = await startTestAmazon();

  const answer = await given.get(`/orders/2026-01-01/orders/${orderId}`);

  expect(answer.status).toBe(status);
  expect(answer.error?.code).toBe(code);
});
