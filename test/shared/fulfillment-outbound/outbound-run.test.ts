import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  canaryAddress,
  type OutboundHouse,
  outboundRequest,
  startOutboundHouse,
} from '../../support/outbound-house.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const CANADA = 'A2EUQ1WTGCTBG2';

let house: OutboundHouse;
beforeAll(async () => {
  house = await startOutboundHouse();
});
afterAll(() => house.stop());

describe('an order put into the table', () => {
  it('is shipped by Amazon once, and its tracking numbers come back downstream', async () => {
    const story = await house.story();
    await story.put(outboundRequest('SO-1'));

    const first = await story.run();
    // It is counted once, though it is put into our care and then listed.
    const counts = { read: 1, stored: 1, unchanged: 0 };
    expect(first).toMatchObject({ outcome: 'succeeded', ...counts, calls: { createOrder: 1, listOrders: 1 } });
    expect(await story.state('SO-1')).toMatchObject({ status: 'PROCESSING' });
    expect((await story.handedOut()).get('SO-1')).toMatchObject({ status: 'PROCESSING', shipments: [] });

    story.account.outbound.advance('SO-1', 'COMPLETE');
    story.clock.advance(5 * MINUTE_MS);
    expect(await story.run()).toMatchObject(counts);

    expect(await story.state('SO-1')).toMatchObject({ status: 'COMPLETE' });
    expect((await story.handedOut()).get('SO-1')).toMatchObject({
      orderId: 'SO-1',
      status: 'COMPLETE',
      pii: 'present',
      shipments: [
        {
          status: 'SHIPPED',
          packages: [
            {
              carrierCode: expect.stringMatching(/UPS|USPS|FEDEX/),
              trackingNumber: expect.stringMatching(/^1Z/),
              amazonTrackingNumber: expect.stringMatching(/^TBA/),
              lineItemIds: ['1'],
            },
          ],
        },
      ],
    });
    expect(story.account.outbound.listOrders()).toHaveLength(1);
    story.clock.advance(DAY_MS);
    const quiet = await story.run();
    expect(quiet).toMatchObject({ stored: 0, calls: { listOrders: 1 } });
  });

  it('is told without a tracking number first, and again when the carrier has given one', async () => {
    const story = await house.story({ speed: 1 });
    Object.assign(story.amazon.faults.outbound.times, { carrierTracking: 5 * HOUR_MS });
    await story.put(outboundRequest('SO-1'));
    await story.run();
    story.clock.advance(6 * HOUR_MS);
    await story.run();
    const first = (await story.handedOut()).get('SO-1');
    expect(first).toMatchObject({ shipments: [{ packages: [{ amazonTrackingNumber: expect.any(String) }] }] });
    expect(JSON.stringify(first)).not.toContain('"trackingNumber"');

    story.clock.advance(5 * HOUR_MS);
    await story.run();

    const again = (await story.handedOut()).get('SO-1');
    expect(again).toMatchObject({ shipments: [{ packages: [{ trackingNumber: expect.stringMatching(/^1Z/) }] }] });
  });

  it.each([
    ['partial', 'COMPLETE_PARTIAL'],
    ['unfulfillable', 'UNFULFILLABLE'],
    ['invalid', 'INVALID'],
    ['cancelled', 'CANCELLED'],
    ['replaced', 'COMPLETE'],
    ['split', 'COMPLETE'],
  ] as const)('that ends %s at Amazon is %s here, and is not ordered again', async (fate, status) => {
    const story = await house.story();
    story.amazon.faults.outbound.fate = fate;
    await story.put(outboundRequest('SO-1', { items: [{ sku: 'KETTLE-1L-STEEL', quantity: 4 }] }));
    await story.run();
    story.account.outbound.advance('SO-1');
    story.clock.advance(5 * MINUTE_MS);
    const run = await story.run();

    expect((await story.handedOut()).get('SO-1')).toMatchObject({ status });
    expect(run.calls).not.toHaveProperty('createOrder');
    expect(story.account.outbound.listOrders()).toHaveLength(1);
  });

  it('keeps statuses that nobody knows as they come, and is followed on', async () => {
    const story = await house.story();
    story.amazon.faults.outbound.unknownStatuses = true;
    await story.put(outboundRequest('SO-1'));
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'AWAITING_DRONE' });

    story.amazon.faults.outbound.unknownStatuses = false;
    story.account.outbound.advance('SO-1');
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'COMPLETE' });
  });

  it('is accepted with 202 and seen later; lost by Amazon, it is told and looked for, and not created again', async () => {
    const story = await house.story();
    story.amazon.faults.outbound.createAnswer = 202;
    story.amazon.faults.outbound.losesAccepted = 1;
    await story.put(outboundRequest('SO-1'));
    await story.put(outboundRequest('SO-2'));
    await story.run();
    expect((await story.table()).map(({ status }) => status)).toContain('SUBMITTED');

    const notes: string[] = [];
    for (let firing = 0; firing < 6; firing++) {
      story.clock.advance(HOUR_MS);
      notes.push(...(await story.run()).notes);
    }

    const ids = story.account.outbound.listOrders().map(({ request }) => request.orderId);
    expect(ids).toEqual(['SO-2']);
    expect(await story.state('SO-2')).not.toMatchObject({ status: 'SUBMITTED' });
    expect(await story.state('SO-1')).toMatchObject({ status: 'SUBMITTED', error: { name: 'OrderUnseenError' } });
    expect(notes).toEqual([expect.stringMatching(/^Order SO-1: Amazon has accepted the order .*Seller Central/)]);
  });
});

