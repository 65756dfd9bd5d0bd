import { expect, it } from 'vitest';
import { demoApplication, demoSeller } from '../../../../infra/local/amazon/demo-seller.ts';
import { startSimulatedAmazon } from '../../../../infra/local/amazon/simulated-amazon.ts';
import { requestToken, startTestAmazon, testApplication, testSeller } from '../../../support/test-amazon.ts';

it('keeps the accounts of its sellers apart', async () => {
  const other = { ...testSeller, sellerId: 'AOTHERSELLER', refreshToken: 'Atzr|other', orders: 3 };
  await using given = await startTestAmazon({}, { sellers: [{ ...testSeller, orders: 5 }, other] });
  const theirs = given.amazon.account('AOTHERSELLER').listOrders()[0]?.orderId;

  const { body } = await given.searchOrders({ lastUpdatedAfter: '2026-01-01T00:00:00Z' });
  const { status } = await given.get(`/orders/2026-01-01/orders/${theirs}`);

  expect(body.orders).toHaveLength(5);
  expect(status).toBe(404);
});

it('logs operation, seller, status, time and query of each request, but no token', async () => {
  await using given = await startTestAmazon({ orders: 3 });
  const query = { lastUpdatedAfter: '2026-01-01T00:00:00Z', maxResultsPerPage: '2' };
  const { body } = await given.searchOrders(query);

  await given.searchOrders({ ...query, paginationToken: body.pagination?.nextToken ?? '' });

  expect(given.amazon.requests.at(-1)).toEqual({
    api: 'orders-2026-01-01',
    operationId: 'searchOrders',
    path: '/orders/2026-01-01/orders',
    status: 200,
    time: '2026-03-10T12:00:00.000Z',
    requestId: expect.any(String),
    sellerId: testSeller.sellerId,
    query: { ...query, paginationToken: '…' },
  });
});

it('lets orders be put in, changed and looked up', async () => {
  await using given = await startTestAmazon();
  const placed = given.account.placeOrder({ status: 'PENDING' });
  const { orderId } = placed;
  given.pass(60_000);

  given.account.touchOrder(orderId, { fulfillment: { fulfillmentStatus: 'UNSHIPPED' } });
  given.account.upsertOrder({ ...placed, orderId: '111-1111111-1111111' });

  expect(given.account.findOrder(orderId)).toEqual({
    ...placed,
    lastUpdatedTime: '2026-03-10T12:01:00.000Z',
    fulfillment: { fulfillmentStatus: 'UNSHIPPED' },
  });
  expect(given.account.listOrders()).toHaveLength(2);
});

it('says so when its port is taken, and frees it when it stops', async () => {
  const options = { sellers: [testSeller], applications: [testApplication] };
  const first = await startSimulatedAmazon(options);

  await expect(startSimulatedAmazon({ ...options, port: first.port })).rejects.toThrow('EADDRINUSE');
  await first.stop();

  const second = await startSimulatedAmazon({ ...options, port: first.port });
  expect(second.spApiEndpoint).toBe(`http://127.0.0.1:${first.port}`);
  await second.stop();
});

it('shows a demo account of 121 orders of the last days, the same all day long', async () => {
  const morning = await startDemo('2026-03-10T03:00:00Z');
  const evening = await startDemo('2026-03-10T23:00:00Z');

  const orders = morning.account(demoSeller.sellerId).listOrders();
  const token = await requestToken(morning, {
    grant_type: 'refresh_token',
    refresh_token: demoSeller.refreshToken,
    client_id: demoApplication.clientId,
    client_secret: demoApplication.clientSecret,
  });

  expect(orders).toHaveLength(121);
  expect(orders).toEqual(evening.account(demoSeller.sellerId).listOrders());
  expect(new Set(orders.map(({ salesChannel }) => salesChannel.marketplaceName))).toEqual(
    new Set(['Amazon.com', 'Amazon.ca', 'Amazon.com.mx']),
  );
  expect(token.status).toBe(200);
  await Promise.all([morning.stop(), evening.stop()]);
});

const startDemo = (time: string) =>
  startSimulatedAmazon({ sellers: [demoSeller], applications: [demoApplication], now: () => new Date(time) });
