import { describe, expect, it } from 'vitest';
import { type OutboundHouse, type OutboundStory, outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';
import { runMeanwhile } from '../../support/outbound-meanwhile.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const house = useOutboundHouse();

/** Orders stay as they are at Amazon while a story lasts. */
async function quietStory(options: Parameters<OutboundHouse['story']>[0] = {}): Promise<OutboundStory> {
  const story = await house.story({ speed: 1, ...options });
  Object.assign(story.amazon.faults.outbound.times, { validation: 1e12 });
  return story;
}

const idsAtAmazon = (story: OutboundStory) =>
  story.account.outbound
    .listOrders()
    .map(({ request }) => request.orderId)
    .sort();

const creates = (story: OutboundStory) =>
  story.amazon.requests.filter(({ operationId }) => operationId === 'createOrder').length;

const MUGS = { items: [{ sku: 'MUG-BLUE-2', quantity: 7 }] };

describe('an order of which Amazon’s answer cannot be used', () => {
  it.each(['unreadable', 'unreachable'] as const)('(%s) is told once, and the others go', async (how) => {
    const story = await quietStory();
    story.amazon.faults.outbound[how].add('A-ODD');
    story.amazon.faults.outbound.listLagMs = 1e12;
    story.amazon.faults.next(1, 'lost-answer', 'createOrder');
    await story.put(outboundRequest('A-ODD'));
    await story.put(outboundRequest('SO-2'));
    const first = await story.run();
    await story.put(outboundRequest('SO-3'));
    story.clock.advance(5 * MINUTE_MS);
    const second = await story.run();

    expect([first.outcome, second.outcome]).toEqual(['succeeded', 'succeeded']);
    expect(idsAtAmazon(story)).toEqual(['A-ODD', 'SO-2', 'SO-3']);
    expect(first.notes).toEqual([expect.stringMatching(/^Order A-ODD: getOrder: .*asked again in an hour/)]);
    expect(second.notes).toEqual([]);
    const state = await story.state('A-ODD');
    expect(state).toMatchObject({ status: 'SUBMITTING', error: { name: expect.stringMatching(/^SpApi/) } });

    story.clock.advance(HOUR_MS);
    await story.run();
    expect(await story.state('A-ODD')).toMatchObject({ error: state?.error });
    story.amazon.faults.outbound[how].clear();
    story.clock.advance(HOUR_MS);
    await story.run();
    expect(await story.state('A-ODD')).toMatchObject({ status: 'PROCESSING', error: null });
    expect(creates(story)).toBe(3);
  });

  it('is not alone when it is three in a row: then the run fails, and what it has done counts', async () => {
    const story = await quietStory();
    for (const orderId of ['B-1', 'B-2', 'B-3']) story.amazon.faults.outbound.unreadable.add(orderId);
    for (const orderId of ['A-1', 'B-1', 'B-2', 'B-3', 'C-1']) await story.put(outboundRequest(orderId));

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'failed', error: { name: 'SpApiContractError' }, stored: expect.any(Number) });
    expect(run.stored).toBeGreaterThanOrEqual(3);
    expect((await story.handedOut()).get('A-1')).toMatchObject({ status: 'PROCESSING' });
    // What comes after them is not held up for long.
    for (let firing = 0; firing < 2; firing++) {
      story.clock.advance(5 * MINUTE_MS);
      await story.run();
    }
    expect(idsAtAmazon(story)).toContain('C-1');
  });

  it('passes by also where it is a preview that is not understood', async () => {
    const story = await quietStory({ shop: { fulfillmentOutbound: { preview: true } } });
    for (let n = 0; n < 4; n++) story.amazon.faults.next(1, 'not-json', 'getOrderPreview');
    await story.put(outboundRequest('SO-1'));
    await story.put(outboundRequest('SO-2'));

    const run = await story.run();

    expect(run.outcome).toBe('succeeded');
    expect(run.notes.join()).toMatch(/Order SO-1: getOrderPreview/);
    expect(idsAtAmazon(story)).toEqual(['SO-2']);
  });
});