describe('an order that cannot be', () => {
  it('is rejected with its reason, and the others go', async () => {
    const story = await house.story();
    Object.assign(story.amazon.faults.outbound.times, { validation: 1e12, planning: 1e12, picking: 1e12 });
    await story.put(outboundRequest('SO-1', { items: [{ sku: 'KETTLE-1L-STEEL', quantity: 0 }] }));
    await story.put(outboundRequest('SO-2', { items: [{ sku: 'NOT-OURS', quantity: 1 }] }));
    await story.put(outboundRequest('SO-3', { marketplaceId: CANADA }));
    await story.put(outboundRequest('SO 4'));
    await story.put(outboundRequest('x'.repeat(1020)));
    await story.put({ orderId: 'SO-5', destination: 'nowhere' });
    await story.put({ orderId: 'SO-6#state', status: 'mine' });
    await story.put(outboundRequest('SO-7'));

    const run = await story.run();

    expect(run.outcome).toBe('succeeded');
    const told = await story.handedOut();
    expect(told.get('SO-1')).toMatchObject({
      status: 'REJECTED',
      error: { message: expect.stringContaining('quantity') },
    });
    expect(told.get('SO-2')).toMatchObject({
      status: 'REJECTED',
      error: { name: 'SpApiRejectedError', message: expect.stringMatching(/InvalidInput.*Amazon names: .*SellerSku/i) },
    });
    expect(told.get('SO-3')).toMatchObject({
      status: 'REJECTED',
      error: { message: expect.stringContaining('marketplaceId') },
    });
    expect(told.get('SO 4')).toMatchObject({
      status: 'REJECTED',
      error: { message: expect.stringContaining('orderId') },
    });
    expect(told.get('SO-5')).toMatchObject({ status: 'REJECTED' });
    expect(told.get('SO-7')).toMatchObject({ status: 'PROCESSING' });
    expect(run.notes.join()).toContain('Order SO-1 was rejected');
    expect(run.notes.join()).toContain('more than 1,000 bytes');
    expect(JSON.stringify([run, story.logged])).not.toContain('canary');

    story.clock.advance(MINUTE_MS);
    const next = await story.run();
    expect(next).toMatchObject({ stored: 0, calls: { listOrders: 1 } });
    expect([...(await story.handedOut()).values()]).toEqual([]);
  });

  it('may be put again, corrected, under its id', async () => {
    const story = await house.story();
    await story.put(outboundRequest('SO-1', { items: [{ sku: 'NOT-OURS', quantity: 1 }] }));
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'REJECTED' });

    await story.put(outboundRequest('SO-1'));
    story.clock.advance(5 * MINUTE_MS);
    await story.run();

    expect(await story.state('SO-1')).toMatchObject({ status: 'PROCESSING', error: null });
  });

  it('that Amazon forbids is tried again later, and the others go', async () => {
    const story = await house.story({
      shop: { marketplaceIds: ['ATVPDKIKX0DER', CANADA], fulfillmentOutbound: { apiVersion: '2020-07-01' } },
    });
    // The seller does not sell in Canada: 2020-07-01 answers 403.
    await story.put(outboundRequest('SO-1', { marketplaceId: CANADA }));
    await story.put(outboundRequest('SO-2'));

    const run = await story.run();

    expect(run.outcome).toBe('succeeded');
    expect(run.notes.join()).toContain('Order SO-1: createFulfillmentOrder: Amazon refuses');
    expect(await story.state('SO-1')).toMatchObject({ status: 'QUEUED' });
    expect(story.account.outbound.listOrders().map(({ request }) => request.orderId)).toEqual(['SO-2']);
  });

  it('fails the run where the application has no role for it, and is shipped when it has', async () => {
    const story = await house.story({ roles: ['inventory-and-order-tracking'] });
    await story.put(outboundRequest('SO-1'));

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'failed', error: { cure: expect.stringContaining('role') } });
    expect(await story.state('SO-1')).toMatchObject({ status: 'QUEUED' });
  });
});

