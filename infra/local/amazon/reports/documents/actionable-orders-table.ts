import type { ReportSource } from '../report-type.ts';
import { orderColumn, orderRows, type OrderRow, shippingColumns, toReportTime } from './order-rows.ts';
import type { ReportContent } from './report-content.ts';
import { type Column, tableContent } from './table.ts';

/** Everything that the merchant has still to ship, whenever it was placed, with the buyers: a restricted report. */
export function actionableOrdersTable(source: ReportSource): ReportContent {
  const rows = orderRows(
    source,
    ({ fulfillment }) =>
      fulfillment?.fulfilledBy === 'MERCHANT' &&
      (fulfillment.fulfillmentStatus === 'UNSHIPPED' || fulfillment.fulfillmentStatus === 'PARTIALLY_SHIPPED'),
  );
  return tableContent(rows, columnsAt(source.at), { marketplace: source.marketplaces[0], lineEnd: '\r\n' });
}

const DAY = 24 * 60 * 60 * 1000;

const columnsAt = (at: number): readonly Column<OrderRow>[] => [
  orderColumn('order-id', ({ order }) => order.orderId, 'key'),
  orderColumn('order-item-id', ({ item }) => item.orderItemId, 'key'),
  orderColumn('purchase-date', ({ order }) => toReportTime(order.createdTime)),
  orderColumn('payments-date', ({ order }) => toReportTime(order.createdTime)),
  orderColumn('reporting-date', () => toReportTime(new Date(at).toISOString())),
  orderColumn('promise-date', ({ order }) => promiseOf({ order }) && toReportTime(promiseOf({ order }))),
  orderColumn('days-past-promise', ({ order }) => Math.floor((at - Date.parse(promiseOf({ order }))) / DAY) || 0),
  orderColumn('buyer-email', ({ order }) => order.buyer?.buyerEmail),
  orderColumn('buyer-name', ({ order }) => order.buyer?.buyerName),
  orderColumn('buyer-phone-number', ({ order }) => order.recipient?.deliveryAddress?.phone),
  orderColumn('sku', ({ item }) => item.product.sellerSku),
  orderColumn('product-name', ({ item }) => item.product.title, 'text'),
  orderColumn('quantity-purchased', ({ item }) => item.quantityOrdered),
  orderColumn('quantity-shipped', ({ item }) => item.fulfillment?.quantityFulfilled ?? 0),
  orderColumn('quantity-to-ship', ({ item }) => item.fulfillment?.quantityUnfulfilled ?? item.quantityOrdered),
  orderColumn('ship-service-level', ({ order }) => order.fulfillment?.fulfillmentServiceLevel),
  ...shippingColumns,
];

/** When the merchant has promised to ship it, at the latest; empty where nothing was promised. */
const promiseOf = ({ order }: Pick<OrderRow, 'order'>) => order.fulfillment?.shipByWindow?.latestDateTime ?? '';
