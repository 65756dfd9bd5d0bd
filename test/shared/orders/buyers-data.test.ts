import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrdersHouse, type OrdersStory, startOrdersHouse } from '../../support/orders-house.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const iso = (time: number) => new Date(time).toISOString();

let house: OrdersHouse;
beforeAll(async () => {
  house = await startOrdersHouse();
});
afterAll(() => house.stop());

/** The one order of a story, as it is stored. */
async function onlyOrder(story: OrdersStory) {
  const [row] = await story.rows('orders');
  return row;
}

const asking = { deliverBuyerData: true };

/** Strings that stand in every field that may name a buyer. */
const CANARY = {
  buyer: {
    buyerName: 'canary-name',
    buyerEmail: 'canary-email@example.com',
    buyerCompanyName: 'canary-company',
    buyerPurchaseOrderNumber: 'canary-po',
  },
  recipient: {
    deliveryAddress: {
      name: 'canary-recipient',
      addressLine1: 'canary-street',
      city: 'canary-city',
      postalCode: 'canary-zip',
      phone: 'canary-phone',
      countryCode: 'US',
    },
    deliveryPreference: { addressInstruction: 'canary-instruction' },
  },
  tax: { taxRegistrations: [{ legalName: 'canary-legal', taxRegistrationNumber: 'canary-tax' }] },
};