describe('a request that is put again', () => {
  it('while it is under way is the same order; changed, it is told once and not obeyed', async () => {
    const story = await house.story();
    await story.put(outboundRequest('SO-1'));
    await story.run();
    await story.handedOut();
    await story.put(outboundRequest('SO-1', { theirs: 'again' }));
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect((await story.state('SO-1'))?.error ?? null).toBeNull();
    expect(await story.request('SO-1')).not.toHaveProperty('destination');

    await story.put(outboundRequest('SO-1', { items: [{ sku: 'MUG-BLUE-2', quantity: 9 }] }));
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ error: { name: 'RequestChangedError' } });
    const { version } = (await story.state('SO-1')) ?? {};
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ version });

    const [order, ...others] = story.account.outbound.listOrders();
    expect(order?.request.lines).toMatchObject([{ sku: 'KETTLE-1L-STEEL', quantity: 2 }]);
    expect(others).toEqual([]);
  });
});

describe('hold, release and cancel', () => {
  it('are wishes of the request: Amazon holds, ships when it is no longer held, and cancels', async () => {
    const story = await house.story({ speed: 1 });
    await story.put(outboundRequest('SO-1', { hold: true }));
    await story.put(outboundRequest('SO-2'));
    await story.run();
    expect(story.account.outbound.findOrder('SO-1')?.request.action).toBe('HOLD');

    await story.put(outboundRequest('SO-1', { hold: false }));
    await story.put(outboundRequest('SO-2', { cancel: true }));
    story.clock.advance(5 * MINUTE_MS);
    const run = await story.run();

    expect(run.calls).toMatchObject({ updateOrder: 1, cancelOrder: 1 });
    expect(story.account.outbound.findOrder('SO-1')?.request.action).toBe('SHIP');
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect(await story.state('SO-2')).toMatchObject({ status: 'CANCELLED' });
    expect(await story.state('SO-1')).toMatchObject({ held: false });
    story.clock.advance(5 * MINUTE_MS);
    expect((await story.run()).calls).toEqual({ listOrders: 1 });
  });

  it('are the same in 2020-07-01', async () => {
    const story = await house.story({ speed: 1, shop: { fulfillmentOutbound: { apiVersion: '2020-07-01' } } });
    Object.assign(story.amazon.faults.outbound.times, { validation: 1e12 });
    await story.put(outboundRequest('SO-1', { hold: true }));
    await story.run();
    expect(story.account.outbound.findOrder('SO-1')?.request.action).toBe('HOLD');
    story.clock.advance(15 * MINUTE_MS);
    await story.run();

    await story.put(outboundRequest('SO-1', { hold: false }));
    story.clock.advance(5 * MINUTE_MS);
    expect((await story.run()).calls).toMatchObject({ updateFulfillmentOrder: 1 });
    expect(story.account.outbound.findOrder('SO-1')?.request.action).toBe('SHIP');
  });

  it('come too late once the goods are picked, and that is told', async () => {
    const story = await house.story({ speed: 1 });
    story.amazon.faults.outbound.lateCancel = 'refuse';
    await story.put(outboundRequest('SO-1'));
    await story.run();
    story.account.outbound.advance('SO-1', 'PROCESSING');
    await story.put(outboundRequest('SO-1', { cancel: true }));
    story.clock.advance(5 * MINUTE_MS);
    await story.run();

    expect((await story.handedOut()).get('SO-1')).toMatchObject({
      status: 'PROCESSING',
      error: { name: 'CancelRefusedError' },
    });
  });

  it('an order that is cancelled before it is picked up never goes to Amazon', async () => {
    const story = await house.story();
    await story.put(outboundRequest('SO-1', { cancel: true }));
    const run = await story.run();

    expect(run.calls).toEqual({ listOrders: 1 });
    expect((await story.handedOut()).get('SO-1')).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('by the shop’s setting', () => {
  it('a preview is asked for: what it costs is kept, what cannot be is not created', async () => {
    const story = await house.story({ shop: { fulfillmentOutbound: { preview: true } } });
    story.account.outbound.stock.set('MUG-BLUE-2', 1);
    await story.put(outboundRequest('SO-1'));
    await story.put(outboundRequest('SO-2', { items: [{ sku: 'MUG-BLUE-2', quantity: 2 }] }));

    await story.run();

    const told = await story.handedOut();
    expect(told.get('SO-1')).toMatchObject({ status: 'PROCESSING', estimatedPrice: { currencyCode: 'USD' } });
    expect(told.get('SO-2')).toMatchObject({
      status: 'REJECTED',
      error: { message: expect.stringContaining('ItemQuantityNotAvailable') },
    });
    expect(story.account.outbound.listOrders()).toHaveLength(1);
  });

  it('an order without news is told once, after it has been looked at', async () => {
    const story = await house.story({ speed: 1, shop: { fulfillmentOutbound: { stuckAfterHours: 24 } } });
    Object.assign(story.amazon.faults.outbound.times, { validation: 1e12 });
    await story.put(outboundRequest('SO-1'));
    await story.run();
    story.clock.advance(HOUR_MS);
    await story.run();
    story.clock.advance(30 * HOUR_MS);
    await story.handedOut();
    const run = await story.run();
    expect(run.calls).toEqual({ listOrders: 1, getOrder: 1 });
    expect(run.notes.join()).toContain('Order SO-1: No news since');
    expect((await story.handedOut()).get('SO-1')).toMatchObject({ error: { name: 'OrderStuckError' } });

    story.clock.advance(HOUR_MS);
    expect((await story.run()).calls).toEqual({ listOrders: 1 });
    // It is read again as often, and not told again.
    story.clock.advance(25 * HOUR_MS);
    expect(await story.run()).toMatchObject({ stored: 0, calls: { listOrders: 1, getOrder: 1 } });
    story.clock.advance(HOUR_MS);
    expect((await story.run()).calls).toEqual({ listOrders: 1 });
    expect((await story.handedOut()).size).toBe(0);

    // The lists know nothing of it.
    story.amazon.faults.outbound.listLagMs = 1e12;
    story.account.outbound.advance('SO-1');
    story.clock.advance(25 * HOUR_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'COMPLETE', error: null });
  });

  it.each([false, true])(
    '2020-07-01 does the same behind the same port (errors inside 200: %s)',
    async (refusalsInside200) => {
      const story = await house.story({ speed: 1, shop: { fulfillmentOutbound: { apiVersion: '2020-07-01' } } });
      story.amazon.faults.outbound.refusalsInside200 = refusalsInside200;
      story.amazon.faults.next(1, 'lost-answer', 'createFulfillmentOrder');
      await story.put(outboundRequest('SO-1'));
      await story.put(outboundRequest('SO-2', { items: [{ sku: 'NOT-OURS', quantity: 1 }] }));

      await story.run();
      expect(await story.state('SO-2')).toMatchObject({
        status: 'REJECTED',
        error: { message: expect.stringContaining('InvalidInput') },
      });
      for (let hours = 0; hours < 12; hours += 3) {
        story.clock.advance(3 * HOUR_MS);
        await story.run();
      }

      expect((await story.handedOut()).get('SO-1')).toMatchObject({
        status: 'COMPLETE',
        shipments: [{ status: 'SHIPPED', packages: [{ trackingNumber: expect.stringMatching(/^1Z/) }] }],
      });
      const [order, ...others] = story.account.outbound.listOrders();
      expect(order?.request).toMatchObject({
        orderId: 'SO-1',
        displayable: { orderId: 'SO-1', orderComment: 'Thank you for your order.' },
      });
      expect(others).toEqual([]);
      story.clock.advance(3 * HOUR_MS);
      expect((await story.run()).calls).toEqual({ listAllFulfillmentOrders: 1 });
    },
  );
});

describe('an order that ended long ago', () => {
  it('is given away after ninety days, is not read by runs any more, and its id is never used again', async () => {
    const story = await house.story({ speed: 1 });
    story.amazon.faults.outbound.secondCreate = 'accept';
    await story.put(outboundRequest('SO-1'));
    await story.put(outboundRequest('SO-2', { items: [{ sku: 'NOT-OURS', quantity: 1 }] }));
    await story.run();
    story.account.outbound.advance('SO-1');
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'COMPLETE' });

    story.clock.advance(89 * DAY_MS);
    await story.run();
    expect(await story.table()).toHaveLength(4);
    story.clock.advance(2 * DAY_MS);
    await story.run();
    expect(await story.table()).toEqual([]);

    await story.put(outboundRequest('SO-1'));
    await story.put(outboundRequest('SO-2'));
    story.clock.advance(5 * MINUTE_MS);
    const run = await story.run();
    expect(await story.state('SO-1')).toMatchObject({
      status: 'REJECTED',
      error: { message: expect.stringMatching(/^orderId: .* has ended already \(COMPLETE, .*another id/) },
    });
    expect(await story.request('SO-1')).not.toHaveProperty('destination');
    // Amazon has never had the other.
    expect(await story.state('SO-2')).toMatchObject({ status: 'PROCESSING' });
    await story.put(outboundRequest('SO-1', { items: [{ sku: 'MUG-BLUE-2', quantity: 9 }] }));
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'REJECTED' });
    expect(run.calls).toMatchObject({ createOrder: 1 });
    expect(story.account.outbound.listOrders()).toHaveLength(2);
  });

  it('stays while downstream has not heard of its end', async () => {
    const story = await house.story({ shop: { downstreamUrl: undefined } });
    await story.put(outboundRequest('SO-1'));
    await story.run();
    story.account.outbound.advance('SO-1');
    story.clock.advance(DAY_MS);
    await story.run();
    story.clock.advance(100 * DAY_MS);
    await story.run();

    expect(await story.state('SO-1')).toMatchObject({ status: 'COMPLETE' });
  });
});

