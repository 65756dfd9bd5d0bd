import type { OrderItem } from '@sp-api-sdk/orders-api-2026-01-01';
import type { Marketplace } from '../marketplaces.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { CATALOGUE } from './catalogue.ts';
import { fromCents, toMoney } from './money.ts';
import type { Scenario } from './scenarios.ts';

/** What an item brings in, by kind, in the smallest unit of the currency. */
export type Proceeds = ReadonlyMap<string, number>;

/** Invents the item at this place of an order. A pending item has no price, tax or promotion yet (spapi 6). */
export function inventOrderItem(
  random: SeededRandom,
  { scenario, marketplace, index }: { scenario: Scenario; marketplace: Marketplace; index: number },
): { item: OrderItem; proceeds: Proceeds } {
  const { cents, ...product } = random.pick(CATALOGUE);
  const quantity = random.integer(1, 3);
  const unitPrice = fromCents(cents, marketplace);
  const isPriced = !scenario.status.startsWith('PENDING');
  const proceeds: Proceeds = isPriced ? proceedsOf(unitPrice * quantity, scenario) : new Map();
  const item = {
    orderItemId: `${random.integer(1, 9)}${random.digits(13)}`,
    quantityOrdered: quantity,
    product: {
      ...product,
      condition: { conditionType: 'NEW', conditionSubtype: 'NEW' },
      ...(isPriced && { price: { unitPrice: toMoney(unitPrice, marketplace) } }),
      ...(scenario.customized && {
        customization: { customizedUrl: `https://example.com/custom/${random.digits(8)}.zip` },
      }),
    },
    ...(isPriced && { proceeds: toItemProceeds(proceeds, marketplace) }),
    ...(isPriced &&
      scenario.promotion && { promotion: { breakdowns: [{ promotionId: `AUTUMN-${random.digits(4)}` }] } }),
    ...(scenario.status === 'CANCELLED' && { cancellation: CANCELLATION }),
    fulfillment: {
      ...shippedQuantities(scenario, quantity, index),
      ...(scenario.giftMessage && {
        packing: { giftOption: { giftMessage: 'Happy birthday, from all of us!', giftWrapLevel: 'Classic' } },
      }),
    },
    ...(isPriced && {
      tax: { taxCollections: [{ model: 'MARKETPLACE_FACILITATOR', responsibleParty: 'Amazon Services, Inc.' }] },
    }),
  };
  return { item, proceeds };
}

const CANCELLATION = {
  cancellationRequest: { requester: 'BUYER', cancelReason: 'Ordered by mistake' },
  cancellationExecution: { cancelledBy: 'MERCHANT', cancelReason: 'Buyer requested cancellation' },
};

function proceedsOf(price: number, { promotion, giftMessage, fulfilledBy }: Scenario): Proceeds {
  return new Map([
    ['ITEM', price],
    ...(fulfilledBy === 'MERCHANT' ? [['SHIPPING', Math.round(price * 0.1)] as const] : []),
    ...(giftMessage ? [['GIFT_WRAP', Math.round(price * 0.05)] as const] : []),
    ['TAX', Math.round(price * 0.08)],
    ...(promotion ? [['DISCOUNT', -Math.round(price * 0.15)] as const] : []),
  ]);
}

function toItemProceeds(proceeds: Proceeds, marketplace: Marketplace) {
  const total = [...proceeds.values()].reduce((sum, units) => sum + units, 0);
  return {
    proceedsTotal: toMoney(total, marketplace),
    breakdowns: [...proceeds].map(([type, units]) => ({
      type,
      subtotal: toMoney(units, marketplace),
      // Detail rows come only under TAX and DISCOUNT.
      ...((type === 'TAX' || type === 'DISCOUNT') && {
        detailedBreakdowns: [{ subtype: 'ITEM', value: toMoney(units, marketplace) }],
      }),
    })),
  };
}

function shippedQuantities({ status }: Scenario, quantity: number, index: number) {
  if (status === 'CANCELLED') return { quantityFulfilled: 0, quantityUnfulfilled: 0 };
  const shipped = status === 'SHIPPED' || (status === 'PARTIALLY_SHIPPED' && index === 0);
  return { quantityFulfilled: shipped ? quantity : 0, quantityUnfulfilled: shipped ? 0 : quantity };
}
