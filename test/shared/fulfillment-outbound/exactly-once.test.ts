import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallFaultKind } from '../../../infra/local/amazon/faults.ts';
import { SpApiThrottledError, SpApiUnavailableError } from '../../../shared/sp-api/sp-api-error.ts';
import type { Run } from '../../../shared/sync/run.ts';
import { Crash, crashAt } from '../../support/crash-at.ts';
import { newRun } from '../../support/new-run.ts';
import { type Death, mortalProcess } from '../../support/mortal-process.ts';
import {
  type OutboundHouse,
  type OutboundStory,
  outboundRequest,
  startOutboundHouse,
} from '../../support/outbound-house.ts';
import { storeTargets } from '../../support/store-targets.ts';

const MINUTE_MS = 60_000;

let house: OutboundHouse;
beforeAll(async () => {
  // The quickest store that is at hand.
  house = await startOutboundHouse({ startStore: storeTargets.at(-1)?.start });
});
afterAll(() => house.stop());

describe('a thousand orders', { timeout: 5 * MINUTE_MS }, () => {
  it('exist at Amazon once each, and none is forgotten, whatever dies or stays unanswered on the way', async () => {
    const clients = { dynamo: house.dynamo.connect(), sqs: house.sqs.connect() };
    withoutLimits(clients.dynamo);
    const mortal = mortalProcess([clients.dynamo, clients.sqs]);
    let lives = 0;

    for (const { orderIds, deaths, ...amazonDoes } of SHOPS) {
      // Nobody is told that an order is stuck: that would be read, one by one, at each start.
      const story = await house.story({ batchSize: 5, shop: { fulfillmentOutbound: { stuckAfterHours: 1e6 } } });
      // No run succeeds before the last: the cursor stays.
      const startTime = new Date(story.clock.now - 60 * MINUTE_MS).toISOString();
      quietAmazon(story);
      Object.assign(story.amazon.faults.outbound, amazonDoes);
      await Promise.all(orderIds.map((orderId) => story.put(outboundRequest(orderId))));

      for (const death of deaths) {
        story.amazon.faults.calls.splice(0, 1, faultOf(lives));
        const outcome = await mortal.live(() => runOnce(story, { startTime, clients }), death);
        expect([outcome, death]).toEqual([death === 'never' ? 'survived' : 'died', death]);
        story.clock.advance(30 * MINUTE_MS);
        lives += 1;
      }

      await expectShippedOnce(story, orderIds);
    }
    expect(lives).toBeGreaterThan(160);
  });
});

/** Shops differ in what Amazon makes of a second create, and in what it answers to a first. */
const SHOPS = Array.from({ length: 20 }, (_, n) => ({
  orderIds: Array.from({ length: 50 }, (_, order) => `SO-${n}-${order}`),
  deaths: deathsOf(n),
  secondCreate: n % 4 < 2 ? ('accept' as const) : ('refuse' as const),
  createAnswer: createAnswerOf(n),
}));

function createAnswerOf(shop: number): 200 | 202 {
  return shop % 5 === 3 ? 202 : 200;
}

/** The nth of the calls to AWS by which an order gets to Amazon; the shop's last two deaths are on the way downstream. */
function deathsOf(shop: number): (Death | 'never')[] {
  const submitting = [
    ['Query fulfillment-outbound', 1],
    ['PutItem buyers', 3],
    // Picked up, intended, adopted: each of the three in turn.
    ['UpdateItem fulfillment-outbound', 7 + (shop % 3)],
    ['UpdateItem fulfillment-outbound REMOVE #destination', 3],
    ['BatchGetItem buyers', 3],
    ['GetItem usage', 4],
    ['PutItem usage', 5],
    ['UpdateItem fulfillment-outbound', 9 - (shop % 3)],
    // An order that was only accepted is not read again after its create.
    ['BatchGetItem fulfillment-outbound', createAnswerOf(shop) === 202 ? 1 : 4],
  ] as const;
  const turned = submitting.map((_, at) => submitting[(at + shop) % submitting.length] ?? submitting[0]);
  const handingOut = [
    ['SendMessage queue', 1 + (shop % 5)],
    ['UpdateItem fulfillment-outbound REMOVE undeliveredSince', 3 + (shop % 9)],
  ] as const;
  const when = (at: number) => ((shop + at) % 2 === 0 ? 'before' : 'after');
  // Every call is the death of half the shops.
  const chosen = turned.filter((_, at) => (at + shop) % 2 === 0);
  const deaths = [...chosen, ...handingOut].map(([call, nth], at) => ({ call, nth, when: when(at) }) as const);
  // The second to see what was only accepted by the first.
  return [...deaths, 'never', 'never'];
}

const FAULTS: readonly CallFaultKind[] = [
  'internal-error',
  'unavailable',
  'not-json',
  'reset',
  'throttle',
  'lost-answer',
  'done-internal-error',
];
const isCarriedOut = (fault: string | undefined) => fault === 'lost-answer' || fault === 'done-internal-error';

const OPERATIONS = ['createOrder', 'getOrder', 'createOrder', 'listOrders'];

/** In each life one call to Amazon goes wrong: every kind of every operation in turn. */
const faultOf = (life: number) => ({
  operationId: OPERATIONS[life % OPERATIONS.length],
  kind: FAULTS[life % FAULTS.length] ?? 'reset',
});

