import type { Order, OrderProceeds } from '@sp-api-sdk/orders-api-2026-01-01';
import type { Marketplace } from '../marketplaces.ts';
import type { Proceeds } from './invent-order-item.ts';
import { toMoney } from './money.ts';

/** What an order brings in and how it is paid, from what its items bring in. */
export function sumUp(items: readonly Proceeds[], marketplace: Marketplace): Pick<Order, 'proceeds' | 'payment'> {
  const sums = new Map<string, number>();
  for (const [type, units] of items.flatMap((proceeds) => [...proceeds])) {
    sums.set(type, (sums.get(type) ?? 0) + units);
  }
  const total = [...sums.values()].reduce((sum, units) => sum + units, 0);
  const grandTotal = toMoney(total, marketplace);
  const proceeds: OrderProceeds = {
    grandTotal,
    breakdowns: [...sums].map(([type, units]) => ({ type, subtotal: toMoney(units, marketplace) })),
  };
  return { proceeds, payment: { paymentExecutions: [{ paymentMethod: 'CreditCard', paymentAmount: grandTotal }] } };
}
