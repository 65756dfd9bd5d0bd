import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrdersHouse, startOrdersHouse } from '../../support/orders-house.ts';

const MINUTE_MS = 60_000;

let house: OrdersHouse;
beforeAll(async () => {
  house = await startOrdersHouse();
});
afterAll(() => house.stop());

describe('a first run', () => {
  it('reads every page, stores every order and hands them out fifty to a batch', async () => {
    const story = await house.story({ orders: 121 });

    const run = await story.run();

    expect(run).toMatchObject({
      outcome: 'succeeded',
      read: 121,
      stored: 121,
      unchanged: 0,
      batches: 3,
      calls: { searchOrders: 2 },
    });
    expect((await story.rows('orders')).filter((row) => row.undeliveredSince === undefined)).toHaveLength(121);
    expect((await story.batches()).map(({ records }) => records.length)).toEqual([50, 50, 21]);
  });

  it('moves the cursor to three minutes ago, and the next run asks from ten minutes before', async () => {
    const story = await house.story({ orders: 3 });
    const began = story.clock.now;

    await story.run();
    story.clock.advance(10 * MINUTE_MS);
    const second = await story.run();

    expect((await story.schedule()).nextStartTime).toBe(new Date(began + 7 * MINUTE_MS).toISOString());
    expect(second).toMatchObject({ startTime: new Date(began - 3 * MINUTE_MS).toISOString(), stored: 0, batches: 0 });
    expect(story.amazon.requests.at(-1)?.query).toMatchObject({
      lastUpdatedAfter: new Date(began - 13 * MINUTE_MS).toISOString(),
    });
  });
});
