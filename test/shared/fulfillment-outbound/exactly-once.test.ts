import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Crash, crashAt } from '../../support/crash-at.ts';
import {
  type OutboundHouse,
  type OutboundStory,
  outboundRequest,
  startOutboundHouse,
} from '../../support/outbound-house.ts';
import type { CallFaultKind } from '../../../infra/local/amazon/faults.ts';

const MINUTE_MS = 60_000;

let house: OutboundHouse;
beforeAll(async () => {
  house = await startOutboundHouse();
});
afterAll(() => house.stop());

/** Dies at one call to AWS, and is started again by later firings, when the lease has run out. */
async function dieAndGoOn(
  story: OutboundStory,
  death: { at: number; when: 'before' | 'after' },
): Promise<'died' | 'survived'> {
  const [dynamo, sqs] = [house.dynamo.connect(), house.sqs.connect()];
  crashAt([dynamo, sqs], death);
  try {
    await story.start({}, story.means({ dynamo, sqs }));
    await story.carryOn(story.means({ dynamo, sqs }));
    return 'survived';
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    // Its state machine has died with it.
    story.executions.splice(0);
    return 'died';
  } finally {
    dynamo.destroy();
    sqs.destroy();
  }
}

async function fireAgain(story: OutboundStory, times: number) {
  for (let firing = 0; firing < times; firing++) {
    story.clock.advance(30 * MINUTE_MS);
    await story.start();
    await story.carryOn();
  }
}

/** Creates that Amazon has carried out, by the id that they were for; the simulated Amazon refuses a second one of an id. */
const ordersAtAmazon = (story: OutboundStory) =>
  story.account.outbound.listOrders().map(({ request }) => request.orderId);

const createsOf = (story: OutboundStory) =>
  story.amazon.requests.filter(({ operationId }) => operationId === 'createOrder').length;

async function expectShippedOnce(story: OutboundStory, orderIds: readonly string[], where: string) {
  expect(ordersAtAmazon(story).sort(), where).toEqual([...orderIds].sort());
  const rows = await story.table();
  const statuses = rows.filter(({ status }) => status !== undefined).map(({ status }) => status);
  expect(statuses, where).toEqual(orderIds.map(() => 'PROCESSING'));
  expect(
    rows.filter(({ destination }) => destination !== undefined),
    where,
  ).toEqual([]);
  expect([...(await story.handedOut()).keys()].sort(), where).toEqual([...orderIds].sort());
}

/** Orders stay as they are at Amazon while a story lasts. */
function slowAmazon(story: OutboundStory) {
  Object.assign(story.amazon.faults.outbound.times, { validation: 1e12, planning: 1e12, picking: 1e12 });
}

describe('an order exists at Amazon exactly once', () => {
  it.each([
    ['before', 1],
    ['after', 2],
  ] as const)('wherever the process dies %s a call to AWS', async (when, step) => {
    let deaths = 0;
    for (let at = 0; ; at += step) {
      const story = await house.story();
      slowAmazon(story);
      await story.put(outboundRequest('SO-1'));
      if ((await dieAndGoOn(story, { at, when })) === 'survived') break;
      await fireAgain(story, 1);
      await expectShippedOnce(story, ['SO-1'], `died ${when} call ${at}`);
      // Never blindly: Amazon is read before a create is repeated.
      expect(createsOf(story), `died ${when} call ${at}`).toBe(1);
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(20 / step);
  });

  const unanswered: CallFaultKind[] = [
    'internal-error',
    'unavailable',
    'not-json',
    'reset',
    'lost-answer',
    'done-internal-error',
    'throttle',
  ];

  it.each(unanswered)('whatever has become of a create, or of the read after it, that ends in %s', async (kind) => {
    const carriedOut = kind === 'lost-answer' || kind === 'done-internal-error';
    for (const secondCreate of carriedOut ? (['refuse', 'accept'] as const) : (['refuse'] as const)) {
      const story = await house.story();
      slowAmazon(story);
      // Where Amazon does not care about a second create it shows the first one late, too.
      Object.assign(story.amazon.faults.outbound, {
        secondCreate,
        appearsAfterMs: secondCreate === 'accept' ? 2e7 : 0,
      });
      story.amazon.faults.next(1, kind, 'createOrder');
      story.amazon.faults.next(1, kind, 'getOrder');
      await story.put(outboundRequest('SO-1'));
      await story.start();
      await story.carryOn();
      await fireAgain(story, 2);
      await expectShippedOnce(story, ['SO-1'], `${kind} ${secondCreate}`);
    }
  });

  it('when a first create shows so late that Amazon refuses a second one before', async () => {
    const story = await house.story();
    slowAmazon(story);
    Object.assign(story.amazon.faults.outbound, { secondCreate: 'refuse', appearsAfterMs: 150_000 });
    story.amazon.faults.next(1, 'lost-answer', 'createOrder');
    await story.put(outboundRequest('SO-1'));

    const run = await story.run();

    expect(createsOf(story)).toBe(2);
    expect(run.notes).toEqual([]);
    expect((await story.state('SO-1'))?.status).toBe('PROCESSING');
  });

  it('when two runs are at it at the same time', async () => {
    const story = await house.story();
    slowAmazon(story);
    await story.put(outboundRequest('SO-1'));
    // A run that dies right after the pick-up leaves the order in the queue, for both of the next ones to see.
    for (let at = 5; (await story.state('SO-1')) === undefined; at++) {
      await dieAndGoOn(story, { at, when: 'after' });
      story.clock.advance(30 * MINUTE_MS);
    }
    expect(await story.state('SO-1')).toMatchObject({ status: 'QUEUED' });
    const other = { ...(await story.schedule()), scheduleId: `${story.shop.shopId}-other` };
    await story.schedules.saveSettings(other);

    await Promise.all([story.start(), story.start({ scheduleId: other.scheduleId })]);

    expect(createsOf(story)).toBe(1);
    await fireAgain(story, 1);
    await expectShippedOnce(story, ['SO-1'], 'two at a time');
  });

  it('for hundreds of orders, with a death or an unanswered create in every run', async () => {
    let deaths = 0;
    for (let round = 0; round < 6; round++) {
      const story = await house.story();
      slowAmazon(story);
      const ids = Array.from({ length: 25 }, (_, n) => `SO-${round}-${n}`);
      await Promise.all(ids.map((orderId) => story.put(outboundRequest(orderId))));
      story.amazon.faults.next(1, unanswered[round % unanswered.length] ?? 'reset', 'createOrder');
      story.amazon.faults.next(1, 'lost-answer', 'createOrder');
      const outcome = await dieAndGoOn(story, { at: 9 + round * 41, when: round % 2 === 0 ? 'before' : 'after' });
      if (outcome === 'died') deaths += 1;
      await fireAgain(story, 1);
      await expectShippedOnce(story, ids, `round ${round}`);
    }
    expect(deaths).toBeGreaterThan(4);
  });
});
