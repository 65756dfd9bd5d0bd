import { describe, expect, it } from 'vitest';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { addRequests } from '../../../shared/fulfillment-outbound/add-requests.ts';
import { cancelRequest } from '../../../shared/fulfillment-outbound/cancel-request.ts';
import { OutboundStore } from '../../../shared/fulfillment-outbound/outbound-store.ts';
import { type OutboundStory, outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const house = useOutboundHouse();

/** A person's hands on a story's table. */
function byHand(story: OutboundStory) {
  const now = () => story.clock.now;
  const client = createDocumentClient(house.dynamo.client);
  const orders = new OutboundStore({ client, table: 'fulfillment-outbound', buyers: { update: async () => {} }, now });
  const { shopId } = story.shop;
  return {
    add: (...entries: unknown[]) => addRequests({ shopId, entries }, { orders, now, shop: story.shop }),
    cancel: (orderId: string) => cancelRequest({ shopId, orderId }, { orders, now }),
  };
}

describe('orders added by hand', () => {
  it('are queued, each on its own; those that cannot be are kept as REJECTED, without their addresses', async () => {
    const story = await house.story();
    const { add } = byHand(story);

    const added = await add(
      outboundRequest('SO-1'),
      outboundRequest('SO-2', { items: [{ sku: 'SKU-7', quantity: 1e300 }] }),
      outboundRequest('SO 3'),
      { ...outboundRequest('x'), orderId: 7 },
      outboundRequest('SO-1#state'),
      outboundRequest('SO-1'),
      null,
      outboundRequest('SO-4', { marketplaceId: 'A2EUQ1WTGCTBG2' }),
    );

    expect(added.map(({ status, error }) => [status, error?.name])).toEqual([
      ['QUEUED', undefined],
      ...Array.from({ length: 4 }, () => ['REJECTED', 'OrderInvalidError']),
      ['QUEUED', 'OrderInvalidError'],
      ...Array.from({ length: 2 }, () => ['REJECTED', 'OrderInvalidError']),
    ]);
    expect(await story.request('SO-2')).not.toHaveProperty('destination');
    const before = await story.state('SO-2');
    expect(before).toMatchObject({ status: 'REJECTED', error: { message: expect.stringContaining('250') } });
    expect(JSON.stringify([added, before])).not.toContain('canary');

    await story.run();
    expect(await story.state('SO-2')).toEqual({ ...before, undeliveredSince: undefined });
    expect(await story.state('SO-1')).toMatchObject({ status: 'PROCESSING' });
    expect([...(await story.handedOut()).keys()].sort()).toEqual(['SO 3', 'SO-1', 'SO-2', 'SO-4']);
  });

  it('again are the same orders; changed ones are refused while they are under way', async () => {
    const story = await house.story();
    const { add } = byHand(story);
    await add(outboundRequest('SO-1', { hold: true, buyerNote: 'canary', shipTo: { name: 'canary' } }));
    expect(
      Object.keys((await story.request('SO-1')) ?? {})
        .sort()
        .join(),
    ).toBe('destination,hold,items,marketplaceId,orderId,shippingSpeed,shopId');
    await story.run();

    expect(await add(outboundRequest('SO-1', { shippingSpeed: 'EXPEDITED' }))).toMatchObject([
      { status: 'PROCESSING', error: { name: 'RequestChangedError' } },
    ]);
    expect(await add(outboundRequest('SO-1', { hold: false }))).toEqual([{ orderId: 'SO-1', status: 'PROCESSING' }]);

    story.clock.advance(300_000);
    expect((await story.run()).calls).toMatchObject({ updateOrder: 1 });
  });
});

describe('orders added by hand that are not to be queued', () => {
  it('are told: twice in a file, ended otherwise than by shipping, or COMPLETE', async () => {
    const story = await house.story();
    const { add, cancel } = byHand(story);
    expect(await add(outboundRequest('SO-1'), outboundRequest('SO-1'))).toMatchObject([
      { orderId: 'SO-1', status: 'QUEUED' },
      // The order itself is queued: only the second entry is not.
      { orderId: 'SO-1', status: 'QUEUED', error: { name: 'OrderInvalidError' } },
    ]);
    await add(outboundRequest('SO-2'));
    await cancel('SO-1');
    await story.run();
    story.account.outbound.advance('SO-2');
    story.clock.advance(300_000);
    await story.run();

    const again = await add(outboundRequest('SO-1'), outboundRequest('SO-2'));

    expect(again).toEqual([
      { orderId: 'SO-1', status: 'CANCELLED', error: { name: 'OrderEndedError', message: expect.any(String) } },
      { orderId: 'SO-2', status: 'COMPLETE' },
    ]);
    for (const orderId of ['SO-1', 'SO-2']) expect(await story.request(orderId)).not.toHaveProperty('destination');
  });
});

describe('orders cancelled by hand', () => {
  it.each(['SO-1#state', '', 'x'.repeat(1100)])('must have an id that an order can have (%#)', async (orderId) => {
    const story = await house.story();
    const { add, cancel } = byHand(story);
    await add(outboundRequest('SO-1'));
    await story.run();
    const before = await story.table();

    expect(await cancel(orderId)).toEqual({ orderId, error: expect.objectContaining({ name: 'OrderInvalidError' }) });

    expect(await story.table()).toEqual(before);
  });

  it('never go to Amazon while they are in the queue, even when their request is put again', async () => {
    const story = await house.story();
    const { add, cancel } = byHand(story);
    await add(outboundRequest('SO-1'));

    expect(await cancel('SO-1')).toEqual({ orderId: 'SO-1', status: 'CANCELLED' });
    expect(await story.request('SO-1')).not.toHaveProperty('destination');
    await story.put(outboundRequest('SO-1'));
    await story.run();

    expect(story.account.outbound.listOrders()).toEqual([]);
    expect((await story.handedOut()).get('SO-1')).toMatchObject({ status: 'CANCELLED' });
    expect(await story.request('SO-1')).not.toHaveProperty('destination');
  });

  it('are cancelled at Amazon by the next run; those that are done, or unknown, are told', async () => {
    const story = await house.story({ speed: 1 });
    const { add, cancel } = byHand(story);
    await add(outboundRequest('SO-1'));
    await story.run();

    expect(await cancel('SO-1')).toEqual({ orderId: 'SO-1', status: 'PROCESSING' });
    story.clock.advance(60_000);
    await story.run();
    story.clock.advance(300_000);
    await story.run();

    expect(await story.state('SO-1')).toMatchObject({ status: 'CANCELLED' });
    expect(await cancel('SO-1')).toEqual({ orderId: 'SO-1', status: 'CANCELLED' });
    expect(await cancel('SO-9')).toMatchObject({ error: { name: 'UnknownOrderError' } });
  });

  it('never go to Amazon either when they had been REJECTED, and were put again', async () => {
    const story = await house.story();
    const { add, cancel } = byHand(story);
    await add(outboundRequest('SO-1', { items: [{ sku: 'NOT-OURS', quantity: 1 }] }));
    await story.run();
    expect(await cancel('SO-1')).toMatchObject({ status: 'REJECTED', error: { name: 'CancelRefusedError' } });
    await add(outboundRequest('SO-1'));

    expect(await cancel('SO-1')).toEqual({ orderId: 'SO-1', status: 'CANCELLED' });
    expect(await story.request('SO-1')).not.toHaveProperty('destination');
    story.clock.advance(300_000);
    await story.run();
    expect(story.account.outbound.listOrders()).toEqual([]);
    expect((await story.handedOut()).get('SO-1')).toMatchObject({ status: 'CANCELLED' });
  });

  it('that may be at Amazon already are cancelled there when they come to light', async () => {
    const story = await house.story({ speed: 1 });
    const { cancel } = byHand(story);
    Object.assign(story.amazon.faults.outbound.times, { validation: 1e12 });
    story.amazon.faults.outbound.appearsAfterMs = 36_000_000;
    story.amazon.faults.next(1, 'lost-answer', 'createOrder');
    await story.put(outboundRequest('SO-1'));
    await story.start();
    story.executions.splice(0);
    // As an earlier version of ours left it between two creates.
    await story.write({ ...(await story.state('SO-1')), status: 'QUEUED', submission: { attempts: 1, reads: 0 } });

    expect(await cancel('SO-1')).toEqual({ orderId: 'SO-1', status: 'CANCELLED' });
    expect(await story.state('SO-1')).toMatchObject({ cancel: 'wanted' });
    story.clock.advance(11 * 3_600_000);
    // The run that died, one that sees the order, and one that acts on it.
    for (let firing = 0; firing < 3; firing++) {
      story.clock.advance(300_000);
      await story.run();
    }
    expect(story.account.outbound.findOrder('SO-1')).toMatchObject({ isCalledOff: true });
  });
});
