import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Outbox } from '../../../shared/delivery/outbox.ts';
import { sweepAllShops } from '../../../shared/delivery/sweep-all-shops.ts';
import { sweepEvery } from '../../../shared/delivery/sweep-every.ts';
import { type DeliveryHouse, startDeliveryHouse } from '../../support/delivery-house.ts';

let house: DeliveryHouse;
beforeAll(async () => {
  house = await startDeliveryHouse();
});
afterAll(() => house.stop());

it('one failing shop stops no other, and the sweep says in the end that it failed', async () => {
  const [first, failing, last] = [await house.story(), await house.story(), await house.story()];
  for (const story of [first, failing, last]) await story.writeOrders(['302-1']);
  const outbox: Outbox = {
    kind: 'orders',
    undelivered: (shopId) => first.outbox.undelivered(shopId),
    read: (shopId, keys) =>
      shopId === failing.shopId ? Promise.reject(new Error('of this shop')) : first.outbox.read(shopId, keys),
    clear: (shopId, sent) => first.outbox.clear(shopId, sent),
  };
  const { queue, consumer, ...means } = first.means.handOut;

  const sweep = sweepAllShops({
    ...means,
    shops: first.shops,
    outboxes: [{ outbox, queue, consumer }],
    timeLeftMs: () => 60_000,
    log: first.means.deliver.log,
  });

  await expect(sweep).rejects.toMatchObject({ name: 'SweepFailedError', message: expect.stringContaining('1 shops') });
  expect(first.logged).toEqual([[expect.any(String), { shopId: failing.shopId, error: 'Error' }]]);
  expect((await first.takeAll()).map(({ batch }) => batch.shopId).sort()).toEqual([first.shopId, last.shopId].sort());
});

it('hands a kind out to a consumer of the user’s own, whether or not the shop has a URL', async () => {
  const story = await house.story({ downstreamUrl: undefined });
  await story.writeOrders(['302-1']);
  const { queue, outbox, ...means } = story.means.handOut;
  const sweep = (consumer: 'webhook' | 'own') =>
    sweepEvery(
      { shopId: story.shopId },
      { ...means, outboxes: [{ outbox, queue, consumer }], timeLeftMs: () => 60_000 },
    );

  await sweep('webhook');
  const byWebhook = await story.takeAll();
  await sweep('own');

  expect(byWebhook).toEqual([]);
  expect(await story.takeAll()).toHaveLength(1);
});
