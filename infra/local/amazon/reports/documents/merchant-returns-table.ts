import type { MerchantReturn, MerchantReturnItem } from '../../returns/merchant-return.ts';
import type { ReportSource } from '../report-type.ts';
import { merchantReturns } from './merchant-returns.ts';
import type { ReportContent } from './report-content.ts';
import { type Column, tableContent } from './table.ts';

interface Row {
  readonly of: MerchantReturn;
  readonly item: MerchantReturnItem;
}

/** Merchant returns as a flat file: one row per item, dates without a time. */
export function merchantReturnsTable(source: ReportSource): ReportContent {
  const returns = merchantReturns(source);
  const rows = function* (): Generator<Row> {
    for (const each of returns()) for (const item of each.items) yield { of: each, item };
  };
  return tableContent(rows, COLUMNS, { marketplace: source.marketplaces[0], lineEnd: '\n' });
}

const column = (name: string, value: Column<Row>['value'], is?: 'key' | 'text'): Column<Row> => ({
  name,
  value,
  ...(is && { is }),
});

const COLUMNS: readonly Column<Row>[] = [
  column('Order ID', ({ of }) => of.orderId, 'key'),
  column('Order date', ({ of }) => toDay(of.orderDate)),
  column('Return request date', ({ of }) => toDay(of.returnRequestDate)),
  column('Return request status', ({ of }) => of.returnRequestStatus),
  column('Amazon RMA ID', ({ of }) => of.amazonRmaId, 'key'),
  column('Merchant RMA ID', ({ of }) => of.merchantRmaId),
  column('Label type', ({ of }) => of.labelType),
  column('Label cost', ({ of }) => of.labelCost),
  column('Currency code', ({ of }) => of.currencyCode),
  column('Return carrier', ({ of }) => of.returnCarrier),
  column('Tracking ID', ({ of }) => of.trackingId),
  column('Label to be paid by', ({ of }) => of.labelToBePaidBy),
  column('A-to-Z Claim', ({ of }) => yesNo(of.aToZClaim)),
  column('Is prime', ({ of }) => yesNo(of.isPrime)),
  column('ASIN', ({ item }) => item.asin),
  column('Merchant SKU', ({ item }) => item.merchantSku),
  column('Item Name', ({ item }) => item.itemName, 'text'),
  column('Return quantity', ({ item }) => item.returnQuantity),
  column('Return Reason', ({ item }) => item.returnReason),
  column('In policy', ({ item }) => yesNo(item.inPolicy)),
  column('Return type', ({ of }) => of.returnType),
  column('Resolution', ({ item }) => item.resolution),
  column('Invoice number', ({ of }) => of.invoiceNumber),
  column('Return delivery date', ({ of }) => toDay(of.returnDeliveryDate)),
  column('Order Amount', ({ of }) => of.orderAmount),
  column('Order quantity', ({ of }) => of.orderQuantity),
  column('SafeT Action reason', () => ''),
  column('SafeT claim id', () => ''),
  column('SafeT claim state', () => ''),
  column('SafeT claim creation time', () => ''),
  column('SafeT claim reimbursement amount', () => ''),
  column('Refunded Amount', ({ item }) => item.refundedAmount),
];

const yesNo = (is: boolean) => (is ? 'Y' : 'N');

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 10-Jul-2025. */
function toDay(time: string): string {
  if (time === '') return '';
  const [year, month, day] = time.slice(0, 10).split('-');
  return `${day}-${MONTHS[Number(month) - 1]}-${year}`;
}
