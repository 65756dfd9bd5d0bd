import type { Order, OrderItem } from '@sp-api-sdk/orders-api-2026-01-01';
import type { ReportSource } from '../report-type.ts';
import type { Column } from './table.ts';

/** An item with the order that it is of: what order reports have a row for. */
export interface OrderRow {
  readonly order: Order;
  readonly item: OrderItem;
}

/** The items of those orders, in the marketplaces of the report, that are wanted. */
export function orderRows(
  { orders, marketplaces }: ReportSource,
  isWanted: (order: Order) => boolean,
): () => Iterable<OrderRow> {
  const marketplaceIds = marketplaces.map(({ marketplaceId }) => marketplaceId);
  return function* () {
    for (const order of orders) {
      if (!marketplaceIds.includes(order.salesChannel.marketplaceId ?? '') || !isWanted(order)) continue;
      for (const item of order.orderItems) yield { order, item };
    }
  };
}

export const orderColumn = (name: string, value: Column<OrderRow>['value'], is?: 'key' | 'text'): Column<OrderRow> => ({
  name,
  value,
  ...(is && { is }),
});

/** A moment as order reports write it. */
export const toReportTime = (time: string) => new Date(time).toISOString().replace(/\.\d+Z$/, '+00:00');

/** What an item brought in under this head, as a decimal; undefined where nothing is known. */
export const proceedsOf = ({ proceeds }: OrderItem, type: string) =>
  proceeds?.breakdowns?.find((breakdown) => breakdown.type === type)?.subtotal?.amount;

/** The columns of the address that a merchant sends to. */
export const shippingColumns: readonly Column<OrderRow>[] = [
  orderColumn('recipient-name', ({ order }) => order.recipient?.deliveryAddress?.name),
  orderColumn('ship-address-1', ({ order }) => order.recipient?.deliveryAddress?.addressLine1),
  orderColumn('ship-address-2', ({ order }) => order.recipient?.deliveryAddress?.addressLine2),
  orderColumn('ship-address-3', () => ''),
  orderColumn('ship-city', ({ order }) => order.recipient?.deliveryAddress?.city),
  orderColumn('ship-state', ({ order }) => order.recipient?.deliveryAddress?.stateOrRegion),
  orderColumn('ship-postal-code', ({ order }) => order.recipient?.deliveryAddress?.postalCode),
  orderColumn('ship-country', ({ order }) => order.recipient?.deliveryAddress?.countryCode),
  orderColumn('ship-phone-number', ({ order }) => order.recipient?.deliveryAddress?.phone),
];
