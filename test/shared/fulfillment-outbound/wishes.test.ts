import { describe, expect, it } from 'vitest';
import { outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const MINUTE_MS = 60_000;

const house = useOutboundHouse();

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