describe('an order that Amazon may have', () => {
  it('is never REJECTED: it is told once, followed, and comes to light as what it was', async () => {
    const story = await quietStory();
    Object.assign(story.amazon.faults.outbound, { secondCreate: 'refuse', appearsAfterMs: 100 * MINUTE_MS });
    story.amazon.faults.next(1, 'lost-answer', 'createOrder');
    await story.put(outboundRequest('SO-1'));
    const run = await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'SUBMITTING', error: { name: 'OrderUnseenError' } });
    expect(run.notes.join()).toContain('Order SO-1: Amazon says that it has an order of this id');

    // What is put meanwhile is told, and not taken for what Amazon has.
    await story.put(outboundRequest('SO-1', MUGS));
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ error: { name: 'RequestChangedError' } });
    story.clock.advance(3 * HOUR_MS);
    await story.run();

    expect(await story.state('SO-1')).toMatchObject({
      status: 'PROCESSING',
      request: { items: [{ sku: 'KETTLE-1L-STEEL' }] },
    });
    expect(idsAtAmazon(story)).toEqual(['SO-1']);
    expect(creates(story)).toBe(2);
  });

  it('stays so whatever a second create is refused for, and can be called off', async () => {
    const story = await quietStory();
    story.amazon.faults.outbound.appearsAfterMs = 3 * HOUR_MS;
    story.amazon.faults.next(1, 'lost-answer', 'createOrder');
    await story.put(outboundRequest('SO-1'));
    await story.start();
    story.account.outbound.stock.delete('KETTLE-1L-STEEL');
    await story.carryOn();
    expect(await story.state('SO-1')).toMatchObject({ status: 'SUBMITTING', error: { name: 'OrderUnseenError' } });

    await story.put(outboundRequest('SO-1', { cancel: true }));
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'CANCELLED', cancel: 'wanted' });
    for (let hours = 0; hours < 4; hours++) {
      story.clock.advance(HOUR_MS);
      await story.run();
    }
    expect(story.account.outbound.findOrder('SO-1')).toMatchObject({ isCalledOff: true });
    expect(creates(story)).toBe(2);
  });

  it('is not created again when it is to be cancelled', async () => {
    const story = await quietStory();
    story.amazon.faults.next(1, 'reset', 'createOrder');
    await story.put(outboundRequest('SO-1'));
    await story.start();
    await story.put(outboundRequest('SO-1', { cancel: true }));
    await story.carryOn();

    expect(await story.state('SO-1')).toMatchObject({ status: 'CANCELLED', cancel: 'wanted' });
    expect(idsAtAmazon(story)).toEqual([]);
  });

  it('of which Amazon says so at once, and does not show it, is not REJECTED either', async () => {
    const story = await quietStory();
    story.amazon.faults.outbound.appearsAfterMs = HOUR_MS;
    receiveElsewhere(story, { sku: 'KETTLE-1L-STEEL', quantity: 2 });
    await story.put(outboundRequest('SO-1'));
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'SUBMITTING', error: { name: 'OrderUnseenError' } });

    story.clock.advance(2 * HOUR_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'PROCESSING', error: null });
    expect(creates(story)).toBe(1);
  });

  it('under an id that was used elsewhere for another is told, and the other is left alone', async () => {
    const story = await quietStory();
    receiveElsewhere(story, { sku: 'MUG-BLUE-2', quantity: 7 });
    await story.put(outboundRequest('SO-1'));
    const run = await story.run();
    story.clock.advance(5 * MINUTE_MS);
    await story.run();

    expect(run.notes.join()).toContain('Order SO-1 was rejected: Amazon has another order under this id');
    const state = await story.state('SO-1');
    expect(state).toMatchObject({ status: 'REJECTED', error: { name: 'IdInUseError' } });
    expect(state).not.toHaveProperty('fulfillment');
  });
});

/** An order that was made elsewhere, under an id of ours. */
const receiveElsewhere = (story: OutboundStory, line: { sku: string; quantity: number }) =>
  story.account.outbound.receive({
    orderId: 'SO-1',
    marketplaceId: 'ATVPDKIKX0DER',
    originCountryCode: 'US',
    serviceTier: 'STANDARD',
    action: 'SHIP',
    policy: 'FILL_OR_KILL',
    destination: { name: 'canary', addressLine1: 'canary', city: 'canary', postalCode: '66044', countryCode: 'US' },
    lines: [{ lineItemId: '1', ...line }],
    displayable: { orderId: 'x', orderDate: '2026-01-01T00:00:00Z', orderComment: '' },
  });