describe('addresses', () => {
  it('move to buyers at pick-up and are nowhere else, and die 27 days after the delivery', async () => {
    const story = await house.story();
    await story.put(outboundRequest('SO-1'));
    const run = await story.run();
    expect(await story.rows('buyers')).toMatchObject([
      { recordId: 'shipments#SO-1', data: { destination: canaryAddress } },
    ]);

    story.account.outbound.advance('SO-1');
    story.clock.advance(5 * MINUTE_MS);
    const delivered = story.clock.now;
    await story.run();
    const [buyer] = await story.rows('buyers');
    expect(Math.abs(Number(buyer?.expiresAt) - (delivered + 27 * DAY_MS) / 1000)).toBeLessThan(3600);

    const elsewhere = [
      run,
      await story.table(),
      await story.schedule(),
      await story.batches(),
      story.logged,
      story.executions,
    ];
    expect(JSON.stringify(elsewhere)).not.toContain('canary');
  });

  it('live on while the delivery is still to come', async () => {
    const story = await house.story({ speed: 1 });
    await story.put(outboundRequest('SO-1'));
    await story.run();
    const [before] = await story.rows('buyers');
    story.clock.advance(9 * HOUR_MS);
    await story.run();
    const [after] = await story.rows('buyers');

    // It leaves the warehouse five hours after it was put, and takes two days.
    const delivery = Number(before?.expiresAt) + (2 * DAY_MS + 5 * HOUR_MS) / 1000;
    expect(Math.abs(Number(after?.expiresAt) - delivery)).toBeLessThan(DAY_MS / 1000);
    expect(await story.state('SO-1')).toMatchObject({ piiExpiresAt: after?.expiresAt });
  });

  it('that have died before the order could go are told, and nothing is sent without one', async () => {
    const story = await house.story({ roles: ['inventory-and-order-tracking'] });
    await story.put(outboundRequest('SO-1'));
    await story.run();
    story.clock.advance(30 * DAY_MS);
    await story.run();

    expect(await story.state('SO-1')).toMatchObject({ status: 'REJECTED', error: { name: 'AddressGoneError' } });
  });
});

