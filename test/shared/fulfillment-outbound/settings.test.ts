import { describe, expect, it } from 'vitest';
import { outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const house = useOutboundHouse();

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
    // What is news after a pause the list is to tell.
    story.clock.advance(30 * HOUR_MS);
    expect((await story.run()).calls).toEqual({ listOrders: 1 });
    story.clock.advance(HOUR_MS);
    await story.handedOut();
    const run = await story.run();
    expect(run.calls).toEqual({ listOrders: 1, getOrder: 1 });
    expect(run.notes.join()).toContain('Order SO-1: No news since');
    expect((await story.handedOut()).get('SO-1')).toMatchObject({ error: { name: 'OrderStuckError' } });

    story.clock.advance(HOUR_MS);
    expect((await story.run()).calls).toEqual({ listOrders: 1 });
    // It is read again as often, and not told again.
    story.clock.advance(25 * HOUR_MS);
    await story.run();
    story.clock.advance(HOUR_MS);
    expect(await story.run()).toMatchObject({ stored: 0, calls: { listOrders: 1, getOrder: 1 } });
    story.clock.advance(HOUR_MS);
    expect((await story.run()).calls).toEqual({ listOrders: 1 });
    expect((await story.handedOut()).size).toBe(0);

    // The lists know nothing of it.
    story.amazon.faults.outbound.listLagMs = 1e12;
    story.account.outbound.advance('SO-1');
    story.clock.advance(25 * HOUR_MS);
    await story.run();
    story.clock.advance(HOUR_MS);
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