describe('buyers’ data', () => {
  it('is kept apart: no table but buyers, no message and no log line holds any of it', async () => {
    const story = await house.story({ shop: asking });
    const placed = story.account.placeOrder({}, new Date(story.clock.now - DAY_MS));
    const [item] = placed.orderItems;
    story.account.touchOrder(placed.orderId, {
      ...CANARY,
      lastUpdatedTime: iso(story.clock.now - DAY_MS),
      orderItems: [
        {
          ...item,
          product: { ...item?.product, customization: { customizedUrl: 'https://example.com/canary-url' } },
          fulfillment: {
            ...item?.fulfillment,
            packing: { giftOption: { giftMessage: 'canary-gift', giftWrapLevel: 'Classic' } },
          },
          cancellation: { cancellationRequest: { requester: 'BUYER', cancelReason: 'canary-reason' } },
        },
      ],
    } as never);

    const run = await story.run();

    const [buyer] = await story.rows('buyers');
    for (const word of [
      'name',
      'email',
      'street',
      'zip',
      'phone',
      'instruction',
      'gift',
      'url',
      'reason',
      'legal',
      'tax',
      'po',
    ]) {
      expect(JSON.stringify(buyer), word).toContain(`canary-${word}`);
    }
    const row = await onlyOrder(story);
    expect(row).toMatchObject({
      pii: 'present',
      order: { orderItems: [{ fulfillment: { packing: { giftOption: { giftWrapLevel: 'Classic' } } } }] },
    });
    const elsewhere = JSON.stringify([
      row,
      run,
      await story.schedule(),
      await story.shops.list(),
      await story.batches(),
      story.logged,
      story.executions,
    ]);
    expect(elsewhere).not.toContain('canary');
  });

  it('is not asked for by a shop that does not want it', async () => {
    const story = await house.story({ orders: 3 });

    const run = await story.run();

    expect(run.pii).toEqual({ 'not-requested': 3 });
    expect(String(story.amazon.requests.at(-1)?.query?.includedData)).not.toMatch(/BUYER|RECIPIENT|TAX/);
    expect(JSON.stringify(await story.rows('buyers'))).not.toMatch(/"(buyer|recipient)"/);
  });

  it('dies 27 days after the deliver-by window, or after the delivery once that is known', async () => {
    const story = await house.story({ shop: asking });
    const { orderId } = story.account.placeOrder({}, new Date(story.clock.now - DAY_MS));
    const latest = iso(story.clock.now + 4 * DAY_MS);
    const fulfillment = {
      fulfillmentStatus: 'UNSHIPPED',
      fulfilledBy: 'MERCHANT',
      deliverByWindow: { latestDateTime: latest },
    } as const;
    story.account.touchOrder(orderId, { fulfillment, lastUpdatedTime: iso(story.clock.now - DAY_MS) });
    await story.run();
    const before = (await story.rows('buyers'))[0]?.expiresAt;

    story.clock.advance(6 * DAY_MS);
    const delivered = iso(story.clock.now - 60 * MINUTE_MS);
    story.account.touchOrder(orderId, {
      fulfillment: { ...fulfillment, fulfillmentStatus: 'SHIPPED' },
      packages: [{ packageReferenceId: '1', packageStatus: { status: 'DELIVERED' } }],
      lastUpdatedTime: delivered,
    });
    await story.run();
    story.clock.advance(5 * DAY_MS);
    story.account.touchOrder(orderId, { programs: ['PRIME'], lastUpdatedTime: iso(story.clock.now - 60 * MINUTE_MS) });
    await story.run();

    expect(before).toBe(Math.floor((Date.parse(latest) + 27 * DAY_MS) / 1000));
    expect((await story.rows('buyers'))[0]?.expiresAt).toBe(Math.floor((Date.parse(delivered) + 27 * DAY_MS) / 1000));
  });

  it('that is dead already is not written again, and the order says so', async () => {
    const story = await house.story({ shop: asking });
    const { orderId } = story.account.placeOrder({}, new Date(story.clock.now - 29 * DAY_MS));
    story.account.touchOrder(orderId, {
      fulfillment: {
        fulfillmentStatus: 'UNSHIPPED',
        fulfilledBy: 'MERCHANT',
        deliverByWindow: { latestDateTime: iso(story.clock.now - 28 * DAY_MS) },
      },
      lastUpdatedTime: iso(story.clock.now - 29 * DAY_MS),
    });

    const run = await story.run();

    expect(run.pii).toEqual({ expired: 1 });
    expect(await story.rows('buyers')).toEqual([]);
    expect((await story.batches())[0]?.records[0]).toMatchObject({ pii: 'expired' });
  });

  it('that died since it was stored is told as expired when the order is handed out', async () => {
    const story = await house.story({ shop: { ...asking, downstreamUrl: undefined } });
    story.account.placeOrder({}, new Date(story.clock.now - DAY_MS));
    await story.run();
    await story.shops.saveSettings({ ...story.shop, downstreamUrl: 'http://127.0.0.1:9/' });
    story.clock.advance(90 * DAY_MS);

    await story.run();

    expect((await story.batches())[0]?.records[0]).toMatchObject({ pii: 'expired' });
  });

  it.each(['omit', 'strip', 'refuse'] as const)(
    'that Amazon withholds from a seller who must ship is told as withheld (%s)',
    async (withoutRole) => {
      const story = await house.story({ shop: asking, roles: ['inventory-and-order-tracking'] });
      story.amazon.faults.withoutRole = withoutRole;
      story.account.placeOrder({ fulfilledBy: 'MERCHANT' }, new Date(story.clock.now - DAY_MS));
      story.account.placeOrder({ fulfilledBy: 'AMAZON' }, new Date(story.clock.now - DAY_MS));

      const run = await story.run();

      expect(run).toMatchObject({ outcome: 'succeeded', stored: 2, pii: { withheld: 1, absent: 1 } });
      expect(run.notes.join()).toContain('withheld the buyer data of 1 order');
    },
  );

  it('that Amazon no longer shows after shipment stays until it dies', async () => {
    const story = await house.story({ shop: asking });
    const { orderId } = story.account.placeOrder({}, new Date(story.clock.now - DAY_MS));
    await story.run();
    const [known] = await story.rows('buyers');

    story.clock.advance(DAY_MS);
    const order = story.account.findOrder(orderId);
    if (!order) throw new Error('the order is gone');
    const { buyer: _, recipient: __, ...anonymous } = order;
    story.account.removeOrder(orderId);
    story.account.upsertOrder({ ...anonymous, lastUpdatedTime: iso(story.clock.now - 60 * MINUTE_MS) });
    await story.run();

    expect(await onlyOrder(story)).toMatchObject({ version: 2, pii: 'present' });
    expect((await story.rows('buyers'))[0]?.data).toMatchObject({
      recipient: Object(known?.data).recipient,
    });
  });

  it('is written before the order, so that no order says present without it', async () => {
    const story = await house.story({ shop: asking });
    story.account.placeOrder({}, new Date(story.clock.now - DAY_MS));
    const dynamo = house.dynamo.connect();
    dynamo.middlewareStack.add(
      (next) => async (args) => {
        if ('UpdateExpression' in args.input && 'TableName' in args.input && args.input.TableName === 'orders')
          throw new Error('no orders today');
        return next(args);
      },
      { step: 'initialize' },
    );

    await expect(story.start({}, story.means({ dynamo }))).rejects.toThrow('no orders today');

    expect(await story.rows('orders')).toEqual([]);
    expect(await story.rows('buyers')).toHaveLength(1);
  });
});
