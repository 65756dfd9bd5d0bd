import type { Marketplace } from '../marketplaces.ts';
import { fromCents, toMoney } from '../orders/money.ts';
import type { OutboundLine, OutboundMoney, ServiceTier } from './outbound-order.ts';
import type { OutboundTimes } from './outbound-switches.ts';

const DAY = 24 * 60 * 60 * 1000;

/** When an order placed now would leave, and when it would come. */
export function deliveryOf(tier: ServiceTier, { now, times }: { now: Date; times: OutboundTimes }) {
  const leaves = now.getTime() + times.validation + times.planning + times.picking + times.shipping;
  const comes = leaves + times.delivery / (tier === 'STANDARD' || tier === 'SCHEDULED' ? 1 : 2);
  return { ship: interval(leaves), delivery: interval(comes) };
}

const interval = (from: number) => ({
  startTime: new Date(from).toISOString(),
  endTime: new Date(from + DAY).toISOString(),
});

/** What sending these lines would cost: so much for the order, so much for each unit. */
export function feesOf(
  lines: readonly Pick<OutboundLine, 'quantity'>[],
  tier: ServiceTier,
  marketplace: Marketplace,
): { fees: { name: 'PerUnitFulfillmentFee' | 'TransportationFee'; money: OutboundMoney }[]; total: OutboundMoney } {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const perUnit = fromCents(295 * units, marketplace);
  const transport = fromCents(tier === 'STANDARD' ? 425 : 890, marketplace);
  return {
    fees: [
      { name: 'PerUnitFulfillmentFee', money: toMoney(perUnit, marketplace) },
      { name: 'TransportationFee', money: toMoney(transport, marketplace) },
    ],
    total: toMoney(perUnit + transport, marketplace),
  };
}
