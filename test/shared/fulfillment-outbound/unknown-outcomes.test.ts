import { describe, expect, it } from 'vitest';
import { outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const house = useOutboundHouse();

describe('an order whose create had no answer', () => {
  it('is looked for on when its address has died meanwhile, and not REJECTED: Amazon may have it', async () => {
    const story = await house.story({ speed: 1 });
    story.amazon.faults.outbound.appearsAfterMs = 31 * DAY_MS;
    story.amazon.faults.next(1, 'lost-answer', 'createOrder');
    await story.put(outboundRequest('SO-1'));
    await story.start();
    // Whatever ran the sync is away for a month.
    story.executions.splice(0);
    story.clock.advance(28 * DAY_MS);
    await story.run();
    for (let firing = 0; firing < 3; firing++) {
      story.clock.advance(HOUR_MS);
      await story.run();
    }

    const state = await story.state('SO-1');
    expect(state).toMatchObject({ status: 'SUBMITTING', error: { name: 'OrderUnseenError' } });
    expect(JSON.stringify(state)).toContain('address has reached its date of death');

    story.clock.advance(4 * DAY_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: expect.not.stringMatching('SUBMITTING'), error: null });
    expect(story.account.outbound.listOrders()).toHaveLength(1);
    expect(story.amazon.requests.filter(({ operationId }) => operationId === 'createOrder')).toHaveLength(1);
  });

  it('and neither had the second and third is told once, and still tried', async () => {
    const story = await house.story({ speed: 1 });
    for (let n = 0; n < 4; n++) story.amazon.faults.next(1, 'reset', 'createOrder');
    await story.put(outboundRequest('SO-1'));

    const told: unknown[] = [];
    for (let firing = 0; firing < 12 && story.account.outbound.listOrders().length === 0; firing++) {
      await story.run();
      told.push((await story.handedOut()).get('SO-1')?.error);
      story.clock.advance(30 * MINUTE_MS);
    }

    expect(told.filter((error) => error)).toEqual([
      { name: 'OutcomeUnknownError', message: expect.stringContaining('3 creates had no answer') },
    ]);
    expect(story.account.outbound.listOrders()).toHaveLength(1);
    expect(await story.state('SO-1')).toMatchObject({ error: null });
  });
});
