import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toStock, toStockOfReport } from '../../../shared/items/stock.ts';
import { startItemsHouse } from '../../support/report-houses.ts';
import type { SyncHouse } from '../../support/sync-house.ts';

let house: SyncHouse;
beforeAll(async () => {
  house = await startItemsHouse();
});
afterAll(() => house.stop());

const marketplaceId = 'ATVPDKIKX0DER';
const time = '2026-11-20T12:00:00.000Z';

it('sets a row of the inventory report aside whose quantity is none, names its line, and stores the others', async () => {
  const story = await house.story({ seller: { listings: 20 }, speed: 1 });
  Object.assign(story.amazon.faults.inventory, { pageSize: 3, tokenLifetimeMs: -1 });
  const stocks = story.account.listStock();
  const last = stocks.at(-1)?.sellerSku ?? '';
  story.account.setStock(last, { fulfillable: Number.NaN });

  const run = await story.run();

  expect(run).toMatchObject({ outcome: 'succeeded', quarantined: 1, read: run.stored + run.unchanged + 1 });
  expect(run.notes.join()).toMatch(
    /Line \d+ of report \d+ lies in quarantine \(its afnTotalQuantity is no number\): quarantine\/items\//,
  );
  const stocked = (await story.rows('items')).filter(({ stock }) => stock !== undefined);
  expect(stocked.map(({ sku }) => sku)).not.toContain(last);
  expect(stocked).toHaveLength(stocks.length - 1);
});

describe('a quantity of the inventory report', () => {
  const read = (afnTotalQuantity: string) =>
    toStockOfReport({ fields: { sku: 'A', afnTotalQuantity, afnFulfillableQuantity: '1' } }, { marketplaceId, time });

  it.each([
    ['12', 12],
    [' 0 ', 0],
    ['-3', -3],
    ['', undefined],
  ])('"%s" is read', (text, totalQuantity) => {
    expect(read(text)).toMatchObject({ stock: { stock: { totalQuantity } } });
  });

  it.each(['1,234', '1.234', 'N/A', 'NaN', 'Infinity', '0x10', '1e3', '99999999999999999999'])(
    '"%s" is none',
    (text) => {
      expect(read(text)).toEqual({ misfit: 'its afnTotalQuantity is no number' });
    },
  );

  it('must be there: a row without any must not wipe out what is known', () => {
    const fields = { sku: 'A', afnTotalQuantity: '', afnReservedQuantity: '3' };

    expect(toStockOfReport({ fields }, { marketplaceId, time })).toEqual({
      misfit: 'it has neither afnTotalQuantity nor afnFulfillableQuantity',
    });
  });
});

describe('a summary of the inventory API', () => {
  const read = (json: string) => toStock(JSON.parse(json), { marketplaceId, readAt: time });

  it.each([
    ['a quantity in words', '{"sellerSku":"A","totalQuantity":"1,234"}'],
    ['a nested one', '{"sellerSku":"A","inventoryDetails":{"fulfillableQuantity":"12"}}'],
    ['one in a list', '{"sellerSku":"A","inventoryDetails":{"list":[{"quantity":"12"}]}}'],
    ['one that no table holds', '{"sellerSku":"A","totalQuantity":1e999}'],
    ['one that loses digits', '{"sellerSku":"A","totalQuantity":9007199254740993}'],
    ['no quantity at all', '{"sellerSku":"A"}'],
    ['an empty one', '{"sellerSku":"A","totalQuantity":null,"inventoryDetails":null}'],
    ['no SKU', '{"sellerSku":"","totalQuantity":1}'],
    ['a SKU that no key holds', `{"sellerSku":"${'x'.repeat(1100)}","totalQuantity":1}`],
  ])('with %s cannot be read', (_, json) => {
    expect(read(json)).toBeUndefined();
  });

  it.each([
    '{"sellerSku":"A","totalQuantity":3,"stores":["x"],"condition":null}',
    '{"sellerSku":"A","totalQuantity":null,"new":1.5,"inventoryDetails":{"fulfillableQuantity":0}}',
  ])('%s can', (json) => {
    expect(read(json)).toMatchObject({ sku: 'A' });
  });
});

it('sets a listing aside whose SKU no key holds, and keeps a strange price as it is written', async () => {
  const story = await house.story({ seller: { listings: 3 }, speed: 1 });
  story.account.addListing({ sellerSku: 'x'.repeat(1100) });
  story.account.addListing({ sellerSku: 'STRANGE', price: '1.234,50 €' });

  const run = await story.run();

  expect(run).toMatchObject({ outcome: 'succeeded', quarantined: 1 });
  expect(run.notes.join()).toContain('its SKU is longer than 1000 bytes');
  expect((await story.rows('items')).find(({ sku }) => sku === 'STRANGE')).toMatchObject({
    listing: { price: '1.234,50 €' },
  });
});
