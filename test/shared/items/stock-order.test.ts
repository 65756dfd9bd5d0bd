import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ItemStore } from '../../../shared/items/item-store.ts';
import { toStock, toStockOfReport } from '../../../shared/items/stock.ts';
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
const fromApi = (sku: string, { quantity, readAt, lastUpdatedTime }: Record<string, string | number>) => {
  const stock = toStock(
    { sellerSku: sku, totalQuantity: quantity, inventoryDetails: { fulfillableQuantity: quantity }, lastUpdatedTime },
    { marketplaceId, readAt: String(readAt) },
  );
  if (!stock) throw new Error('the summary is none');
  return stock;
};
const fromReport = (sku: string, { quantity, time }: { quantity: number; time: string }) => {
  const read = toStockOfReport({ fields: { sku, afnFulfillableQuantity: String(quantity) } }, { marketplaceId, time });
  if ('misfit' in read) throw new Error(read.misfit);
  return read.stock;
};
const verdict = async (stock: Parameters<ItemStore['saveStock']>[1][number]) =>
  (await store.saveStock('S1', [stock]))[0]?.verdict;

describe('stock', () => {
  it('of the API wins over what an earlier report said, however long ago Amazon had changed it', async () => {
    await verdict(fromReport('A', { quantity: 5, time: '2026-11-20T10:00:00.000Z' }));

    const after = fromApi('A', {
      quantity: 5,
      readAt: '2026-11-20T16:00:00.000Z',
      lastUpdatedTime: '2026-01-01T00:00:00Z',
    });

    expect(await verdict(after)).toBe('stored');
  });

  it('that was read before and comes late is refused, be it of a page or of a report', async () => {
    await verdict(
      fromApi('B', { quantity: 7, readAt: '2026-11-20T16:00:00.000Z', lastUpdatedTime: '2026-11-20T15:00:00Z' }),
    );

    const latePage = fromApi('B', {
      quantity: 6,
      readAt: '2026-11-20T15:59:00.000Z',
      lastUpdatedTime: '2026-11-20T15:00:00Z',
    });
    const lateReport = fromReport('B', { quantity: 6, time: '2026-11-20T15:50:00.000Z' });

    expect([await verdict(latePage), await verdict(lateReport)]).toEqual(['stale', 'stale']);
  });

  it('that Amazon once gave without a time is not frozen by it', async () => {
    await verdict(fromApi('C', { quantity: 1, readAt: '2026-11-20T16:00:00.000Z' }));

    const next = fromApi('C', {
      quantity: 2,
      readAt: '2026-11-20T16:10:00.000Z',
      lastUpdatedTime: '2026-11-20T15:55:00Z',
    });

    expect(await verdict(next)).toBe('stored');
  });

  it('that says the same writes nothing, though Amazon has touched it', async () => {
    await verdict(
      fromApi('D', { quantity: 1, readAt: '2026-11-20T16:00:00.000Z', lastUpdatedTime: '2026-11-20T15:00:00Z' }),
    );

    const same = fromApi('D', {
      quantity: 1,
      readAt: '2026-11-20T22:00:00.000Z',
      lastUpdatedTime: '2026-11-20T21:00:00Z',
    });

    expect(await verdict(same)).toBe('unchanged');
  });
});
