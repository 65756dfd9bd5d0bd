import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import { orderIdOf } from '../orders/generate-orders.ts';
import { seededRandom } from '../seeded-random.ts';
import type { FbaReturn } from './fba-return.ts';
import { inventFbaReturn, inventMerchantReturn, type ReturnPlan } from './invent-return.ts';
import type { MerchantReturn } from './merchant-return.ts';

const DAY = 24 * 60 * 60 * 1000;

/** An account's returns of the past: how many of each kind, up to when, and the orders they come from. */
export interface ReturnHistory {
  readonly seed: string;
  readonly fbaReturns: number;
  readonly merchantReturns: number;
  readonly orders: readonly Order[];
  readonly marketplaceIds: readonly string[];
  readonly until: Date;
}

/** Invents the returns of the sixty days before `until`; where shipped orders are there, between their day and then. */
export function generateReturns(history: ReturnHistory): { fba: FbaReturn[]; merchant: MerchantReturn[] } {
  const random = (kind: string, number: number) => seededRandom(`${history.seed}/${kind}-return/${number}`);
  return {
    fba: plansOf(history, 'AMAZON', history.fbaReturns).map((plan) =>
      inventFbaReturn(random('fba', plan.number), plan),
    ),
    merchant: plansOf(history, 'MERCHANT', history.merchantReturns).map((plan) =>
      inventMerchantReturn(random('merchant', plan.number), plan),
    ),
  };
}

function plansOf(history: ReturnHistory, fulfilledBy: 'AMAZON' | 'MERCHANT', count: number): ReturnPlan[] {
  const { seed, orders, marketplaceIds } = history;
  const until = history.until.getTime();
  const shipped = orders.filter(
    ({ fulfillment, lastUpdatedTime }) =>
      fulfillment?.fulfilledBy === fulfilledBy &&
      fulfillment.fulfillmentStatus === 'SHIPPED' &&
      Date.parse(lastUpdatedTime) < until,
  );
  return Array.from({ length: count }, (_, number) => {
    const order = shipped[number % Math.max(shipped.length, 1)];
    const since = order ? Date.parse(order.lastUpdatedTime) : until - 60 * DAY;
    const at = since + Math.floor(((number + 0.5) / count) * (until - since));
    return {
      marketplaceId: order?.salesChannel.marketplaceId ?? marketplaceIds[number % marketplaceIds.length] ?? '',
      orderId: order?.orderId ?? orderIdOf(`${seed}/${fulfilledBy}`, number),
      ...(order && { order }),
      // Reports tell seconds.
      date: new Date(at - (at % 1000)).toISOString(),
      number,
    };
  });
}