describe('what is put while a run is at work', () => {
  it.each([
    ['corrected', { shippingSpeed: 'PRIORITY' }, {}, { status: 'PROCESSING' }, ['SO-1', 'SO-2']],
    ['called off', {}, { cancel: true }, { status: 'CANCELLED' }, ['SO-1']],
    ['held', {}, { hold: true }, { status: 'PROCESSING', held: true }, ['SO-1', 'SO-2']],
    ['other goods', {}, MUGS, { request: { items: [{ sku: 'MUG-BLUE-2' }] } }, ['SO-1', 'SO-2']],
  ])('counts: %s', async (_, first, second, state, atAmazon) => {
    const story = await quietStory();
    await story.put(outboundRequest('SO-1'));
    await story.put(outboundRequest('SO-2', first));
    await runMeanwhile({ house, story, moment: 'SO-1#state' }, () => story.put(outboundRequest('SO-2', second)));

    expect(await story.state('SO-2')).toMatchObject(state);
    expect(idsAtAmazon(story)).toEqual(atAmazon);
  });

  it('and corrected in the moment of its pick-up keeps its address, and is told', async () => {
    const story = await quietStory();
    await story.put(outboundRequest('SO-1', { items: [{ sku: 'MUG-BLUE-2', quantity: 0 }] }));
    await runMeanwhile({ house, story, moment: 'SO-1#state' }, () => story.put(outboundRequest('SO-1', MUGS)));
    expect(await story.request('SO-1')).toHaveProperty('destination');

    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({
      status: 'PROCESSING',
      request: { items: [{ sku: 'MUG-BLUE-2' }] },
    });
    expect(await story.request('SO-1')).not.toHaveProperty('destination');
  });

  it('counts also while a preview is asked for', async () => {
    const story = await quietStory({ shop: { fulfillmentOutbound: { preview: true } } });
    await story.put(outboundRequest('SO-1'));
    await runMeanwhile({ house, story, moment: 'getOrderPreview' }, () =>
      story.put(outboundRequest('SO-1', { cancel: true })),
    );

    expect(await story.state('SO-1')).toMatchObject({ status: 'CANCELLED' });
    expect(idsAtAmazon(story)).toEqual([]);
  });
});

describe('versions', () => {
  it('go on from those of an order that was given away', async () => {
    const story = await house.story({ speed: 1 });
    await story.put(outboundRequest('SO-1', { items: [] }));
    await story.put(outboundRequest('SO-2'));
    await story.run();
    story.account.outbound.advance('SO-2');
    story.clock.advance(5 * MINUTE_MS);
    await story.run();
    const before = await versionsTold(story);
    story.clock.advance(91 * DAY_MS);
    await story.run();
    expect(await story.table()).toEqual([]);

    await story.put(outboundRequest('SO-1'));
    await story.put(outboundRequest('SO-2'));
    story.clock.advance(5 * MINUTE_MS);
    await story.run();

    const after = await versionsTold(story);
    expect(await story.state('SO-1')).toMatchObject({ status: 'PROCESSING' });
    for (const orderId of ['SO-1', 'SO-2']) {
      expect(after.get(orderId)).toBeGreaterThan(before.get(orderId) ?? Number.POSITIVE_INFINITY);
    }
  });
});

async function versionsTold(story: OutboundStory): Promise<Map<string, number>> {
  return new Map([...(await story.handedOut())].map(([orderId, { version }]) => [orderId, Number(version)]));
}

describe('a run', () => {
  it('counts what it has done also where the usage plan is spent in the middle, and tells of single troubles', async () => {
    const story = await quietStory();
    await story.put(outboundRequest('SO-1', { items: [] }));
    await story.put(outboundRequest('SO-2'));
    for (let n = 0; n < 4; n++) story.amazon.faults.next(1, 'throttle', 'createOrder');
    const run = await story.run();
    expect(run).toMatchObject({ outcome: 'succeeded', stored: 2 });
    expect(run.notes.join()).toContain('Order SO-1 was rejected');
    expect([...(await story.handedOut()).keys()].sort()).toEqual(['SO-1', 'SO-2']);
    // A throttled create was never sent: the first one after it is no second.
    expect(await story.state('SO-2')).toMatchObject({ submission: { attempts: 1 } });

    await story.put(outboundRequest('SO-2', { cancel: true }));
    story.clock.advance(5 * MINUTE_MS);
    for (let n = 0; n < 4; n++) story.amazon.faults.next(1, 'unavailable', 'cancelOrder');
    expect((await story.run()).notes).toEqual([expect.stringMatching(/^Order SO-2: cancelOrder: .*next run/)]);
  });

  it('of the past submits nothing, and says so', async () => {
    const story = await quietStory();
    await story.run();
    await story.put(outboundRequest('SO-1'));

    const run = await story.run({ startTime: new Date(story.clock.now - 5 * DAY_MS).toISOString() });

    expect(run).toMatchObject({ outcome: 'succeeded', lane: 'backfill' });
    expect(run.notes).toEqual([expect.stringContaining('submits none')]);
    expect(idsAtAmazon(story)).toEqual([]);
    expect(await story.state('SO-1')).toBeUndefined();
  });

  it('names the order whose row of ours cannot be read', async () => {
    const story = await quietStory();
    await story.put({ orderId: 'SO-6#state', status: 'mine' });
    const { notes } = await story.run();
    expect(notes).toEqual([expect.stringMatching(/^Order SO-6: /)]);
    expect(notes.join()).not.toMatch(/remove/i);
  });
});
