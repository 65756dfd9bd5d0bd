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

  it('takes other buyers of the same time too: the buyer goes with the order', async () => {
    const at = '2026-11-02T00:00:00Z';
    await save('S12', order('1', at, { buyer: { buyerName: 'Pat' } }));

    await save('S12', order('1', at, { buyer: { buyerName: 'Pat Doe' } }));

    expect(await buyerOf('S12')).toMatchObject({ data: { buyer: { buyerName: 'Pat Doe' } } });
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

    expect(saved).toMatchObject({ outcome: 'stored', pii: 'expired' });
    expect(await buyerOf('S6')).toEqual(dead);
  });

  /** A store whose clock can be moved, and an order shipped by the seller whose deliver-by window ended on 10 August. */
  function longAgo() {
    const clock = { now: now() };
    const client = createDocumentClient(target.client);
    const means = { client, table: 'orders', now: () => clock.now };
    const living = new OrderStore({ ...means, buyers: new BuyerStore(client, 'buyers', () => clock.now) });
    const recipient = { deliveryAddress: { name: 'canary', addressLine1: 'canary-street' } };
    const fulfillment = {
      fulfilledBy: 'MERCHANT',
      fulfillmentStatus: 'SHIPPED',
      deliverByWindow: { latestDateTime: '2026-08-10T00:00:00Z' },
    };
    const packages = [{ packageStatus: { status: 'DELIVERED' } }];
    return { clock, living, shipped: { fulfillment, recipient }, delivered: { fulfillment, recipient, packages } };
  }

  it('does not begin to count again when a refund shows the parcel delivered, months after the deliver-by window', async () => {
    const { clock, living, shipped, delivered } = longAgo();
    clock.now = Date.parse('2026-08-05T00:00:00Z');
    await living.save('S8', [order('1', '2026-08-04T00:00:00Z', shipped)], { asked: true });
    const dead = await buyerOf('S8');

    clock.now = now();
    const [saved] = await living.save('S8', [order('1', '2026-11-20T00:00:00Z', delivered)], { asked: true });

    expect(saved).toMatchObject({ outcome: 'stored', pii: 'expired' });
    expect(await buyerOf('S8')).toEqual(dead);
  });

  it('stores no buyer of an order that is seen first by a backfill, delivered long ago and refunded yesterday', async () => {
    const { living, delivered } = longAgo();

    const [saved] = await living.save('S9', [order('1', '2026-11-19T00:00:00Z', delivered)], { asked: true });

    expect(saved).toMatchObject({ outcome: 'stored', pii: 'expired' });
    expect(await buyerOf('S9')).toBeUndefined();
  });

  it('keeps the day of a buyer who has died, whatever Amazon says of the order later', async () => {
    const { clock, living, shipped } = longAgo();
    const { fulfillment, recipient } = shipped;
    const withoutWindow = { recipient, fulfillment: { ...fulfillment, deliverByWindow: undefined } };
    clock.now = Date.parse('2026-08-05T00:00:00Z');
    await living.save('S10', [order('1', '2026-08-04T00:00:00Z', withoutWindow)], { asked: true });
    const dead = await buyerOf('S10');

    clock.now = now();
    const later = ['2026-11-18T00:00:00Z', '2026-11-19T00:00:00Z'].map((time) => order('1', time, withoutWindow));
    for (const change of later)
      expect(await living.save('S10', [change], { asked: true })).toMatchObject([{ pii: 'expired' }]);

    expect(await buyerOf('S10')).toEqual(dead);
  });

  it('keeps the buyer of an order that waited long for its release: none has died before', async () => {
    const { clock, living, shipped } = longAgo();
    const pending = { fulfillment: { fulfilledBy: 'MERCHANT', fulfillmentStatus: 'PENDING_AVAILABILITY' } };
    clock.now = now();
    const [first] = await living.save('S11', [order('1', '2026-09-01T00:00:00Z', pending)], { asked: true });
    const released = {
      ...shipped,
      fulfillment: {
        fulfilledBy: 'MERCHANT',
        fulfillmentStatus: 'UNSHIPPED',
        deliverByWindow: { latestDateTime: '2026-11-25T00:00:00Z' },
      },
    };

    const [saved] = await living.save('S11', [order('1', '2026-11-20T00:00:00Z', released)], { asked: true });

    expect([first?.pii, saved?.pii]).toEqual(['expired', 'present']);
    expect(await buyerOf('S11')).toMatchObject({ data: { recipient: shipped.recipient } });
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