/** One run of the sync, from the table to the hand-out, and without the engine's row and lease, which die below. */
async function runOnce(
  story: OutboundStory,
  { startTime, clients }: { startTime: string; clients: Parameters<OutboundStory['means']>[0] },
): Promise<void> {
  const sync = story.means(clients).workFor(story.shop);
  const begun = { ...runOf(story), startTime };
  let run: Run = { ...begun, progress: sync.begin(begun, await story.schedule()) };
  const stretch = { checkpoint: async (reached: Run) => reached, timeIsUp: () => false };
  for (;;) {
    try {
      const advanced = await sync.advance(run, stretch);
      run = advanced.run;
      if (advanced.next === 'wait') story.clock.now = Math.max(story.clock.now, advanced.until.getTime());
      else if (advanced.next !== 'more') return;
    } catch (error) {
      if (!(error instanceof SpApiThrottledError || error instanceof SpApiUnavailableError)) throw error;
      story.clock.advance(MINUTE_MS);
    }
  }
}

const runOf = ({ shop: { shopId }, scheduleId, clock }: OutboundStory): Run => {
  const now = new Date(clock.now).toISOString();
  const times = { startTime: now, endTime: now, startedAt: now };
  return newRun({ shopId, scheduleId, runId: `run-${clock.now}`, sync: 'fulfillment-outbound', ...times });
};

/** The usage plan has slots and forgets them: its rows are the limiter's, whose own tests they are. */
const withoutLimits = ({ middlewareStack }: DynamoDBClient) =>
  middlewareStack.add(
    (next) => async (call) =>
      'TableName' in call.input && call.input.TableName === 'usage'
        ? { output: { $metadata: {} }, response: {} }
        : next(call),
    { step: 'initialize', priority: 'low' },
  );

/** Orders stay as they are at Amazon while a story lasts. */
const quietAmazon = (story: OutboundStory) => Object.assign(story.amazon.faults.outbound.times, { validation: 1e12 });

async function expectShippedOnce(story: OutboundStory, orderIds: readonly string[], where?: string) {
  const sorted = orderIds.toSorted();
  const atAmazon = story.account.outbound.listOrders().map(({ request }) => request.orderId);
  expect(atAmazon.sort(), where).toEqual(sorted);
  expect(carriedOutCreates(story), where).toBe(orderIds.length);
  const rows = await story.table();
  expect(
    rows.flatMap(({ status }) => status ?? []),
    where,
  ).toEqual(orderIds.map(() => 'PROCESSING'));
  expect(
    rows.filter(({ destination, undeliveredSince }) => destination ?? undeliveredSince),
    where,
  ).toEqual([]);
  expect([...(await story.handedOut()).keys()].sort(), where).toEqual(sorted);
}

/** Where Amazon accepts a second create of an id, it would be among these. */
const carriedOutCreates = ({ amazon }: OutboundStory) =>
  amazon.requests.filter(
    ({ operationId, status, fault }) =>
      operationId === 'createOrder' && (status === 200 || status === 202 || isCarriedOut(fault)),
  ).length;

const creates = (story: OutboundStory) =>
  story.amazon.requests.filter(({ operationId }) => operationId === 'createOrder').length;

describe('an order exists at Amazon exactly once', () => {
  it.each(['before', 'after'] as const)('wherever a whole run dies %s a call to AWS', async (when) => {
    let deaths = 0;
    for (let at = when === 'before' ? 0 : 3; ; at += 6) {
      const story = await house.story();
      quietAmazon(story);
      await story.put(outboundRequest('SO-1'));
      if ((await dieAndGoOn(story, { at, when })) === 'survived') break;
      await fireAgain(story);
      await expectShippedOnce(story, ['SO-1'], `died ${when} call ${at}`);
      // Never blindly: Amazon is read before a create is repeated.
      expect(creates(story), `died ${when} call ${at}`).toBe(1);
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(4);
  });

  it('when a first create shows so late that Amazon refuses a second one before', async () => {
    const story = await house.story();
    quietAmazon(story);
    Object.assign(story.amazon.faults.outbound, { secondCreate: 'refuse', appearsAfterMs: 150_000 });
    story.amazon.faults.next(1, 'lost-answer', 'createOrder');
    await story.put(outboundRequest('SO-1'));

    const run = await story.run();

    expect(creates(story)).toBe(2);
    expect(run.notes).toEqual([]);
    expect((await story.state('SO-1'))?.status).toBe('PROCESSING');
  });

  it('when the first create shows hours later, and Amazon does not care about a second', async () => {
    const story = await house.story();
    quietAmazon(story);
    Object.assign(story.amazon.faults.outbound, { secondCreate: 'accept', appearsAfterMs: 2e7 });
    story.amazon.faults.next(1, 'lost-answer', 'createOrder');
    await story.put(outboundRequest('SO-1'));

    await story.run();
    await fireAgain(story);

    expect(story.account.outbound.listOrders()).toHaveLength(1);
    expect(await story.state('SO-1')).toMatchObject({ status: 'PROCESSING' });
  });

  it('when two runs are at it at the same time', async () => {
    const story = await house.story();
    quietAmazon(story);
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

    expect(creates(story)).toBe(1);
    await fireAgain(story);
    await expectShippedOnce(story, ['SO-1'], 'two at a time');
  });
});

/** Dies at one call to AWS, engine and all; later firings go on when the lease has run out. */
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

async function fireAgain(story: OutboundStory) {
  story.clock.advance(30 * MINUTE_MS);
  await story.start();
  await story.carryOn();
}
