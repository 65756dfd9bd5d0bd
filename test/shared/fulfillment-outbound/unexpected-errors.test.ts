import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { Crash } from '../../support/crash-at.ts';
import { type OutboundStory, outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const MINUTE_MS = 60_000;

const house = useOutboundHouse();

/** Runs the sync; whatever of ours changes a row whose key is like this fails with this error. */
async function runWith(story: OutboundStory, { key, error }: { key: RegExp; error: Error }) {
  const dynamo = house.dynamo.connect();
  dynamo.middlewareStack.add(
    (next) => async (call) => {
      const { orderId = {} } = 'Key' in call.input ? (call.input.Key ?? {}) : {};
      if (key.test(JSON.stringify(orderId))) throw error;
      return next(call);
    },
    { step: 'initialize', priority: 'low' },
  );
  try {
    const means = story.means({ dynamo });
    await story.start({}, means);
    await story.carryOn(means);
    return await story.newestRun();
  } finally {
    dynamo.destroy();
  }
}

const idsAtAmazon = (story: OutboundStory) => story.account.outbound.listOrders().map(({ request }) => request.orderId);

describe('an error of ours that nobody expected', () => {
  it('at single orders keeps no other from Amazon, nor the tracking; the run tells it, and fails', async () => {
    const story = await house.story();
    await story.put(outboundRequest('SO-0'));
    await story.run();
    story.account.outbound.advance('SO-0');
    for (const orderId of ['A-1', 'A-2', 'A-3', 'A-4', 'SO-9']) await story.put(outboundRequest(orderId));
    story.clock.advance(5 * MINUTE_MS);
    const run = await runWith(story, { key: /A-\d#state/, error: new TypeError('canary is not a function') });

    expect(run).toMatchObject({
      outcome: 'failed',
      error: { name: 'OrdersHeldUpError', message: expect.stringContaining('A-1') },
    });
    expect(run.notes).toEqual(
      ['A-1', 'A-2', 'A-3', 'A-4'].map((id) => expect.stringContaining(`Order ${id}: TypeError`)),
    );
    expect(idsAtAmazon(story)).toEqual(['SO-0', 'SO-9']);
    expect(await story.state('SO-0')).toMatchObject({ status: 'COMPLETE' });
    expect([...(await story.handedOut()).keys()]).toContain('SO-9');
    expect(JSON.stringify([run, story.logged])).not.toContain('canary');

    story.clock.advance(5 * MINUTE_MS);
    expect(await story.run()).toMatchObject({ outcome: 'succeeded', notes: [] });
    expect(idsAtAmazon(story)).toEqual(['SO-0', 'SO-9', 'A-1', 'A-2', 'A-3', 'A-4']);
  });

  it('is told also where it is met while Amazon’s list is read', async () => {
    const story = await house.story();
    for (const orderId of ['A-1', 'SO-2']) await story.put(outboundRequest(orderId));
    await story.run();
    for (const orderId of ['A-1', 'SO-2']) story.account.outbound.advance(orderId);
    story.clock.advance(5 * MINUTE_MS);

    const run = await runWith(story, { key: /A-1#state/, error: new RangeError('canary') });

    expect(run).toMatchObject({ outcome: 'failed', error: { name: 'OrdersHeldUpError' } });
    expect(await story.state('A-1')).toMatchObject({ status: 'PROCESSING' });
    expect(await story.state('SO-2')).toMatchObject({ status: 'COMPLETE' });
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect(await story.state('A-1')).toMatchObject({ status: 'COMPLETE' });
  });

  it.each([
    ['the death of the process', new Crash('here')],
    ['a store that is throttled', new ProvisionedThroughputExceededException({ message: '', $metadata: {} })],
    ['a store out of reach', Object.assign(new Error('connect'), { code: 'ECONNREFUSED', $metadata: {} })],
  ])('is not %s: that ends the run where it is', async (_, error) => {
    const story = await house.story();
    for (const orderId of ['A-1', 'SO-2']) await story.put(outboundRequest(orderId));

    await expect(runWith(story, { key: /A-1#state/, error })).rejects.toThrow(error);

    expect(idsAtAmazon(story)).toEqual([]);
  });
});