describe('tracking', () => {
  it('of a thousand open orders costs pages of the list, not a call for each', async () => {
    const story = await house.story({ speed: 1, shop: { downstreamUrl: undefined } });
    const now = new Date(story.clock.now).toISOString();
    const orderIds = Array.from({ length: 1000 }, (_, n) => `SO-${n}`);
    for (const orderId of orderIds) story.account.outbound.receive({ ...AT_AMAZON, orderId });
    await Promise.all(orderIds.map((orderId) => story.write({ ...OURS, orderId: `${orderId}#state`, changedAt: now })));
    story.clock.advance(20 * MINUTE_MS);

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', read: 1000, calls: { listOrders: 20 } });
    expect(Object.keys(run.calls)).toEqual(['listOrders']);
    expect((await story.table()).every(({ status }) => status === 'PROCESSING')).toBe(true);
  });

  it('reads on past a dead page token, and leaves orders that were made elsewhere alone', async () => {
    const story = await house.story();
    story.amazon.faults.outbound.pageSize = 1;
    story.account.outbound.receive({ ...AT_AMAZON, orderId: 'ELSEWHERE' });
    await story.put(outboundRequest('SO-1'));
    await story.put(outboundRequest('SO-2'));
    await story.run();
    story.account.outbound.advance('SO-1');
    story.account.outbound.advance('SO-2');
    story.clock.advance(5 * MINUTE_MS);
    let lists = 0;
    const means = story.means();
    await story.start(
      {},
      { ...means, takeCalls: () => ((lists += 1) === 2 && story.amazon.faults.expirePageTokens(), means.takeCalls()) },
    );

    expect(await story.state('SO-1')).toMatchObject({ status: 'COMPLETE' });
    expect(await story.state('SO-2')).toMatchObject({ status: 'COMPLETE' });
    expect(await story.state('ELSEWHERE')).toBeUndefined();
  });

  it('begins a moment before the cursor, and moves it', async () => {
    const story = await house.story({ cursor: new Date(Date.now() - HOUR_MS).toISOString() });
    const run = await story.run();

    const asked = Date.parse(String(story.amazon.requests.at(-1)?.query?.updatedAfter));
    expect(asked).toBe(Date.parse(run.startTime) - 10 * MINUTE_MS);
    expect((await story.schedule()).nextStartTime).toBe(run.endTime);
  });
});

const AT_AMAZON = {
  marketplaceId: 'ATVPDKIKX0DER',
  originCountryCode: 'US',
  serviceTier: 'STANDARD',
  action: 'SHIP',
  policy: 'FILL_OR_KILL',
  destination: { name: 'canary', addressLine1: 'canary', city: 'canary', postalCode: '66044', countryCode: 'US' },
  lines: [{ lineItemId: '1', sku: 'KETTLE-1L-STEEL', quantity: 2 }],
  displayable: { orderId: 'x', orderDate: '2026-01-01T00:00:00Z', orderComment: '' },
} as const;

const OURS = {
  version: 3,
  status: 'SUBMITTED',
  requestHash: 'h',
  request: {
    marketplaceId: 'ATVPDKIKX0DER',
    shippingSpeed: 'STANDARD',
    items: [{ lineItemId: '1', sku: 'KETTLE-1L-STEEL', quantity: 2 }],
  },
  submission: { attempts: 1, reads: 0, accepted: true, dueAt: '2999-01-01T00:00:00.000Z' },
  pii: 'absent',
  piiExpiresAt: 0,
};
