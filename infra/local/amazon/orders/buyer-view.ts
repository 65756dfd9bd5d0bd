import type { Buyer, CustomerAddress, Order, Recipient } from '@sp-api-sdk/orders-api-2026-01-01';
import type { Faults } from '../faults.ts';
import type { Role } from '../seller.ts';

/** What decides whether a caller sees the people behind an order. */
export interface BuyerView {
  readonly roles: ReadonlySet<Role>;
  readonly withoutRole: Faults['withoutRole'];
  /** Amazon's clock. */
  readonly now: Date;
}

/** The buyer, by role (spapi 1.2): the name for shipping or tax, the e-mail for shipping a merchant's order only. */
export function buyerOf(order: Order, { roles }: BuyerView): Buyer | undefined {
  const { buyerEmail, ...buyer } = order.buyer ?? {};
  const shipping = roles.has('direct-to-consumer-shipping');
  const seen = {
    ...((shipping || roles.has('tax-invoicing') || roles.has('tax-remittance')) && buyer),
    ...(shipping && buyerEmail && showsEmail(order) && { buyerEmail }),
  };
  return Object.keys(seen).length > 0 ? seen : undefined;
}

/** The recipient, by role. Without it: nothing, or an address without its personal fields. */
export function recipientOf(order: Order, { roles, withoutRole, now }: BuyerView): Recipient | undefined {
  const { deliveryAddress, ...recipient } = order.recipient ?? {};
  if (!deliveryAddress) return order.recipient;
  if (roles.has('direct-to-consumer-shipping')) {
    return { deliveryAddress: withoutOldPhone(order, deliveryAddress, now), ...recipient };
  }
  return withoutRole === 'strip' ? { deliveryAddress: impersonal(deliveryAddress) } : undefined;
}

const SHOWS_EMAIL = ['UNSHIPPED', 'PARTIALLY_SHIPPED', 'SHIPPED'];

const showsEmail = ({ fulfillment }: Order) =>
  fulfillment?.fulfilledBy === 'MERCHANT' && SHOWS_EMAIL.includes(fulfillment.fulfillmentStatus);

/** No phone for FBA orders, nor for a merchant's shipped orders after the latest delivery date. */
function withoutOldPhone({ fulfillment }: Order, address: CustomerAddress, now: Date): CustomerAddress {
  const latest = fulfillment?.deliverByWindow?.latestDateTime;
  const isOver =
    fulfillment?.fulfillmentStatus === 'SHIPPED' && latest !== undefined && Date.parse(latest) < now.getTime();
  return fulfillment?.fulfilledBy === 'AMAZON' || isOver ? { ...address, phone: undefined } : address;
}

function impersonal({ city, districtOrCounty, stateOrRegion, countryCode, addressType }: CustomerAddress) {
  return { city, districtOrCounty, stateOrRegion, countryCode, addressType };
}
