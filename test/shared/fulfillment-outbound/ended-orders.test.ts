import { describe, expect, it } from 'vitest';
import { outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const house = useOutboundHouse();

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
