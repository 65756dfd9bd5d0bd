import type { Role } from '../seller.ts';

const SHIPPING: readonly Role[] = ['direct-to-consumer-shipping'];
const INVOICING: readonly Role[] = ['tax-invoicing'];
const TAX: readonly Role[] = ['tax-remittance'];
const EITHER_TAX: readonly Role[] = ['tax-invoicing', 'tax-remittance'];

/** The sixteen report types whose documents only a Restricted Data Token opens (spapi 4), with a role that they need. */
export const RESTRICTED_REPORT_TYPES: ReadonlyMap<string, readonly Role[]> = new Map([
  ['GET_AMAZON_FULFILLED_SHIPMENTS_DATA_INVOICING', INVOICING],
  ['GET_AMAZON_FULFILLED_SHIPMENTS_DATA_TAX', TAX],
  ['GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING', SHIPPING],
  ['GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING', SHIPPING],
  ['GET_FLAT_FILE_ORDER_REPORT_DATA_INVOICING', INVOICING],
  ['GET_FLAT_FILE_ORDER_REPORT_DATA_TAX', TAX],
  ['GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_TAX', TAX],
  ['GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_INVOICING', INVOICING],
  ['GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_SHIPPING', SHIPPING],
  ['GET_ORDER_REPORT_DATA_INVOICING', INVOICING],
  ['GET_ORDER_REPORT_DATA_TAX', TAX],
  ['GET_ORDER_REPORT_DATA_SHIPPING', SHIPPING],
  ['GET_EASYSHIP_DOCUMENTS', SHIPPING],
  ['GET_GST_MTR_B2B_CUSTOM', EITHER_TAX],
  ['GET_VAT_TRANSACTION_DATA', EITHER_TAX],
  ['SC_VAT_TAX_REPORT', EITHER_TAX],
]);
