import { FBA_ALIASES, LISTING_ALIASES, MERCHANT_RETURN_ALIASES } from './column-aliases.ts';

/** What is known of a flat file's columns. All others are kept under their own names. */
export interface ReportColumns {
  /** A header without these is not this report's: nothing is read. */
  readonly header: readonly string[];
  /** A row in which one of these is missing or empty is a misfit. */
  readonly key: readonly string[];
  /** Other spellings by our name. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  /** Its rows hold buyers, or what they wrote: what stands where a header should is shown to nobody. */
  readonly aboutBuyers?: true;
  /** Further names that Amazon gives its columns, for messages. */
  readonly others?: readonly string[];
}

/** Reports with a row for each item of an order, and its buyer. */
const ORDER_ITEMS: ReportColumns = {
  header: ['order-id', 'order-item-id'],
  key: ['order-id', 'order-item-id'],
  aliases: {},
  aboutBuyers: true,
  others: ['purchase-date', 'payments-date', 'sku', 'product-name', 'quantity-purchased', 'ship-country'],
};

const REPORT_COLUMNS: Readonly<Record<string, ReportColumns>> = {
  GET_MERCHANT_LISTINGS_ALL_DATA: { header: ['seller-sku'], key: ['seller-sku'], aliases: LISTING_ALIASES },
  GET_MERCHANT_LISTINGS_DATA: { header: ['seller-sku'], key: ['seller-sku'], aliases: LISTING_ALIASES },
  // `sku` alone would let an order report pass.
  GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA: { header: ['sku', 'fnsku'], key: ['sku'], aliases: FBA_ALIASES },
  GET_FBA_MYI_ALL_INVENTORY_DATA: { header: ['sku', 'fnsku'], key: ['sku'], aliases: FBA_ALIASES },
  GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA: {
    header: ['return-date', 'order-id', 'sku'],
    key: ['return-date', 'order-id', 'sku'],
    aliases: FBA_ALIASES,
    aboutBuyers: true,
    others: ['asin', 'fnsku', 'reason', 'status', 'license-plate-number', 'customer-comments'],
  },
  GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE: {
    header: ['order-id', 'amazon-rma-id'],
    key: ['order-id'],
    aliases: MERCHANT_RETURN_ALIASES,
    aboutBuyers: true,
    others: ['asin', 'sku', 'tracking-id', 'resolution', 'category'],
  },
  GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING: ORDER_ITEMS,
  GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING: ORDER_ITEMS,
};

/** Any flat file: every header is good, every row that fits it. */
const ANY: ReportColumns = { header: [], key: [], aliases: {} };

export const columnsOf = (reportType: string): ReportColumns => REPORT_COLUMNS[reportType] ?? ANY;
