import type { FbaReturn } from '../../returns/fba-return.ts';
import { isInWindow, type ReportSource } from '../report-type.ts';
import type { ReportContent } from './report-content.ts';
import { type Column, tableContent } from './table.ts';

/** What customers sent back to Amazon's warehouses in a window, one row per unit. */
export function fbaReturnsTable({ returns, at, marketplaces, ...window }: ReportSource): ReportContent {
  const [marketplace] = marketplaces;
  const marketplaceIds = marketplaces.map(({ marketplaceId }) => marketplaceId);
  const mark = returns.fba.markAt(at);
  const rows = function* () {
    for (const each of returns.fba.values(mark)) {
      if (marketplaceIds.includes(each.marketplaceId) && isInWindow(each.returnDate, window)) yield each;
    }
  };
  return tableContent(rows, COLUMNS, { marketplace, lineEnd: '\r\n' });
}

const COLUMNS: readonly Column<FbaReturn>[] = [
  { name: 'return-date', value: ({ returnDate }) => returnDate.replace(/(\.\d+)?Z$/, '+00:00') },
  { name: 'order-id', value: ({ orderId }) => orderId, is: 'key' },
  { name: 'sku', value: ({ sku }) => sku },
  { name: 'asin', value: ({ asin }) => asin },
  { name: 'fnsku', value: ({ fnsku }) => fnsku },
  { name: 'product-name', value: ({ productName }) => productName, is: 'text' },
  { name: 'quantity', value: ({ quantity }) => quantity },
  { name: 'fulfillment-center-id', value: ({ fulfillmentCenterId }) => fulfillmentCenterId },
  { name: 'detailed-disposition', value: ({ detailedDisposition }) => detailedDisposition },
  { name: 'reason', value: ({ reason }) => reason },
  { name: 'status', value: ({ status }) => status },
  {
    name: 'license-plate-number',
    value: ({ licensePlateNumber, hidesLicensePlate }) => (hidesLicensePlate ? '' : licensePlateNumber),
    is: 'key',
  },
  { name: 'customer-comments', value: ({ customerComments }) => customerComments },
];
