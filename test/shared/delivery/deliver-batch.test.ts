import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deliverBatch } from '../../../shared/delivery/deliver-batch.ts';
import { handOut } from '../../../shared/delivery/hand-out.ts';
import { sweepLeftovers } from '../../../shared/delivery/sweep-leftovers.ts';
import { queueDepth } from '../../../shared/delivery/queue-depth.ts';
import { SecretError } from '../../../shared/shops/shop-secrets.ts';
import { Crash, crashAt } from '../../support/crash-at.ts';
import { type DeliveryHouse, type DeliveryStory, orderIds, startDeliveryHouse } from '../../support/delivery-house.ts';
import type { Delivery, Reply } from '../../support/downstream.ts';

vi.setConfig({ testTimeout: 60_000 });

let house: DeliveryHouse;
beforeAll(async () => {
  house = await startDeliveryHouse();
});
afterAll(() => house.stop());

const run = { scheduleId: 'schedule', runId: 'run' };

/** A story whose orders stand on the queue, handed out by a run of its own. */
async function storyWith(keys: readonly string[], { shop = {}, batchSize = 50, row = {} } = {}) {
  const story = await house.story(shop);
  await story.put('runs', { ...runOf(story), shopId: story.shopId });
  await story.writeOrders(keys, row);
  await handOut({ shopId: story.shopId, keys, run: runOf(story) }, { ...story.means.handOut, batchSize });
  return story;
}

const runOf = ({ shopId }: { shopId: string }) => ({ ...run, scheduleId: `${shopId}-orders` });
const counters = async (story: DeliveryStory) => {
  const row = await story.get('runs', runOf(story));
  return { delivered: row?.delivered, deadLettered: row?.deadLettered };
};
const idsIn = ({ batch }: Delivery) => batch.records.map(({ orderId }) => orderId);
const accept: Reply = { status: 200 };

const failingSweep = () => Promise.reject(new Crash('the sweep'));

/** A downstream that never answers. */
const never: typeof fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
  });

/** Answers in turn; the last one stays. */
const inTurn = (...replies: [Reply, ...Reply[]]) => {
  let turn = 0;
  return () => replies[Math.min(turn++, replies.length - 1)] ?? accept;
};

describe('a downstream that accepts', () => {
  it('gets every batch signed, once, in order, and the run counts its records', async () => {
    const keys = orderIds(121);
    const story = await storyWith(keys);

    await story.deliverAll();

    const { deliveries } = story.downstream;
    expect(deliveries.map(idsIn)).toEqual([keys.slice(0, 50), keys.slice(50, 100), keys.slice(100)]);
    expect(deliveries.map(({ headers }) => headers['webhook-id'])).toEqual(
      deliveries.map(({ batch }) => batch.batchId),
    );
    expect(deliveries[0]?.batch).toMatchObject({ shopId: story.shopId, kind: 'orders' });
    expect(deliveries[0]?.batch.records[0]).toMatchObject({ version: 1, orderId: keys[0] });
    expect(await counters(story)).toEqual({ delivered: 121, deadLettered: 0 });
    expect(await queueDepth([story.queue.url, story.queue.deadLettersUrl], { sqs: house.sqs.client })).toBe(0);
  });

  it('recognises a message that comes twice by its webhook-id', async () => {
    const story = await storyWith(orderIds(2));
    const message = await story.receiveOne();

    await deliverBatch(message, story.means.deliver);
    await deliverBatch(message, story.means.deliver);

    const [first, second] = story.downstream.deliveries;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
  });

  it('is not asked for its answer: a body is thrown away unread', async () => {
    const story = await storyWith(orderIds(1));
    story.downstream.answer(() => ({ status: 200, body: 'Pat Canary says thanks' }));

    expect(await story.deliverAll()).toEqual(['done']);
    expect(JSON.stringify(story.logged)).not.toContain('Canary');
  });

  it('leaves the counters of a run whose row is gone alone', async () => {
    const story = await house.story();
    await story.writeOrders(['302-1']);
    await handOut({ shopId: story.shopId, keys: ['302-1'], run: runOf(story) }, story.means.handOut);

    expect(await story.deliverAll()).toEqual(['done']);
    expect(await story.get('runs', runOf(story))).toBeUndefined();
  });
});

