import { describe, expect, it } from 'vitest';
import { cancelRequest } from '../../../shared/fulfillment-outbound/cancel-request.ts';
import { type OutboundStory, outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const house = useOutboundHouse();

async function runAfter(story: OutboundStory, ms: number) {
  story.clock.advance(ms);
  return story.run();
}

/** An order that Amazon had, and that was given away. */
async function endedStory(): Promise<OutboundStory> {
  const story = await house.story({ speed: 1 });
  story.amazon.faults.outbound.secondCreate = 'accept';
  await story.put(outboundRequest('SO-1'));
  await story.run();
  story.account.outbound.advance('SO-1');
  await runAfter(story, 5 * MINUTE_MS);
  await runAfter(story, 91 * DAY_MS);
  expect(await story.table()).toEqual([]);
  return story;
}

describe('the id of an order that Amazon had', () => {
  it('stays used for good: also after a request of that id was REJECTED, and given away in its turn', async () => {
    const story = await endedStory();
    for (let again = 0; again < 3; again++) {
      await story.put(outboundRequest('SO-1'));
      const run = await runAfter(story, 5 * MINUTE_MS);
      expect(run.calls).toEqual({ listOrders: 1 });
      expect(await story.state('SO-1')).toMatchObject({
        status: 'REJECTED',
        // It is told which order that was.
        error: { message: expect.stringContaining('has ended already (COMPLETE, ') },
      });
      await runAfter(story, 91 * DAY_MS);
      expect(await story.table()).toEqual([]);
    }
  });

  it('stays used for good: also after a request of that id was cancelled by hand', async () => {
    const story = await endedStory();
    await story.put(outboundRequest('SO-1'));
    await cancelRequest(
      { shopId: story.shop.shopId, orderId: 'SO-1' },
      { orders: story.store, now: () => story.clock.now },
    );
    await runAfter(story, 5 * MINUTE_MS);
    const [last] = [...(await story.handedOut()).values()];
    await runAfter(story, 91 * DAY_MS);
    expect(await story.table()).toEqual([]);

    await story.put(outboundRequest('SO-1'));
    const run = await runAfter(story, 5 * MINUTE_MS);

    expect(run.calls).toEqual({ listOrders: 1 });
    expect(await story.state('SO-1')).toMatchObject({ status: 'REJECTED' });
    expect((await story.state('SO-1'))?.version).toBeGreaterThan(Number(last?.version));
  });
});
