import { describe, expect, it } from 'vitest';
import { type OutboundHouse, type OutboundStory, outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';
import { runMeanwhile } from '../../support/outbound-meanwhile.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const house = useOutboundHouse();

/** Orders stay as they are at Amazon while a story lasts. */
async function quietStory(options: Parameters<OutboundHouse['story']>[0] = {}): Promise<OutboundStory> {
  const story = await house.story({ speed: 1, ...options });
  Object.assign(story.amazon.faults.outbound.times, { validation: 1e12 });
  return story;
}

describe('what happens in a moment that a run did not see', () => {
  it('an order that is held while its preview is asked for is created held', async () => {
    const story = await quietStory({ shop: { fulfillmentOutbound: { preview: true } } });
    await story.put(outboundRequest('SO-1'));

    await runMeanwhile({ house, story, moment: 'getOrderPreview' }, () =>
      story.put(outboundRequest('SO-1', { hold: true })),
    );

    expect(story.account.outbound.findOrder('SO-1')?.request.action).toBe('HOLD');
    expect(await story.state('SO-1')).toMatchObject({ held: true });
  });

  it('a request whose pick-up another run has been quicker at keeps its address until that one has it', async () => {
    const story = await quietStory();
    await story.put(outboundRequest('SO-1'));
    // The other has rejected it, for a shop that did not sell there yet, and its user has not heard of that.
    const other = { status: 'REJECTED', requestHash: 'of another', submission: { attempts: 0, reads: 0 } };
    const row = { ...other, orderId: 'SO-1#state', version: 7, pii: 'absent', piiExpiresAt: 0 };

    await runMeanwhile({ house, story, moment: 'SO-1#state' }, () =>
      story.write({ ...row, changedAt: new Date(story.clock.now).toISOString() }),
    );

    expect(await story.state('SO-1')).toMatchObject({ version: 7 });
    expect(await story.request('SO-1')).toHaveProperty('destination');
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'PROCESSING' });
  });

  it('a request that is put again while its order is given away stays, and is told', async () => {
    const story = await house.story({ speed: 1 });
    await story.put(outboundRequest('SO-1'));
    await story.run();
    story.account.outbound.advance('SO-1');
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    story.clock.advance(91 * DAY_MS);

    await runMeanwhile({ house, story, moment: '#ended' }, () => story.put(outboundRequest('SO-1')));

    expect(await story.request('SO-1')).toHaveProperty('destination');
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect((await story.handedOut()).get('SO-1')).toMatchObject({
      status: 'REJECTED',
      error: { message: expect.stringContaining('has ended already') },
    });
  });
});
