import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import { marketplaceOf } from '../marketplaces.ts';
import { seededRandom } from '../seeded-random.ts';
import { inventOrder } from './invent-order.ts';
import { SCENARIOS } from './scenarios.ts';

const DAY = 24 * 60 * 60 * 1000;

/** An account's past: how many orders, last changed over how many days up to when. */
export interface OrderHistory {
  readonly seed: string;
  readonly count: number;
  readonly marketplaceIds: readonly string[];
  readonly days: number;
  readonly until: Date;
}

/**
 * Invents `count` orders of all kinds, last changed evenly over the days before `until`, the oldest first. The same
 * history makes the same orders; each is drawn on its own, so a longer history of the same span keeps their kinds.
 */
export function generateOrders({ seed, count, marketplaceIds, days, until }: OrderHistory): Order[] {
  const step = (days * DAY) / Math.max(count, 1);
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom(`${seed}/order/${index}`);
    const lastUpdated = until.getTime() - (count - index) * step + random.integer(0, Math.floor(step * 0.9));
    const scenario = SCENARIOS[index % SCENARIOS.length] ?? SCENARIOS[0];
    return inventOrder(random, {
      orderId: orderIdOf(seed, index),
      createdTime: toTime(lastUpdated - random.integer(DAY / 3, 6 * DAY), index),
      lastUpdatedTime: toTime(lastUpdated, index),
      marketplace: marketplaceOf(marketplaceIds[index % marketplaceIds.length] ?? ''),
      scenario,
    });
  });
}

/** An order id in Amazon's form, another for every index. */
export function orderIdOf(seed: string, index: number): string {
  const random = seededRandom(`${seed}/order-id`);
  return `${random.integer(100, 799)}-${random.digits(7)}-${String(index).padStart(7, '0')}`;
}

/** Amazon writes moments with and without milliseconds. */
function toTime(ms: number, index: number): string {
  const time = new Date(ms).toISOString();
  return index % 3 === 0 ? time.replace(/\.\d{3}Z$/, 'Z') : time;
}
