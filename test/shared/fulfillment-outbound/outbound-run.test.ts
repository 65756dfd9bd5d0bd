import { describe, expect, it } from 'vitest';
import { outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const CANADA = 'A2EUQ1WTGCTBG2';

const house = useOutboundHouse();

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