describe('a downstream that is away', () => {
  const awayReplies: Reply[] = [
    ...[301, 307, 401, 403, 404, 408, 410, 429, 500, 502, 503].map((status) => ({
      status,
      headers: { location: '/elsewhere' },
    })),
    'hang up',
  ];

  it.each(awayReplies)('is left in peace and asked again after %j', async (reply) => {
    const story = await storyWith(orderIds(1));
    story.downstream.answer(() => reply);

    const result = await deliverBatch(await story.receiveOne(), story.means.deliver);

    expect(result).toBe('again');
    expect(story.downstream.deliveries).toHaveLength(1);
    const shop = await story.shops.find(story.shopId);
    expect(Date.parse(shop?.downstreamAwayUntil ?? '')).toBeGreaterThan(Date.now() + 60_000);
    expect(shop?.downstreamAwayReason).toMatch(/^(downstream answered \d{3}|no answer \([A-Z_]+\))$/);
    expect(await queueDepth([story.queue.url], { sqs: house.sqs.client })).toBe(1);
    expect(await story.deadLetters.list()).toEqual([]);
  });

  it('gets everything in order when it is back, what waited in the outbox included', async () => {
    const keys = orderIds(6);
    const story = await storyWith(keys, { batchSize: 3 });
    story.downstream.answer(
      inTurn({ status: 503 }, { status: 503 }, { status: 429, headers: { 'retry-after': '1' } }, accept),
    );
    const later = orderIds(2, '303');

    await story.deliverAll();
    await story.writeOrders(later);
    const meanwhile = await handOut({ shopId: story.shopId, keys: later }, story.means.handOut);
    const results = await story.deliverAll({ quietMs: 1500 });

    expect(meanwhile).toEqual({ batches: 0, records: 0, held: 'away' });
    expect(results).toEqual(['again', 'again', 'done', 'done', 'done']);
    const inOrder = [keys.slice(0, 3), keys.slice(3), later];
    expect(story.downstream.deliveries.slice(3).map(idsIn)).toEqual(inOrder);
    expect(story.downstream.deliveries.slice(0, 3).map(idsIn)).toEqual([inOrder[0], inOrder[0], inOrder[0]]);
    expect(await story.shops.find(story.shopId)).not.toHaveProperty('downstreamAwayUntil');
    expect(await story.shops.find(story.shopId)).not.toHaveProperty('downstreamAwayReason');
    expect(await counters(story)).toEqual({ delivered: 8, deadLettered: 0 });
  });

  it('that takes too long counts as no answer', async () => {
    const story = await storyWith(orderIds(1));

    const result = await deliverBatch(await story.receiveOne(), {
      ...story.means.deliver,
      fetch: never,
      timeoutMs: 20,
    });

    expect(result).toBe('again');
    expect(story.logged).toContainEqual([
      'Downstream is away',
      expect.objectContaining({ reason: 'no answer (TimeoutError)' }),
    ]);
  });

  it.each([
    ['a port', 'http://127.0.0.1:9', 'its port is one that fetch never asks'],
    [
      'a password',
      'http://canary-user:canary-password@127.0.0.1:8080/in',
      'its URL holds a user name or password, and fetch asks none such: write it again with azi shop add',
    ],
  ])('says so when its URL has %s that fetch never asks', async (_, downstreamUrl, reason) => {
    const story = await storyWith(orderIds(1));
    await story.saveSettings({ downstreamUrl });

    await deliverBatch(await story.receiveOne(), story.means.deliver);

    const shop = await story.shops.find(story.shopId);
    expect(shop?.downstreamAwayReason).toBe(reason);
    expect(JSON.stringify(story.logged)).not.toContain('canary');
  });

  it.each([
    ['without a URL', { downstreamUrl: undefined }, { downstreamSecret: 'whsec_c2VjcmV0' }, 'no downstreamUrl'],
    ['without a secret', {}, {}, 'no downstreamSecret'],
    ['with a secret that is none', {}, { downstreamSecret: 'whsec_?' }, 'not "whsec_" and base64'],
  ])('may be one %s: nothing is posted unsigned, and the log names the cure', async (_, changed, secret, said) => {
    const story = await storyWith(orderIds(1));
    await story.saveSettings(changed);
    const secrets = { ofShop: async () => ({ refreshToken: 'Atzr|canary', ...secret }) };

    const result = await deliverBatch(await story.receiveOne(), { ...story.means.deliver, secrets });

    expect(result).toBe('again');
    expect(story.downstream.deliveries).toEqual([]);
    expect(JSON.stringify(story.logged)).toContain(JSON.stringify(said).slice(1, -1));
    expect(JSON.stringify(story.logged)).toContain('azi shop add');
    expect(JSON.stringify(story.logged)).not.toContain('canary');
  });

  it('may be one whose secret was never written', async () => {
    const story = await storyWith(orderIds(1));
    const secrets = { ofShop: () => Promise.reject(new SecretError('There is no secret /azi/dev/shops/S1.')) };

    expect(await deliverBatch(await story.receiveOne(), { ...story.means.deliver, secrets })).toBe('again');
  });

  it('delivered stays delivered when the sweep behind it fails', async () => {
    const story = await storyWith(orderIds(1));
    await story.shops.setDownstreamAway(story.shopId, {
      until: new Date().toISOString(),
      reason: 'downstream answered 503',
    });

    expect(await deliverBatch(await story.receiveOne(), { ...story.means.deliver, sweep: failingSweep })).toBe('done');
    expect(story.logged).toContainEqual([
      'The sweep after downstream came back failed',
      expect.objectContaining({ error: 'Crash' }),
    ]);
  });
});

