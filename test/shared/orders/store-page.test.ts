import { expect, it } from 'vitest';
import type { Order } from '../../../shared/orders/order.ts';
import { storePage } from '../../../shared/orders/store-page.ts';
import { newRun } from '../../support/new-run.ts';

const shop = { shopId: 'S1', sellerId: 'A1', region: 'na' as const, marketplaceIds: ['ATVPDKIKX0DER'] };

const amazonOrder = (orderId: string, lastUpdatedTime: string) => ({
  orderId,
  createdTime: '2026-11-01T00:00:00Z',
  lastUpdatedTime,
  salesChannel: {},
  orderItems: [],
});

it('keeps the newest of an order that a page holds more than once, wherever it stands', async () => {
  const saved: Order[] = [];
  const means = {
    orders: {
      save: async (_: string, orders: readonly Order[]) => {
        saved.push(...orders);
        return [];
      },
    },
    quarantine: { put: async () => 'nowhere' },
    log: { info: () => {}, warn: () => {}, error: () => {}, appendKeys: () => {} },
  };
  const orders = [
    amazonOrder('1', '2026-11-02T00:00:00Z'),
    amazonOrder('2', '2026-11-04T00:00:00Z'),
    amazonOrder('2', '2026-11-03T00:00:00Z'),
    amazonOrder('1', '2026-11-05T00:00:00Z'),
  ];

  const page = await storePage({ shop, run: newRun(), orders }, means);

  expect(saved.map(({ orderId, lastUpdatedTime }) => [orderId, lastUpdatedTime])).toEqual([
    ['1', '2026-11-05T00:00:00.000Z'],
    ['2', '2026-11-04T00:00:00.000Z'],
  ]);
  expect(page.read).toBe(4);
});
