import { isInWindow, type ReportSource } from '../report-type.ts';
import { orderColumn, orderRows, type OrderRow, proceedsOf, shippingColumns, toReportTime } from './order-rows.ts';
import type { ReportContent } from './report-content.ts';
import { type Column, tableContent } from './table.ts';

/** Orders that the merchant ships, placed in the window, with their buyers: a restricted report. */
export function shippingOrdersTable(source: ReportSource): ReportContent {
  const rows = orderRows(
    source,
    ({ fulfillment, createdTime }) =>
      fulfillment?.fulfilledBy === 'MERCHANT' &&
      fulfillment.fulfillmentStatus !== 'CANCELLED' &&
      !fulfillment.fulfillmentStatus.startsWith('PENDING') &&
      isInWindow(createdTime, source),
  );
  return tableContent(rows, COLUMNS, { marketplace: source.marketplaces[0], lineEnd: '\r\n' });
}

const COLUMNS: readonly Column<OrderRow>[] = [
  orderColumn('order-id', ({ order }) => order.orderId, 'key'),
  orderColumn('order-item-id', ({ item }) => item.orderItemId, 'key'),
  orderColumn('purchase-date', ({ order }) => toReportTime(order.createdTime)),
  orderColumn('payments-date', ({ order }) => toReportTime(order.createdTime)),
  orderColumn('buyer-email', ({ order }) => order.buyer?.buyerEmail),
  orderColumn('buyer-name', ({ order }) => order.buyer?.buyerName),
  orderColumn('buyer-phone-number', ({ order }) => order.recipient?.deliveryAddress?.phone),
  orderColumn('sku', ({ item }) => item.product.sellerSku),
  orderColumn('product-name', ({ item }) => item.product.title, 'text'),
  orderColumn('quantity-purchased', ({ item }) => item.quantityOrdered),
  orderColumn('currency', ({ item }) => item.proceeds?.proceedsTotal?.currencyCode),
  orderColumn('item-price', ({ item }) => proceedsOf(item, 'ITEM')),
  orderColumn('item-tax', ({ item }) => proceedsOf(item, 'TAX')),
  orderColumn('shipping-price', ({ item }) => proceedsOf(item, 'SHIPPING')),
  orderColumn('shipping-tax', () => ''),
  orderColumn('ship-service-level', ({ order }) => order.fulfillment?.fulfillmentServiceLevel),
  ...shippingColumns,
  orderColumn('delivery-Instructions', ({ order }) => order.recipient?.deliveryPreference?.addressInstruction),
  orderColumn('is-business-order', ({ order }) => String(order.programs?.includes('AMAZON_BUSINESS') ?? false)),
  orderColumn('purchase-order-number', ({ order }) => order.buyer?.buyerPurchaseOrderNumber),
  orderColumn('price-designation', () => ''),
];