describe('a downstream that refuses', () => {
  it.each([400, 413, 422])('one record of fifty with %i sets aside that one; the other 49 go on', async (status) => {
    const keys = orderIds(50);
    const bad = keys[17];
    const story = await storyWith(keys);
    story.downstream.answer(({ batch }) =>
      batch.records.some(({ orderId }) => orderId === bad) ? { status } : accept,
    );

    const results = await story.deliverAll();

    expect(results).toEqual(['done']);
    expect(story.downstream.deliveries.slice(1).map(idsIn)).toEqual(keys.map((key) => [key]));
    expect(new Set(story.downstream.deliveries.map(({ batch }) => batch.batchId)).size).toBe(51);
    expect(await counters(story)).toEqual({ delivered: 49, deadLettered: 1 });
    const [letter, ...others] = await story.deadLetters.list();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      queue: 'order-sync',
      shopId: story.shopId,
      kind: 'orders',
      recordIds: [bad],
      reason: `downstream answered ${status}`,
    });
    expect(letter?.batchId).toBe(story.downstream.deliveries[18]?.batch.batchId);
    expect(Date.now() - Date.parse(letter?.since ?? '')).toBeLessThan(60_000);
  });

  it('a batch of one gets it once', async () => {
    const story = await storyWith(orderIds(1));
    story.downstream.answer(() => ({ status: 422 }));

    await story.deliverAll();

    expect(story.downstream.deliveries).toHaveLength(1);
    expect(await story.deadLetters.list()).toHaveLength(1);
  });

  it('and goes away in the middle gets the whole batch again, under the same ids, and nothing counts twice', async () => {
    const keys = orderIds(3);
    const story = await storyWith(keys);
    story.downstream.answer(
      inTurn({ status: 400 }, accept, { status: 503 }, { status: 400 }, accept, accept, { status: 422 }),
    );

    const results = await story.deliverAll({ quietMs: 1500 });

    expect(results).toEqual(['again', 'done']);
    const ids = story.downstream.deliveries.map(({ batch }) => batch.batchId);
    expect(ids.slice(3, 6)).toEqual(ids.slice(0, 3));
    expect(await counters(story)).toEqual({ delivered: 2, deadLettered: 1 });
    expect((await story.deadLetters.list()).map(({ recordIds }) => recordIds)).toEqual([[keys[2]]]);
  });

  it('slowly: what there is no time for goes back into the queue, and nothing is offered in vain', async () => {
    const keys = orderIds(6);
    const story = await storyWith(keys);
    story.downstream.answer(({ batch }) => (batch.records.length > 1 ? { status: 413 } : accept));
    const timeLeftMs = () => (story.downstream.deliveries.length % 3 === 0 ? 2_000 : 60_000);

    await story.deliverAll({ means: { ...story.means.deliver, timeLeftMs } });

    const singles = story.downstream.deliveries.filter(({ batch }) => batch.records.length === 1);
    expect(singles.map(idsIn).flat()).toEqual(keys);
    const wholes = story.downstream.deliveries.filter(({ batch }) => batch.records.length > 1);
    expect(wholes.map(({ batch }) => batch.records.length)).toEqual([6, 4, 2]);
    expect(await counters(story)).toEqual({ delivered: 6, deadLettered: 0 });
  });
});

