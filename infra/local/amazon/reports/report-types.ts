import type { Role } from '../seller.ts';
import { actionableOrdersTable } from './documents/actionable-orders-table.ts';
import { allOrdersTable } from './documents/all-orders-table.ts';
import { fbaInventoryTable } from './documents/fba-inventory-table.ts';
import { fbaReturnsTable } from './documents/fba-returns-table.ts';
import { listingsTable } from './documents/listings-table.ts';
import { merchantReturnsTable } from './documents/merchant-returns-table.ts';
import { merchantReturnsXml } from './documents/merchant-returns-xml.ts';
import { shippingOrdersTable } from './documents/shipping-orders-table.ts';
import type { ReportType } from './report-type.ts';

const MINUTE = 60 * 1000;
const NEAR_REAL_TIME = 30 * MINUTE;
const DAILY = 4 * 60 * MINUTE;

const LISTINGS: readonly Role[] = ['product-listing', 'inventory-and-order-tracking'];
const FBA: readonly Role[] = ['amazon-fulfillment', 'pricing'];
const ORDERS: readonly Role[] = ['inventory-and-order-tracking', 'direct-to-consumer-shipping'];
const SHIPPING: readonly Role[] = ['direct-to-consumer-shipping'];

const merchantReturns = {
  roles: ORDERS,
  maxDays: 60,
  cancelledWithoutData: true,
  retentionDays: 90,
} as const;

const orders = { cancelledWithoutData: true, retentionDays: 30 } as const;

const TYPES: readonly ReportType[] = [
  {
    reportType: 'GET_MERCHANT_LISTINGS_ALL_DATA',
    roles: LISTINGS,
    retentionDays: 90,
    compose: (source) => listingsTable(source, () => true),
  },
  {
    reportType: 'GET_MERCHANT_LISTINGS_DATA',
    roles: LISTINGS,
    retentionDays: 90,
    compose: (source) => listingsTable(source, ({ status }) => status === 'Active'),
  },
  {
    reportType: 'GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA',
    roles: FBA,
    coolDownMs: NEAR_REAL_TIME,
    retentionDays: 90,
    compose: (source) => fbaInventoryTable(source, (listing) => listing !== undefined),
  },
  {
    reportType: 'GET_FBA_MYI_ALL_INVENTORY_DATA',
    roles: FBA,
    coolDownMs: NEAR_REAL_TIME,
    retentionDays: 90,
    compose: (source) => fbaInventoryTable(source, () => true),
  },
  {
    reportType: 'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA',
    roles: FBA,
    coolDownMs: DAILY,
    cancelledWithoutData: true,
    retentionDays: 90,
    compose: fbaReturnsTable,
  },
  { reportType: 'GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE', ...merchantReturns, compose: merchantReturnsTable },
  { reportType: 'GET_XML_RETURNS_DATA_BY_RETURN_DATE', ...merchantReturns, compose: merchantReturnsXml },
  {
    reportType: 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL',
    roles: ORDERS,
    ...orders,
    compose: (source) => allOrdersTable(source, ({ lastUpdatedTime }) => lastUpdatedTime),
  },
  {
    reportType: 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL',
    roles: ORDERS,
    ...orders,
    compose: (source) => allOrdersTable(source, ({ createdTime }) => createdTime),
  },
  {
    reportType: 'GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING',
    roles: SHIPPING,
    ...orders,
    compose: shippingOrdersTable,
  },
  {
    reportType: 'GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING',
    roles: SHIPPING,
    ...orders,
    compose: actionableOrdersTable,
  },
];

/** The report type of this name; undefined: the simulated Amazon does not make it. */
/** What `azi report` can be tried with. */
export const SIMULATED_REPORT_TYPES: readonly string[] = TYPES.map(({ reportType }) => reportType);

export const findReportType = (name: string) => TYPES.find(({ reportType }) => reportType === name);
