import { contentHash } from '../runtime/content-hash.ts';
import type { ReportRecord } from '../reports/read-records.ts';
import { isoDay, readReturnDate } from './return-date.ts';
import type { Source } from './return-windows.ts';

/** A customer return, FBA or merchant, in one shape: ours in front, the report's columns under Amazon's names in camelCase. */
export interface Return {
  /** Stable: the same return has the same in every report. */
  readonly key: string;
  readonly source: Source;
  readonly orderId: string;
  /** The columns that the `returns` table may hold, as Amazon wrote them; the merchant's, of both formats, in one shape. */
  readonly fields: Readonly<Record<string, string>>;
  /** All other columns: what the customer wrote, and what nobody knows. */
  readonly buyerData?: Readonly<Record<string, string>>;
  /** When it was returned or asked for, ISO, where that can be read; its buyer's data dies 27 days later. */
  readonly returnedAt?: string;
  readonly hash: string;
}

/** The columns that are known to hold nothing of a buyer. All others go to `buyers`, customer comments first of all. */
const KEPT: ReadonlySet<string> = new Set([
  // GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA
  'returnDate',
  'orderId',
  'sku',
  'asin',
  'fnsku',
  'productName',
  'quantity',
  'fulfillmentCenterId',
  'detailedDisposition',
  'reason',
  'status',
  'licensePlateNumber',
  // GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE and GET_XML_RETURNS_DATA_BY_RETURN_DATE
  'orderDate',
  'returnRequestDate',
  'returnRequestStatus',
  'amazonRmaId',
  'merchantRmaId',
  'labelType',
  'labelCost',
  'currencyCode',
  'returnCarrier',
  'trackingId',
  'labelToBePaidBy',
  'aToZClaim',
  'isPrime',
  'merchantSku',
  'itemName',
  'returnQuantity',
  'returnReasonCode',
  'inPolicy',
  'returnType',
  'resolution',
  'invoiceNumber',
  'returnDeliveryDate',
  'orderAmount',
  'orderQuantity',
  'refundAmount',
  'category',
  'safetActionReason',
  'safetClaimId',
  'safetClaimState',
  'safetClaimCreationTime',
  'safetClaimReimbursementAmount',
]);

/**
 * The returns of a report. Rows that are alike in all that tells them apart are numbered in their order. Keys hold the
 * moment of the return wherever a return may come again, or its UTC day, with which windows begin (`return-windows.ts`):
 * so of alike rows a report holds all that there are yet, or none.
 */
export class ReturnReader {
  private readonly source: Source;
  private readonly met = new Map<string, number>();

  constructor(source: Source) {
    this.source = source;
  }

  /** Read a report's records from its beginning, each once: the numbers depend on it. */
  toReturn({ fields: columns }: ReportRecord): Return {
    const fields: Record<string, string> = {};
    const rest: Record<string, string> = {};
    for (const [column, value] of Object.entries(columns)) {
      if (value === '') continue;
      const name = FLAT_FILE_NAMES[column] ?? column;
      (KEPT.has(withoutNumber(name)) ? fields : rest)[name] =
        this.source === 'MERCHANT' ? inOneShape(withoutNumber(name), value) : value;
    }
    const returnedAt = readReturnDate(fields.returnDate ?? fields.returnRequestDate ?? '');
    const natural = this.source === 'FBA' ? fbaKey(fields, returnedAt) : merchantKey(fields, returnedAt);
    const count = (this.met.get(natural) ?? 0) + 1;
    this.met.set(natural, count);
    return {
      key: `${this.source}#${natural}${count > 1 ? `#${count}` : ''}`,
      source: this.source,
      orderId: fields.orderId ?? '',
      fields,
      ...(Object.keys(rest).length > 0 && { buyerData: rest }),
      ...(returnedAt !== undefined && { returnedAt }),
      hash: contentHash({ fields, rest }),
    };
  }
}

/** A column that repeats has a number from the second on, and holds what the first does. */
const withoutNumber = (name: string) => name.replace(/(?:[2-9]|[1-9]\d+)$/, '');

/** What the merchant's flat file calls otherwise than its XML. */
const FLAT_FILE_NAMES: Readonly<Record<string, string>> = {
  returnReason: 'returnReasonCode',
  refundedAmount: 'refundAmount',
};

const DATES = new Set(['orderDate', 'returnRequestDate', 'returnDeliveryDate']);
const YES_OR_NO = new Map([
  ['true', 'Y'],
  ['false', 'N'],
]);

/** The flat file's days as ISO days (the XML's moments begin so), the XML's `true` as the `Y` that both have elsewhere. */
function inOneShape(name: string, value: string): string {
  if (DATES.has(name)) return isoDay(value) ?? value;
  return name === 'aToZClaim' || name === 'isPrime' || name === 'inPolicy' ? (YES_OR_NO.get(value) ?? value) : value;
}

/**
 * The licence plate that Amazon sticks on a returned unit, the order and the moment: a plate may come back once more. Without
 * a plate, all that does not change.
 */
const fbaKey = (
  { licensePlateNumber, orderId, sku, returnDate, fulfillmentCenterId, detailedDisposition }: Record<string, string>,
  returnedAt: string | undefined = returnDate,
) =>
  licensePlateNumber === undefined
    ? contentHash([orderId, sku, returnedAt, fulfillmentCenterId, detailedDisposition]).slice(0, 22)
    : [licensePlateNumber, orderId, returnedAt].join('#');

/** Amazon's RMA, order and SKU. Without an RMA, the merchant's and the UTC day (flat files tell no more) stand for it. */
const merchantKey = (
  { amazonRmaId, merchantRmaId, orderId, asin, merchantSku, returnRequestDate }: Record<string, string>,
  returnedAt: string | undefined = returnRequestDate,
) =>
  [amazonRmaId ?? `${merchantRmaId ?? ''}@${returnedAt?.slice(0, 10) ?? ''}`, orderId, merchantSku ?? asin].join('#');
