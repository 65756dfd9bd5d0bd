import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ItemStore } from '../../../shared/items/item-store.ts';
import { toListing } from '../../../shared/items/listing.ts';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';

let dynamo: Dynamo;
let store: ItemStore;
beforeAll(async () => {
  dynamo = await startDynamo();
  await dynamo.createTables('items');
  store = new ItemStore({ client: createDocumentClient(dynamo.client), table: 'items', now: () => Date.now() });
});
afterAll(() => dynamo.stop());

const marketplaceId = 'ATVPDKIKX0DER';
const [TEN, NOON] = ['2026-11-20T10:00:00.000Z', '2026-11-20T12:00:00.000Z'];

/** A listing of a report that Amazon began to write at noon. */
async function listedAtNoon(sellerSku: string) {
  const listing = toListing({ fields: { sellerSku } }, marketplaceId);
  await store.saveListings('S1', [listing], { time: NOON });
  return listing;
}
const isActive = async (key: string) =>
  (await Array.fromAsync(store.activeListings('S1', marketplaceId))).some((each) => each.key === key);

describe('a listing becomes inactive', () => {
  it('by a report that is newer than the one that named it, once', async () => {
    const { key } = await listedAtNoon('A');

    const times = ['2026-11-20T13:00:00.000Z', '2026-11-20T14:00:00.000Z'];
    const verdicts = [];
    for (const time of times) verdicts.push(await store.deactivate('S1', key, { time }));

    expect([verdicts, await isActive(key)]).toEqual([[true, false], false]);
  });

  it.each([
    ['an older report', TEN],
    ['the very report that named it', NOON],
  ])('not by %s', async (_, time) => {
    const { key } = await listedAtNoon(`B ${time}`);

    expect([await store.deactivate('S1', key, { time }), await isActive(key)]).toEqual([false, true]);
  });
});
