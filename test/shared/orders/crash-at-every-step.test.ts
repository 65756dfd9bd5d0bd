import { afterAll, beforeAll, expect, it } from 'vitest';
import { Crash, crashAt } from '../../support/crash-at.ts';
import { type OrdersHouse, type OrdersStory, startOrdersHouse } from '../../support/orders-house.ts';

let house: OrdersHouse;
beforeAll(async () => {
  house = await startOrdersHouse();
});
afterAll(() => house.stop());

/** Everything of a story that must be the same whether or not a process died on the way. */
async function endState(story: OrdersStory) {
  const withoutMoments = ({ undeliveredSince, piiExpiresAt: _, ...row }: Record<string, unknown>) => ({
    ...row,
    shopId: 'S',
    undelivered: undeliveredSince !== undefined,
  });
  const { nextStartTime, liveLease, lastRun } = await story.schedule();
  const handedOut = new Map<string, number>();
  for (const { records } of await story.batches()) {
    for (const { orderId, version } of records) handedOut.set(`${String(orderId)}@${version}`, 1);
  }
  return {
    orders: (await story.rows('orders')).map(withoutMoments),
    buyers: (await story.rows('buyers')).map(withoutMoments),
    handedOut: [...handedOut.keys()].sort(),
    cursor: nextStartTime === undefined ? undefined : 'moved',
    lease: liveLease,
    outcome: lastRun?.outcome,
  };
}

const STARTED_AT = Date.parse('2026-11-20T12:00:00Z');

/** The same seller, the same time, the same orders; some are merchant orders with a buyer. */
async function sameStory(orders: number) {
  const story = await house.story({
    shop: { deliverBuyerData: true },
    sellerId: 'ACRASHED',
    startAt: STARTED_AT,
    batchSize: 5,
  });
  story.amazon.faults.ordersOnPage = 8;
  for (let n = 0; n < orders; n++) story.account.placeOrder({}, new Date(STARTED_AT - (6000 - n) * 60_000));
  return story;
}

/** Dies at one call of the first run, starts again when its lease has run out, and then once more as schedules do. */
async function dieAndGoOn(
  story: OrdersStory,
  death: { at: number; when: 'before' | 'after' },
): Promise<'died' | 'survived'> {
  const [dynamo, sqs] = [house.dynamo.connect(), house.sqs.connect()];
  crashAt([dynamo, sqs], death);
  try {
    await story.start({}, story.means({ dynamo, sqs }));
    return 'survived';
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
  for (let firing = 0; firing < 2; firing++) {
    story.clock.advance(30 * 60_000);
    await story.run();
  }
  return 'died';
}

async function stateWithoutCrash(orders: number) {
  const story = await sameStory(orders);
  await story.run();
  return endState(story);
}

it.each(['before', 'after'] as const)(
  'ends in the same state wherever the process dies %s a call, and is started again',
  async (when) => {
    const expected = await stateWithoutCrash(3);
    expect(expected).toMatchObject({
      orders: { length: 3 },
      buyers: { length: 3 },
      handedOut: { length: 3 },
      cursor: 'moved',
      outcome: 'succeeded',
    });

    let deaths = 0;
    for (;;) {
      const story = await sameStory(3);
      if ((await dieAndGoOn(story, { at: deaths, when })) === 'survived') break;
      expect(await endState(story), `died ${when} call ${deaths}`).toEqual(expected);
      deaths += 1;
    }

    expect(deaths).toBeGreaterThan(25);
  },
);

it('loses nothing in the middle of many pages and batches either', async () => {
  const expected = await stateWithoutCrash(20);
  expect(expected.handedOut).toHaveLength(20);

  let deaths = 0;
  for (let at = 5; ; at += 17) {
    const story = await sameStory(20);
    if ((await dieAndGoOn(story, { at, when: at % 2 === 0 ? 'before' : 'after' })) === 'survived') break;
    expect(await endState(story), `died at call ${at}`).toEqual(expected);
    deaths += 1;
  }

  expect(deaths).toBeGreaterThan(5);
});
