import { expect, it } from 'vitest';
import { callAmazon } from '../../../../../support/call-amazon.ts';
import { BASE_2026, createOrder, getOrder } from '../../../../../support/outbound-orders.ts';
import { DAY, HOUR, MINUTE, startTestAmazon, type TestAmazon } from '../../../../../support/test-amazon.ts';

const held = { fulfillmentConfiguration: { action: 'HOLD' } };
const release = { body: { fulfillmentConfiguration: { action: 'SHIP' } } };

const update = (given: TestAmazon, orderId = 'SO-00001', call: object = release) =>
  callAmazon(given, `PUT ${BASE_2026}/orders/${orderId}`, call);
const cancel = (given: TestAmazon, orderId = 'SO-00001') =>
  callAmazon(given, `PUT ${BASE_2026}/orders/${orderId}/cancel`);
const statusOf = async (given: TestAmazon) => (await getOrder(given)).body.order.status;

it('holds an order until it is released', async () => {
  await using given = await startTestAmazon();
  await createOrder(given, held);
  given.pass(5 * DAY);
  await given.signIn();
  const before = await getOrder(given);

  expect((await update(given)).status).toBe(202);
  given.pass(DAY);
  await given.signIn();

  expect(before.body.order).toMatchObject({ status: 'PROCESSING', shipments: [], ...held });
  expect((await getOrder(given)).body.order).toMatchObject({
    status: 'COMPLETE',
    fulfillmentConfiguration: { action: 'SHIP' },
  });
});

it('gives a held order up after a fortnight', async () => {
  await using given = await startTestAmazon();
  await createOrder(given, held);
  given.pass(14 * DAY - 1);
  await given.signIn();

  const before = await statusOf(given);
  given.pass(1);

  expect([before, await statusOf(given)]).toEqual(['PROCESSING', 'CANCELLED']);
  expect((await update(given)).status).toBe(400);
});

it('updates held orders only, and nothing but their action', async () => {
  await using given = await startTestAmazon();
  await createOrder(given);
  await createOrder(given, { orderId: 'HELD', ...held });

  expect((await update(given)).status).toBe(400);
  expect((await update(given, 'HELD', { body: { destination: {} } })).status).toBe(400);
  expect((await update(given, 'HELD', { body: held })).status).toBe(202);
  expect((await update(given, 'NONE')).status).toBe(404);
});

it('cancels an order before it is picked, a moment later', async () => {
  await using given = await startTestAmazon();
  await createOrder(given);
  given.pass(15 * MINUTE);

  const { status } = await cancel(given);
  const before = await statusOf(given);
  given.pass(MINUTE);
  const { order } = (await getOrder(given)).body;

  expect([status, before, order.status]).toEqual([202, 'PROCESSING', 'CANCELLED']);
  expect(order.lineItems.map(({ cancelledAmount }) => cancelledAmount.value)).toEqual(['2.0', '1.0']);
});

it('cancels a held order, which can then no longer be released', async () => {
  await using given = await startTestAmazon();
  await createOrder(given, held);

  expect([(await cancel(given)).status, (await update(given)).status]).toEqual([202, 400]);
  given.pass(MINUTE - 1);
  expect((await cancel(given)).status).toBe(202);
  given.pass(1);

  expect(await statusOf(given)).toBe('CANCELLED');
});

it.each([
  ['ignore', 202],
  ['refuse', 400],
] as const)('does not cancel what is being picked, and says so or not: %s', async (lateCancel, expected) => {
  await using given = await startTestAmazon();
  given.amazon.faults.outbound.lateCancel = lateCancel;
  await createOrder(given);
  given.pass(HOUR - 1);

  const { status } = await cancel(given);
  given.pass(DAY);
  await given.signIn();

  expect(status).toBe(expected);
  expect(await statusOf(given)).toBe('COMPLETE');
});

it('reads a plus in a path as a space, however it was sent', async () => {
  await using given = await startTestAmazon();
  await createOrder(given, { orderId: 'A+B' });
  await createOrder(given, { orderId: 'A B' });

  const read = async (path: string) => {
    const { status, body } = await getOrder(given, path);
    return status === 200 ? body.order.orderId : status;
  };

  expect([await read('A+B'), await read('A%2BB'), await read('A%20B')]).toEqual(['A B', 'A B', 'A B']);
  await createOrder(given, { orderId: 'C+D' });
  expect(await read('C%2BD')).toBe(404);
});

it('takes an id with two spaces, and never finds it again', async () => {
  await using given = await startTestAmazon();

  expect((await createOrder(given, { orderId: 'A  B' })).status).toBe(200);
  expect((await getOrder(given, 'A%20%20B')).status).toBe(403);
  expect((await cancel(given, 'A%20%20B')).status).toBe(403);
  expect(given.account.outbound.listOrders()).toHaveLength(1);
});
