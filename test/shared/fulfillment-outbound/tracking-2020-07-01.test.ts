import { describe, expect, it } from 'vitest';
import { type OutboundStory, outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const house = useOutboundHouse();

async function runAfter(story: OutboundStory, ms: number) {
  story.clock.advance(ms);
  return story.run();
}

/** A shop of 2020-07-01, whose list tells no more than statuses, with these orders at Amazon. */
async function storyOf(...orderIds: readonly string[]): Promise<OutboundStory> {
  const story = await house.story({ speed: 1, shop: { fulfillmentOutbound: { apiVersion: '2020-07-01' } } });
  for (const orderId of orderIds) await story.put(outboundRequest(orderId));
  await story.run();
  await runAfter(story, 5 * MINUTE_MS);
  await story.handedOut();
  return story;
}

describe('tracking by 2020-07-01', () => {
  it('reads an order again when the list says that it has changed, though in the same status of ours', async () => {
    const story = await storyOf('SO-1');
    expect((await runAfter(story, 5 * MINUTE_MS)).calls).toEqual({ listAllFulfillmentOrders: 1 });

    story.account.outbound.advance('SO-1', 'PLANNING');

    expect((await runAfter(story, MINUTE_MS)).calls).toEqual({ listAllFulfillmentOrders: 1, getFulfillmentOrder: 1 });
    expect(await story.state('SO-1')).toMatchObject({ status: 'PROCESSING' });
  });

  it('goes on with an order that is complete before its packages are shown', async () => {
    const story = await storyOf('SO-1');
    story.amazon.faults.outbound.latePackages = true;
    story.account.outbound.advance('SO-1');
    await runAfter(story, 5 * MINUTE_MS);
    expect((await story.handedOut()).get('SO-1')).toMatchObject({ status: 'COMPLETE', shipments: [{ packages: [] }] });

    story.amazon.faults.outbound.latePackages = false;
    await runAfter(story, 3 * HOUR_MS);

    expect((await story.handedOut()).get('SO-1')).toMatchObject({
      shipments: [{ packages: [{ trackingNumber: expect.stringMatching(/^1Z/) }] }],
    });
  });

  it('asks every two hours for a tracking number that does not come, and not for longer than thirty days', async () => {
    const story = await house.story({ speed: 1, shop: { fulfillmentOutbound: { apiVersion: '2020-07-01' } } });
    story.amazon.faults.outbound.times.carrierTracking = 1e12;
    await story.put(outboundRequest('SO-1'));
    await story.run();
    await runAfter(story, DAY_MS);
    expect(await story.state('SO-1')).toMatchObject({ status: 'COMPLETE' });

    const asked: (number | undefined)[] = [];
    for (const hours of [3, 1, 3, 28 * 24, 3, 24]) {
      asked.push((await runAfter(story, hours * HOUR_MS)).calls.getFulfillmentOrder);
    }

    expect(asked).toEqual([1, undefined, 1, 1, 1, undefined]);
  });

  it('passes an order by at whose reading Amazon breaks down, and comes back to it', async () => {
    const story = await storyOf('A', 'B', 'C');
    for (const orderId of ['A', 'B', 'C']) story.account.outbound.advance(orderId);
    story.amazon.faults.outbound.breaking.add('B');

    const run = await runAfter(story, 5 * MINUTE_MS);

    expect(run).toMatchObject({ outcome: 'succeeded', notes: [expect.stringMatching(/^Order B: .*followed on/)] });
    expect(await statuses(story)).toEqual(['COMPLETE', 'PROCESSING', 'COMPLETE']);
    story.amazon.faults.outbound.breaking.clear();
    await runAfter(story, 3 * HOUR_MS);
    expect(await statuses(story)).toEqual(['COMPLETE', 'COMPLETE', 'COMPLETE']);
  });

  it('keeps what it has read where Amazon breaks down at one order after another', async () => {
    const story = await storyOf('A', 'B', 'C', 'D');
    for (const orderId of ['A', 'B', 'C', 'D']) story.account.outbound.advance(orderId);
    for (const orderId of ['B', 'C', 'D']) story.amazon.faults.outbound.breaking.add(orderId);

    const run = await runAfter(story, 5 * MINUTE_MS);

    expect(run).toMatchObject({ outcome: 'failed', error: { name: 'SpApiUnavailableError' }, read: 1, stored: 1 });
    expect([...(await story.handedOut()).keys()]).toEqual(['A']);
    expect(await statuses(story)).toEqual(['COMPLETE', 'PROCESSING', 'PROCESSING', 'PROCESSING']);
    story.amazon.faults.outbound.breaking.clear();
    expect(await runAfter(story, 5 * MINUTE_MS)).toMatchObject({ outcome: 'succeeded', stored: 3 });
    expect(await statuses(story)).toEqual(['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE']);
  });
});

const statuses = async (story: OutboundStory) => (await story.table()).flatMap(({ status }) => status ?? []);
