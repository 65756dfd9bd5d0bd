import { expect, it } from 'vitest';
import { createOrder, getOrder, listOrders } from '../../../../../support/outbound-orders.ts';
import { DAY, HOUR, startTestAmazon, type TestAmazon } from '../../../../../support/test-amazon.ts';

const since = '2026-03-10T11:00:00Z';

it('finds what changed after a moment, tracking included', async () => {
  await using given = await startTestAmazon();
  await createOrder(given);
  given.account.outbound.advance('SO-00001', 'PROCESSING');
  const changedAfter = async (ms: number) => {
    const updatedAfter = new Date(given.now().getTime() + ms).toISOString();
    return (await listOrders(given, { updatedAfter })).body.orders;
  };

  expect([(await changedAfter(-1)).length, (await changedAfter(0)).length]).toEqual([1, 0]);

  given.pass(7 * HOUR);
  await given.signIn();
  const [order] = await changedAfter(-2 * HOUR);

  expect(order?.shipments[0]?.packages[0]?.tracking.carrier.trackingNumber).toMatch(/^1Z/);
});

it('goes page by page, and sees again what changed behind the reader', async () => {
  await using given = await startTestAmazon();
  await createMany(given, 12);
  given.amazon.faults.outbound.pageSize = 5;

  const seen: string[] = [];
  let pageToken: string | undefined;
  do {
    const { body } = await listOrders(given, { updatedAfter: since, ...(pageToken && { pageToken }) });
    seen.push(...body.orders.map(({ orderId }) => orderId));
    if (!pageToken) {
      given.pass(1);
      given.account.outbound.advance('SO-00', 'RECEIVED');
    }
    pageToken = body.pagination?.nextToken;
  } while (pageToken !== undefined);

  expect(seen.toSorted()).toEqual(['SO-00', ...orderIds(12)]);
});

it('costs pages, not calls per order', async () => {
  await using given = await startTestAmazon();
  for (const orderId of orderIds(999)) given.account.outbound.receive(await requestOf(given, orderId));

  let pageToken: string | undefined;
  do {
    const { body } = await listOrders(given, { updatedAfter: since, ...(pageToken && { pageToken }) });
    pageToken = body.pagination?.nextToken;
  } while (pageToken !== undefined);

  expect(given.amazon.countCalls()['fulfillment-outbound-2026-07-04 listOrders']).toBe(20);
});

it('can be behind what an order itself says', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.outbound.listLagMs = HOUR / 4;
  await createOrder(given);
  const found = async () => (await listOrders(given, { updatedAfter: since })).body.orders.length;

  const atOnce = [(await getOrder(given)).status, await found()];
  given.pass(HOUR / 4);
  // Validated meanwhile, which the list has not heard of either.
  const later = await found();
  given.account.outbound.advance('SO-00001');
  given.pass(HOUR / 4);

  expect([atOnce, later, await found()]).toEqual([[200, 0], 0, 1]);
});

it('can leave the shipments out', async () => {
  await using given = await startTestAmazon();
  await createOrder(given);
  given.account.outbound.advance('SO-00001');

  const { body } = await listOrders(given, { updatedAfter: since, shipments: 'EXCLUDE' });

  expect(body.orders[0]).not.toHaveProperty('shipments');
  expect((await listOrders(given, { shipments: 'NONE' })).status).toBe(400);
});

it('looks a day and a half back when it is not told how far', async () => {
  await using given = await startTestAmazon();
  await createOrder(given);
  given.account.outbound.advance('SO-00001');
  const found = async (days: number) => {
    given.pass(days * DAY);
    await given.signIn();
    return (await listOrders(given, {})).body.orders.length;
  };

  expect([await found(1), await found(1)]).toEqual([1, 0]);
});

it('refuses a token that is not for this list, or has ended, or belongs to other arguments', async () => {
  await using given = await startTestAmazon();
  await createMany(given, 6);
  given.amazon.faults.outbound.pageSize = 5;
  const { body } = await listOrders(given, { updatedAfter: since });
  const follow = async (change: Record<string, string> = {}) => {
    const pageToken = body.pagination?.nextToken ?? '';
    const { status } = await listOrders(given, { updatedAfter: since, pageToken, ...change });
    return status;
  };

  expect([await follow(), await follow({ pageToken: 'e30.x' })]).toEqual([200, 400]);
  expect(await follow({ updatedAfter: '2026-03-09T00:00:00Z' })).toBe(400);
  given.amazon.faults.expirePageTokens();
  expect(await follow()).toBe(400);
  expect((await listOrders(given, { updatedAfter: 'yesterday' })).status).toBe(400);
});

const orderIds = (count: number) => Array.from({ length: count }, (_, index) => `SO-${String(index).padStart(2, '0')}`);

async function createMany(given: TestAmazon, count: number): Promise<void> {
  for (const orderId of orderIds(count)) {
    await createOrder(given, { orderId });
    given.pass(1000);
  }
}

/** What an order asks for, put in the account without a call. */
async function requestOf(given: TestAmazon, orderId: string) {
  if (!given.account.outbound.findOrder('SO-MODEL')) await createOrder(given, { orderId: 'SO-MODEL' });
  const model = given.account.outbound.findOrder('SO-MODEL');
  if (!model) throw new Error('There is no order to copy.');
  return { ...model.request, orderId };
}
