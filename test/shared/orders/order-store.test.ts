import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { BuyerStore } from '../../../shared/buyers/buyer-store.ts';
import { type Order, toOrder } from '../../../shared/orders/order.ts';
import { OrderStore } from '../../../shared/orders/order-store.ts';
import { storeTargets } from '../../support/store-targets.ts';

const now = () => Date.parse('2026-11-20T12:00:00Z');

/** An order as Amazon sends it, in our halves. */
function order(id: string, lastUpdatedTime: string, more: object = {}): Order {
  const read = toOrder({
    orderId: id,
    createdTime: '2026-11-01T00:00:00Z',
    lastUpdatedTime,
    salesChannel: { channelName: 'AMAZON' },
    orderItems: [],
    ...more,
  });
  if ('reason' in read) throw new Error(read.reason);
  return read;
}

describe.each(storeTargets)('the orders table on $name', ({ start }) => {
  let target: Awaited<ReturnType<typeof start>>;
  let store: OrderStore;
  beforeAll(async () => {
    target = await start();
    await target.createTables('orders', 'buyers');
    const client = createDocumentClient(target.client);
    store = new OrderStore({ client, table: 'orders', buyers: new BuyerStore(client, 'buyers', now), now });
  });
  afterAll(() => target.stop());

  const save = async (shopId: string, ...orders: Order[]) =>
    (await store.save(shopId, orders, { asked: false })).map(({ outcome }) => outcome);

  const buyerOf = async (shopId: string) =>
    (
      await createDocumentClient(target.client).send(
        new GetCommand({ TableName: 'buyers', Key: { shopId, recordId: 'orders#1' }, ConsistentRead: true }),
      )
    ).Item;

  it('takes newer, refuses older, and writes nothing for the same', async () => {
    expect(await save('S1', order('1', '2026-11-02T00:00:00Z'))).toEqual(['stored']);
    expect(await save('S1', order('1', '2026-11-02T00:00:00.000Z'))).toEqual(['unchanged']);
    expect(await save('S1', order('1', '2026-11-01T00:00:00Z'))).toEqual(['stale']);
    expect(await save('S1', order('1', '2026-11-03T00:00:00Z'))).toEqual(['stored']);
  });

  it('takes other content of the same time: a dataset may have come back', async () => {
    await save('S2', order('1', '2026-11-02T00:00:00Z'));

    expect(await save('S2', order('1', '2026-11-02T00:00:00Z', { programs: ['PRIME'] }))).toEqual(['stored']);
    expect(
      await save('S2', order('1', '2026-11-02T00:00:00Z', { buyer: { buyerName: 'Pat' }, programs: ['PRIME'] })),
    ).toEqual(['stored']);
  });

  it('leaves the dead alone: a buyer whose day has come is not brought back by a later change', async () => {
    let time = Date.parse('2026-11-01T12:00:00Z');
    const client = createDocumentClient(target.client);
    const clock = () => time;
    const living = new OrderStore({
      client,
      table: 'orders',
      buyers: new BuyerStore(client, 'buyers', clock),
      now: clock,
    });
    const fulfillment = { fulfilledBy: 'AMAZON', fulfillmentStatus: 'SHIPPED' };
    const withBuyer = order('1', '2026-11-01T00:00:00Z', { fulfillment, buyer: { buyerName: 'canary' } });
    await living.save('S6', [withBuyer], { asked: true });
    const dead = await buyerOf('S6');

    // Five weeks on, and the sweep has not come by yet.
    time = Date.parse('2026-12-05T12:00:00Z');
    const [saved] = await living.save('S6', [order('1', '2026-12-05T00:00:00Z', { fulfillment })], { asked: true });

    expect(saved).toMatchObject({ outcome: 'stored', pii: 'absent' });
    expect(await buyerOf('S6')).toEqual(dead);
  });

  it('lets a buyer die by a nearer date, and writes nothing else of them then', async () => {
    const buyers = new BuyerStore(createDocumentClient(target.client), 'buyers', now);
    const row = { shopId: 'S7', recordId: 'orders#1', lastUpdatedTime: '2026-11-01T00:00:00.000Z' };
    const inAYear = now() / 1000 + 365 * 86_400;
    await buyers.save({ ...row, data: { buyer: 'known' }, expiresAt: inAYear });

    const update = { ...row, lastUpdatedTime: '2026-11-02T00:00:00.000Z', data: { buyer: 'canary' } };
    await buyers.update({ ...update, expiresAt: now() / 1000 - 60 });

    expect(await buyerOf('S7')).toMatchObject({ data: { buyer: 'known' }, expiresAt: now() / 1000 - 60 });
    await buyers.update({ ...update, expiresAt: inAYear });
    expect(await buyerOf('S7')).toMatchObject({ expiresAt: now() / 1000 - 60 });
  });

  it('does not care in which order Amazon names the fields', async () => {
    await save('S3', order('1', '2026-11-02T00:00:00Z', { programs: ['PRIME'], tax: { a: 1, b: 2 } }));

    expect(await save('S3', order('1', '2026-11-02T00:00:00Z', { tax: { b: 2, a: 1 }, programs: ['PRIME'] }))).toEqual([
      'unchanged',
    ]);
  });

  it('keeps the newest of many writers, each version once', async () => {
    const times = Array.from({ length: 12 }, (_, n) => `2026-11-02T00:00:${String(n).padStart(2, '0')}Z`);

    const outcomes = await Promise.all(times.map((time) => save('S4', order('1', time))));

    const stored = outcomes.flat().filter((outcome) => outcome === 'stored').length;
    const [saved] = await store.save('S4', [order('1', '2026-11-02T00:00:11Z')], { asked: false });
    expect(saved).toMatchObject({
      outcome: 'unchanged',
      undelivered: true,
    });
    const next = await store.save('S4', [order('1', '2026-11-03T00:00:00Z')], { asked: false });
    expect(next).toMatchObject([{ outcome: 'stored' }]);
    expect(stored).toBeGreaterThanOrEqual(1);
  });

  it('reads more than a hundred at once', async () => {
    const orders = Array.from({ length: 230 }, (_, n) => order(`many-${n}`, '2026-11-02T00:00:00Z'));
    await store.save('S5', orders, { asked: false });

    const again = await store.save('S5', orders, { asked: false });

    expect(again.filter(({ outcome }) => outcome === 'unchanged')).toHaveLength(230);
  });
});