describe('a message that cannot be delivered to anybody', () => {
  it.each([
    ['no JSON', 'Pat Canary {', 'the message is not a batch: the whole'],
    ['no records', { records: [] }, 'the message is not a batch: records'],
    ['of no kind', { kind: 'Canary' }, 'the message is not a batch: kind'],
    [
      'with a record without id',
      { records: [{ version: 1, name: 'Canary' }] },
      'A record of kind orders has no orderId.',
    ],
  ])('is set aside when it is %s, and nothing of it is quoted', async (_, body, reason) => {
    const story = await house.story();
    const batch = { batchId: 'b', shopId: story.shopId, kind: 'orders', records: [{ version: 1, orderId: '302-1' }] };
    const MessageBody = typeof body === 'string' ? body : JSON.stringify({ ...batch, ...body });
    await house.sqs.client.send(
      new SendMessageCommand({
        QueueUrl: story.queue.url,
        MessageBody,
        MessageGroupId: 'g',
        MessageDeduplicationId: 'x',
      }),
    );

    expect(await story.deliverAll()).toEqual(['done']);

    expect(await story.deadLetters.list()).toMatchObject([
      { shopId: '', batchId: '', recordIds: [], body: MessageBody, reason },
    ]);
    expect(JSON.stringify(story.logged)).not.toContain('Canary');
  });

  it('is set aside when its shop is gone', async () => {
    const story = await storyWith(orderIds(2));
    await story.shops.remove(story.shopId);

    await story.deliverAll();

    expect(await story.deadLetters.list()).toMatchObject([
      { recordIds: orderIds(2), reason: `there is no shop ${story.shopId}` },
    ]);
  });
});

const spyOn = (story: DeliveryStory, seen: string[]): DeliveryStory['means']['deliver']['queue'] => ({
  pause: (message, seconds) => (seen.push(message.body), story.means.deliver.queue.pause(message, seconds)),
  setAside: (message, letter) => (
    seen.push(JSON.stringify(letter)), story.means.deliver.queue.setAside(message, letter)
  ),
  putBack: (message, rest) => (seen.push(JSON.stringify(rest)), story.means.deliver.queue.putBack(message, rest)),
});

