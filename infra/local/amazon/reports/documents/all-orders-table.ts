import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import { isInWindow, type ReportSource } from '../report-type.ts';
import { orderColumn, orderRows, type OrderRow, proceedsOf, toReportTime } from './order-rows.ts';
import type { ReportContent } from './report-content.ts';
import { type Column, tableContent } from './table.ts';

/** All orders whose time (of change, or of placing) lies in the window, one row per item; no buyer, no item id. */
export function allOrdersTable(source: ReportSource, timeOf: (order: Order) => string): ReportContent {
  const rows = orderRows(source, (order) => isInWindow(timeOf(order), source));
  return tableContent(rows, COLUMNS, { marketplace: source.marketplaces[0], lineEnd: '\r\n' });
}

const COLUMNS: readonly Column<OrderRow>[] = [
  orderColumn('amazon-order-id', ({ order }) => order.orderId, 'key'),
  orderColumn('merchant-order-id', ({ order }) => order.orderAliases?.[0]?.aliasId),
  orderColumn('purchase-date', ({ order }) => toReportTime(order.createdTime)),
  orderColumn('last-updated-date', ({ order }) => toReportTime(order.lastUpdatedTime)),
  orderColumn('order-status', ({ order }) => STATUS[order.fulfillment?.fulfillmentStatus ?? '']),
  orderColumn('fulfillment-channel', ({ order }) => (isAmazons(order) ? 'Amazon' : 'Merchant')),
  orderColumn('sales-channel', ({ order }) => order.salesChannel.marketplaceName),
  orderColumn('order-channel', () => ''),
  orderColumn('ship-service-level', ({ order }) => order.fulfillment?.fulfillmentServiceLevel),
  orderColumn('product-name', ({ item }) => item.product.title, 'text'),
  orderColumn('sku', ({ item }) => item.product.sellerSku, 'key'),
  orderColumn('asin', ({ item }) => item.product.asin),
  orderColumn('item-status', ({ order }) => STATUS[order.fulfillment?.fulfillmentStatus ?? '']),
  orderColumn('quantity', ({ item }) => item.quantityOrdered),
  orderColumn('currency', ({ item }) => item.proceeds?.proceedsTotal?.currencyCode),
  orderColumn('item-price', ({ item }) => proceedsOf(item, 'ITEM')),
  orderColumn('item-tax', ({ item }) => proceedsOf(item, 'TAX')),
  orderColumn('shipping-price', ({ item }) => proceedsOf(item, 'SHIPPING')),
  orderColumn('shipping-tax', () => ''),
  orderColumn('gift-wrap-price', ({ item }) => proceedsOf(item, 'GIFT_WRAP')),
  orderColumn('gift-wrap-tax', () => ''),
  orderColumn('item-promotion-discount', ({ item }) => proceedsOf(item, 'DISCOUNT')?.replace('-', '')),
  orderColumn('ship-promotion-discount', () => ''),
  orderColumn('ship-city', ({ order }) => order.recipient?.deliveryAddress?.city),
  orderColumn('ship-state', ({ order }) => order.recipient?.deliveryAddress?.stateOrRegion),
  orderColumn('ship-postal-code', ({ order }) => order.recipient?.deliveryAddress?.postalCode),
  orderColumn('ship-country', ({ order }) => order.recipient?.deliveryAddress?.countryCode),
  orderColumn('promotion-ids', ({ item }) => item.promotion?.breakdowns?.[0]?.promotionId),
  orderColumn('is-business-order', ({ order }) => String(order.programs?.includes('AMAZON_BUSINESS') ?? false)),
  orderColumn('purchase-order-number', ({ order }) => order.buyer?.buyerPurchaseOrderNumber),
  orderColumn('price-designation', () => ''),
];

const isAmazons = ({ fulfillment }: Order) => fulfillment?.fulfilledBy === 'AMAZON';

/** Reports have their own spelling of a status. */
const STATUS: Readonly<Record<string, string>> = {
  PENDING_AVAILABILITY: 'Pending',
  PENDING: 'Pending',
  UNSHIPPED: 'Unshipped',
  PARTIALLY_SHIPPED: 'PartiallyShipped',
  SHIPPED: 'Shipped',
  CANCELLED: 'Cancelled',
  UNFULFILLABLE: 'Unfulfillable',
};
