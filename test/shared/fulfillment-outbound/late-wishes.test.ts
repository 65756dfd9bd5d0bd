import { describe, expect, it } from 'vitest';
import { type OutboundHouse, type OutboundStory, outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const house = useOutboundHouse();

/** Orders stay as they are at Amazon while a story lasts. */
async function quietStory(options: Parameters<OutboundHouse['story']>[0] = {}): Promise<OutboundStory> {
  const story = await house.story({ speed: 1, ...options });
  Object.assign(story.amazon.faults.outbound.times, { validation: 1e12, planning: 1e12, picking: 1e12 });
  return story;
}

async function runAfter(story: OutboundStory, ms: number) {
  story.clock.advance(ms);
  return story.run();
}

describe('a request that is changed and held after its order has gone', () => {
  it('is told of once each, and not again and again', async () => {
    const story = await quietStory();
    await story.put(outboundRequest('SO-1'));
    await story.run();
    await story.put(outboundRequest('SO-1', { hold: true, items: [{ sku: 'MUG-BLUE-2', quantity: 7 }] }));
    const first = await runAfter(story, 5 * MINUTE_MS);
    expect(first.notes).toEqual([expect.stringContaining('was changed')]);
    const told = await story.state('SO-1');

    for (let firing = 0; firing < 3; firing++) {
      expect(await runAfter(story, 5 * MINUTE_MS)).toMatchObject({ notes: [], stored: 0 });
    }
    expect(await story.state('SO-1')).toMatchObject({ version: told?.version, error: { name: 'RequestChangedError' } });
    // It is none the less stuck in the end.
    await runAfter(story, 100 * HOUR_MS);
    await runAfter(story, 5 * MINUTE_MS);
    expect(await story.state('SO-1')).toMatchObject({ error: { name: 'OrderStuckError' } });
  });
});

describe('an order that was held for long', () => {
  it('is not told to be without news as soon as it is released; that it is released is told', async () => {
    const story = await quietStory();
    await story.put(outboundRequest('SO-1', { hold: true }));
    await story.run();
    // While it is held there is nothing to be told.
    for (const hours of [1, 100, 1]) expect((await runAfter(story, hours * HOUR_MS)).notes).toEqual([]);
    expect((await story.handedOut()).get('SO-1')).toMatchObject({ held: true });
    await story.put(outboundRequest('SO-1', { hold: false }));

    const notes: string[] = [];
    for (let firing = 0; firing < 4; firing++) notes.push(...(await runAfter(story, 5 * MINUTE_MS)).notes);

    expect(notes).toEqual([]);
    expect((await story.handedOut()).get('SO-1')).not.toHaveProperty('held');
    const calls = story.amazon.requests.filter(({ operationId }) => operationId === 'updateOrder');
    expect(calls).toHaveLength(1);

    await runAfter(story, 73 * HOUR_MS);
    await runAfter(story, HOUR_MS);
    expect(await story.state('SO-1')).toMatchObject({ error: { name: 'OrderStuckError' } });
  });
});

describe('a release for which Amazon is not to be had', () => {
  it('is noted once, and asked for until it is done', async () => {
    const story = await quietStory();
    await story.put(outboundRequest('SO-1', { hold: true }));
    await story.run();
    await story.put(outboundRequest('SO-1', { hold: false }));
    for (let n = 0; n < 8; n++) story.amazon.faults.next(1, 'unavailable', 'updateOrder');
    await runAfter(story, 5 * MINUTE_MS);
    const noted = await story.state('SO-1');
    await runAfter(story, 5 * MINUTE_MS);
    expect(await story.state('SO-1')).toEqual(noted);

    story.amazon.faults.calls.splice(0);
    await runAfter(story, 5 * MINUTE_MS);
    expect(story.account.outbound.findOrder('SO-1')?.request.action).toBe('SHIP');
  });

  it('or that it does not find yet, is not taken for refused', async () => {
    const story = await quietStory();
    await story.put(outboundRequest('SO-1', { hold: true }));
    await story.run();
    await story.put(outboundRequest('SO-1', { hold: false }));
    story.amazon.faults.outbound.missing.add('SO-1');
    await runAfter(story, 5 * MINUTE_MS);
    expect(await story.state('SO-1')).toMatchObject({ held: true, release: true, error: null });

    story.amazon.faults.outbound.missing.clear();
    await runAfter(story, 5 * MINUTE_MS);
    expect(story.account.outbound.findOrder('SO-1')?.request.action).toBe('SHIP');
  });
});

describe('an order that Amazon has accepted and does not show', () => {
  it('is cancelled there by the next run', async () => {
    const story = await quietStory();
    Object.assign(story.amazon.faults.outbound, { createAnswer: 202, listLagMs: 1e12 });
    await story.put(outboundRequest('SO-1'));
    await story.run();
    await story.put(outboundRequest('SO-1', { cancel: true }));

    expect((await runAfter(story, MINUTE_MS)).calls).toEqual({ cancelOrder: 1, listOrders: 1 });

    expect(story.account.outbound.findOrder('SO-1')).toMatchObject({ isCalledOff: true });
    expect(await story.state('SO-1')).toMatchObject({ status: 'SUBMITTED', cancel: 'asked' });
    // What came of it is read when it was to be looked for anyway.
    expect((await runAfter(story, 10 * MINUTE_MS)).calls).toEqual({ getOrder: 1, listOrders: 1 });
    expect(await story.state('SO-1')).toMatchObject({ status: 'CANCELLED' });
  });

  it('is asked about by each run until Amazon knows it, and at the latest when it shows', async () => {
    const story = await quietStory();
    Object.assign(story.amazon.faults.outbound, { createAnswer: 202, appearsAfterMs: 90 * MINUTE_MS });
    await story.put(outboundRequest('SO-1'));
    await story.run();
    await story.put(outboundRequest('SO-1', { cancel: true }));

    const asked: (number | undefined)[] = [];
    for (let firing = 0; firing < 4; firing++) asked.push((await runAfter(story, 5 * MINUTE_MS)).calls.cancelOrder);
    expect(asked).toEqual([1, 1, 1, 1]);
    expect(await story.state('SO-1')).toMatchObject({ status: 'SUBMITTED', cancel: 'wanted' });
    for (let firing = 0; firing < 10; firing++) await runAfter(story, 10 * MINUTE_MS);

    expect(story.account.outbound.findOrder('SO-1')).toMatchObject({ isCalledOff: true });
    await runAfter(story, 10 * MINUTE_MS);
    expect(await story.state('SO-1')).toMatchObject({ status: 'CANCELLED', cancel: 'asked' });
  });

  it('is cancelled also when it cannot be read', async () => {
    const story = await quietStory();
    Object.assign(story.amazon.faults.outbound, { createAnswer: 202, listLagMs: 1e12 });
    story.amazon.faults.outbound.unreadable.add('SO-1');
    await story.put(outboundRequest('SO-1'));
    await story.run();
    expect((await runAfter(story, 11 * MINUTE_MS)).notes).toEqual([expect.stringContaining('asked again in an hour')]);
    await story.put(outboundRequest('SO-1', { cancel: true }));
    for (let n = 0; n < 4; n++) story.amazon.faults.next(1, 'unavailable', 'cancelOrder');

    expect((await runAfter(story, MINUTE_MS)).notes).toEqual([expect.stringMatching(/^Order SO-1: cancelOrder: /)]);
    expect((await runAfter(story, MINUTE_MS)).calls).toEqual({ cancelOrder: 1, listOrders: 1 });
    expect(await story.state('SO-1')).toMatchObject({ cancel: 'asked' });
  });
});
