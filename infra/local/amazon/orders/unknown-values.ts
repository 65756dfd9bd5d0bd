import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';

/** The order with values in it that no published list has; Amazon adds such without notice. */
export function withUnknownValues(order: Order, unknown: boolean): object {
  if (!unknown) return order;
  return {
    ...order,
    programs: [...(order.programs ?? []), 'AMAZON_MOON'],
    salesChannel: { ...order.salesChannel, channelName: 'AMAZON_ORBIT' },
    ...(order.fulfillment && {
      fulfillment: {
        ...order.fulfillment,
        fulfillmentStatus: 'INVOICE_UNCONFIRMED',
        fulfillmentServiceLevel: 'YESTERDAY',
      },
    }),
    orderItems: order.orderItems.map((item) => ({
      ...item,
      product: { ...item.product, condition: { conditionType: 'LEGENDARY', conditionSubtype: 'LEGENDARY' } },
    })),
    ...(order.packages && {
      packages: order.packages.map((each) => ({ ...each, packageStatus: { status: 'HELD_BY_DRAGON' } })),
    }),
    newSince2027: { anything: true },
  };
}