describe("buyers' data", () => {
  const future = Math.floor(Date.now() / 1000) + 3600;
  const [known, dead, absent] = orderIds(3);
  const buyer = { buyerName: 'Pat Canary', buyerEmail: 'canary@example.com' };
  const data = {
    buyer,
    recipient: { deliveryAddress: { addressLine1: '1 Canary Street' } },
    orderItems: [
      { orderItemId: `${known}-1`, fulfillment: { packing: { giftOption: { giftMessage: 'Love, Canary' } } } },
    ],
  };

  async function storyWithBuyers(deliverBuyerData: boolean) {
    const story = await house.story({ deliverBuyerData });
    const keys = [known, dead, absent].map(String);
    await story.writeOrders(keys, { pii: 'present' });
    await story.put('buyers', { shopId: story.shopId, recordId: `orders#${known}`, data, expiresAt: future });
    await story.put('buyers', { shopId: story.shopId, recordId: `orders#${dead}`, data, expiresAt: future - 7200 });
    await handOut({ shopId: story.shopId, keys }, story.means.handOut);
    return story;
  }

  it('are joined in for a shop that asks for them; the dead are never read, and said to be expired', async () => {
    const story = await storyWithBuyers(true);

    await story.deliverAll();

    const [first, second, third] = story.downstream.deliveries[0]?.batch.records ?? [];
    expect(first).toMatchObject({ orderId: known, pii: 'present', version: 1, buyer, recipient: data.recipient });
    expect(first?.orderItems).toEqual([
      { orderItemId: `${known}-1`, quantityOrdered: 1, fulfillment: data.orderItems[0]?.fulfillment },
    ]);
    expect([second?.pii, third?.pii]).toEqual(['expired', 'expired']);
    expect(second).not.toHaveProperty('buyer');
  });

  it('are not read for a shop that does not', async () => {
    const story = await storyWithBuyers(false);
    const buyers = { read: () => Promise.reject(new Error('nobody asked')) };

    await story.deliverAll({ means: { ...story.means.deliver, buyers } });

    expect(story.downstream.deliveries[0]?.body).not.toContain('Canary');
  });

  it('reach no queue, no dead letter, no log and no error, whatever downstream does', async () => {
    const story = await storyWithBuyers(true);
    story.downstream.answer(
      inTurn({ status: 503 }, 'hang up', { status: 400, body: JSON.stringify(data) }, { status: 422, body: 'Canary' }),
    );
    const onTheQueue: string[] = [];
    const spied = { ...story.means.deliver, queue: spyOn(story, onTheQueue) };

    await story.deliverAll({ means: spied, quietMs: 1500 });

    const letters = await story.deadLetters.list();
    expect(letters).toHaveLength(3);
    expect(story.downstream.deliveries.some(({ body }) => body.includes('Canary'))).toBe(true);
    expect(JSON.stringify([letters, story.logged, onTheQueue])).not.toContain('Canary');
  });
});

describe('a crash anywhere, then a retry', () => {
  const keys = orderIds(3);
  const scenarios: Record<string, (delivery: Delivery) => Reply> = {
    'of a batch that is accepted': () => accept,
    'of a batch with a refused record': ({ batch }) =>
      batch.records.some(({ orderId }) => orderId === keys[1]) ? { status: 400 } : accept,
  };

  it.each(Object.entries(scenarios))(
    '%s ends in the same state as no crash',
    async (_, answer) => {
      const calls = await deliverWith({ at: Number.POSITIVE_INFINITY, when: 'before' }, answer);
      expect(calls).toBeGreaterThanOrEqual(6);
      for (let at = 0; at < calls; at += 1) {
        await deliverWith({ at, when: 'before' }, answer);
        await deliverWith({ at, when: 'after' }, answer);
      }
    },
    60_000,
  );

  async function deliverWith(
    crash: { at: number; when: 'before' | 'after' },
    answer: (delivery: Delivery) => Reply,
  ): Promise<number> {
    const story = await storyWith(keys);
    await story.shops.setDownstreamAway(story.shopId, {
      until: new Date(Date.now() + 60_000).toISOString(),
      reason: 'downstream answered 503',
    });
    await story.writeOrders(['304-1']);
    story.downstream.answer(answer);
    const clients = { dynamo: house.dynamo.connect(), sqs: house.sqs.connect() };
    const point = crashAt([clients.dynamo, clients.sqs], crash);
    const message = await story.receiveOne();

    const crashed = deliverBatch(message, story.meansOver(clients).deliver);
    const ending = await crashed.catch((error: unknown) => error);
    expect(ending === 'done' || ending instanceof Crash ? [] : [ending]).toEqual([]);
    await story.shops.breakDrains(story.shopId);
    expect(await deliverBatch(message, story.means.deliver)).toBe('done');
    await sweepLeftovers({ shopId: story.shopId }, { ...story.means.handOut, timeLeftMs: () => 60_000 });

    const reached = new Set(story.downstream.deliveries.flatMap(idsIn));
    expect([...reached]).toEqual(keys);
    const refused = story.downstream.deliveries.some((delivery) => answer(delivery) !== accept);
    expect((await story.deadLetters.list()).map(({ recordIds }) => recordIds)).toEqual(refused ? [[keys[1]]] : []);
    expect((await story.shops.find(story.shopId))?.downstreamAwayUntil).toBeUndefined();
    expect(await story.stillUndelivered(['304-1'])).toEqual([]);
    return point.calls();
  }
});
