import type { Order, OrderItem } from '@sp-api-sdk/orders-api-2026-01-01';
import type { Role } from '../seller.ts';
import { type BuyerView, buyerOf, recipientOf } from './buyer-view.ts';

/** What decides how much of an order a caller sees. */
export interface View extends BuyerView {
  readonly included: ReadonlySet<string>;
}

/** An order as this caller may see it: datasets asked for, minus what the seller's grant does not cover. */
export function viewOrder(order: Order, view: View): Order {
  const { included, roles } = view;
  return {
    ...pick(order, ['orderId', 'orderAliases', 'createdTime', 'lastUpdatedTime', 'programs', 'associatedOrders']),
    salesChannel: order.salesChannel,
    ...(included.has('BUYER') && { buyer: buyerOf(order, view) }),
    ...(included.has('RECIPIENT') && { recipient: recipientOf(order, view) }),
    ...(included.has('PROCEEDS') && pick(order, ['proceeds'])),
    ...(included.has('PAYMENT') && pick(order, ['payment'])),
    ...(included.has('TAX') && mayInvoice(roles) && pick(order, ['tax'])),
    ...(included.has('FULFILLMENT') && pick(order, ['fulfillment'])),
    orderItems: order.orderItems.map((item) => viewItem(item, view)),
    ...(included.has('PACKAGES') && pick(order, ['packages'])),
    ...(included.has('FULFILLMENT_ORDERS') && pick(order, ['fulfillmentOrders'])),
  };
}

function viewItem(item: OrderItem, { included, roles }: View): OrderItem {
  const personal = roles.has('direct-to-consumer-shipping');
  return {
    ...pick(item, ['orderItemId', 'quantityOrdered', 'measurement', 'associatedOrderItems', 'programs']),
    product: personal ? item.product : { ...item.product, customization: undefined },
    ...(included.has('PROCEEDS') && pick(item, ['proceeds'])),
    ...(included.has('EXPENSE') && pick(item, ['expense'])),
    ...(included.has('PROMOTION') && pick(item, ['promotion'])),
    ...(included.has('CANCELLATION') && pick(item, ['cancellation'])),
    ...(included.has('FULFILLMENT') && { fulfillment: personal ? item.fulfillment : withoutGiftMessage(item) }),
    ...(included.has('TAX') && pick(item, ['tax'])),
  };
}

function withoutGiftMessage({ fulfillment }: OrderItem): OrderItem['fulfillment'] {
  const giftOption = fulfillment?.packing?.giftOption;
  if (!giftOption) return fulfillment;
  const packing = { ...fulfillment.packing, giftOption: { ...giftOption, giftMessage: undefined } };
  return { ...fulfillment, packing };
}

const mayInvoice = (roles: ReadonlySet<Role>) => roles.has('tax-invoicing') || roles.has('tax-remittance');

/** The properties named. One that is undefined is not sent: JSON leaves it out. */
function pick<Thing extends object, Name extends keyof Thing>(thing: Thing, names: readonly Name[]): Pick<Thing, Name> {
  const picked = { ...thing };
  for (const name of Object.keys(thing)) {
    if (!names.some((wanted) => wanted === name)) Reflect.deleteProperty(picked, name);
  }
  return picked;
}
