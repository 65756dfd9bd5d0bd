/**
 * What needs a Restricted Data Token, in the order of Amazon's page "Tokens API", so that the two are easily compared:
 * https://developer-docs.amazon.com/sp-api/docs/tokens-api-use-case-guide. The models say nothing about it.
 */

/** What a token can show of an order. Amazon wants it named for getOrders, getOrder and getOrderItems, and nowhere else. */
export const DATA_ELEMENTS = ['buyerInfo', 'shippingAddress', 'buyerTaxInformation'] as const;
export type DataElement = (typeof DATA_ELEMENTS)[number];

/** The restricted roles, as the developer console calls them. */
export const RESTRICTED_ROLES = ['Direct-to-Consumer Shipping', 'Tax Invoicing', 'Tax Remittance'] as const;
export type RestrictedRole = (typeof RESTRICTED_ROLES)[number];

export const METHODS = ['GET', 'PUT', 'POST', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** One operation that shows buyers' data. */
export interface RestrictedOperation {
  /** API and version, as Amazon's page calls them. */
  readonly api: string;
  readonly operationId: string;
  readonly method: Method;
  /** Path template of the model. A resource may name a real id in its braces or, where `generic`, keep them for any id. */
  readonly path: string;
  readonly generic: boolean;
  /** Those that apply; one or more must be named where there are any. */
  readonly dataElements: readonly DataElement[];
  /** One of these is enough. Empty: they go by data element ({@link ROLES_OF_ELEMENT}) or report type. */
  readonly roles: readonly RestrictedRole[];
  /** Resources of vendors and of sellers cannot share a token. */
  readonly party: 'seller' | 'vendor';
}

const SHIPPING: readonly RestrictedRole[] = ['Direct-to-Consumer Shipping'];
const INVOICING: readonly RestrictedRole[] = ['Tax Invoicing'];
const REMITTANCE: readonly RestrictedRole[] = ['Tax Remittance'];
const EITHER_TAX: readonly RestrictedRole[] = ['Tax Invoicing', 'Tax Remittance'];

/** The roles that open a data element; one is enough. */
export const ROLES_OF_ELEMENT: Readonly<Record<DataElement, readonly RestrictedRole[]>> = {
  buyerInfo: EITHER_TAX,
  shippingAddress: SHIPPING,
  buyerTaxInformation: EITHER_TAX,
};

type Rest = Partial<Pick<RestrictedOperation, 'generic' | 'dataElements' | 'roles'>>;
type Row = readonly [operationId: string, resource: `${Method} /${string}`, rest?: Rest];

/** The rows of one API: paths after `base`, opened by the shipping role and by generic paths too unless a row says other. */
function api(name: string, { base, party }: { base: `/${string}`; party: 'seller' | 'vendor' }, rows: readonly Row[]) {
  return rows.map(([operationId, resource, rest]): RestrictedOperation => {
    const method = METHODS.find((each) => resource.startsWith(`${each} `)) ?? 'GET';
    const path = `${base}${resource.slice(method.length + 1)}`;
    const generic = path.includes('{');
    return { api: name, operationId, method, path, generic, dataElements: [], roles: SHIPPING, party, ...rest };
  });
}

const ORDER: Rest = { dataElements: DATA_ELEMENTS, roles: [] };

export const RESTRICTED_OPERATIONS: readonly RestrictedOperation[] = [
  ...api('Direct Fulfillment Orders v1', { base: '/vendor/directFulfillment/orders/v1', party: 'vendor' }, [
    ['getOrders', 'GET /purchaseOrders'],
    ['getOrder', 'GET /purchaseOrders/{purchaseOrderNumber}'],
  ]),
  ...api(
    'Direct Fulfillment Orders 2021-12-28',
    { base: '/vendor/directFulfillment/orders/2021-12-28', party: 'vendor' },
    [
      ['getOrders', 'GET /purchaseOrders'],
      ['getOrder', 'GET /purchaseOrders/{purchaseOrderNumber}'],
    ],
  ),
  ...api('Direct Fulfillment Shipping v1', { base: '/vendor/directFulfillment/shipping/v1', party: 'vendor' }, [
    ['getShippingLabel', 'GET /shippingLabels/{purchaseOrderNumber}'],
    ['getShippingLabels', 'GET /shippingLabels'],
    ['getPackingSlip', 'GET /packingSlips/{purchaseOrderNumber}'],
    ['getPackingSlips', 'GET /packingSlips'],
    ['getCustomerInvoice', 'GET /customerInvoices/{purchaseOrderNumber}'],
    ['getCustomerInvoices', 'GET /customerInvoices'],
    ['createShippingLabels', 'POST /shippingLabels/{purchaseOrderNumber}'],
  ]),
  ...api(
    'Direct Fulfillment Shipping 2021-12-28',
    { base: '/vendor/directFulfillment/shipping/2021-12-28', party: 'vendor' },
    [
      ['getShippingLabel', 'GET /shippingLabels/{purchaseOrderNumber}'],
      ['getCustomerInvoices', 'GET /customerInvoices'],
      ['getCustomerInvoice', 'GET /customerInvoices/{purchaseOrderNumber}'],
      ['getPackingSlips', 'GET /packingSlips'],
      ['getPackingSlip', 'GET /packingSlips/{purchaseOrderNumber}'],
      // The page lists it under v1 only, where no model has it; this version's model has it, and its tutorial asks for an RDT.
      ['createShippingLabels', 'POST /shippingLabels/{purchaseOrderNumber}'],
    ],
  ),
  ...api('Easy Ship 2022-03-23', { base: '/easyShip/2022-03-23', party: 'seller' }, [
    ['createScheduledPackageBulk', 'POST /packages/bulk'],
  ]),
  ...api('Merchant Fulfillment v0', { base: '/mfn/v0', party: 'seller' }, [
    ['getShipment', 'GET /shipments/{shipmentId}'],
    ['cancelShipment', 'DELETE /shipments/{shipmentId}'],
    ['cancelShipmentOld', 'PUT /shipments/{shipmentId}/cancel'],
    ['createShipment', 'POST /shipments'],
  ]),
  ...api('Orders v0', { base: '/orders/v0', party: 'seller' }, [
    ['getOrders', 'GET /orders', ORDER],
    ['getOrder', 'GET /orders/{orderId}', ORDER],
    ['getOrderItems', 'GET /orders/{orderId}/orderItems', { dataElements: ['buyerInfo'], roles: [] }],
    ['getOrderRegulatedInfo', 'GET /orders/{orderId}/regulatedInfo'],
    ['getOrderAddress', 'GET /orders/{orderId}/address'],
    ['getOrderBuyerInfo', 'GET /orders/{orderId}/buyerInfo', { roles: EITHER_TAX }],
    ['getOrderItemsBuyerInfo', 'GET /orders/{orderId}/orderItems/buyerInfo', { roles: EITHER_TAX }],
  ]),
  ...api('Reports 2021-06-30', { base: '/reports/2021-06-30', party: 'seller' }, [
    // Restricted for the report types below only, and never by a generic path.
    ['getReportDocument', 'GET /documents/{reportDocumentId}', { generic: false, roles: [] }],
  ]),
  ...api('Shipment Invoicing v0', { base: '/fba/outbound/brazil/v0', party: 'seller' }, [
    ['getShipmentDetails', 'GET /shipments/{shipmentId}', { roles: EITHER_TAX }],
  ]),
  ...api('Shipping v1', { base: '/shipping/v1', party: 'seller' }, [['getShipment', 'GET /shipments/{shipmentId}']]),
];

/** The report types whose documents only a Restricted Data Token opens, with the roles for them; one is enough. */
export const RESTRICTED_REPORT_TYPES: ReadonlyMap<string, readonly RestrictedRole[]> = new Map([
  ['GET_AMAZON_FULFILLED_SHIPMENTS_DATA_INVOICING', INVOICING],
  ['GET_AMAZON_FULFILLED_SHIPMENTS_DATA_TAX', REMITTANCE],
  ['GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING', SHIPPING],
  ['GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING', SHIPPING],
  ['GET_FLAT_FILE_ORDER_REPORT_DATA_INVOICING', INVOICING],
  ['GET_FLAT_FILE_ORDER_REPORT_DATA_TAX', REMITTANCE],
  ['GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_TAX', REMITTANCE],
  ['GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_INVOICING', INVOICING],
  ['GET_FLAT_FILE_ORDERS_RECONCILIATION_DATA_SHIPPING', SHIPPING],
  ['GET_ORDER_REPORT_DATA_INVOICING', INVOICING],
  ['GET_ORDER_REPORT_DATA_TAX', REMITTANCE],
  ['GET_ORDER_REPORT_DATA_SHIPPING', SHIPPING],
  ['GET_EASYSHIP_DOCUMENTS', SHIPPING],
  ['GET_GST_MTR_B2B_CUSTOM', EITHER_TAX],
  ['GET_VAT_TRANSACTION_DATA', EITHER_TAX],
  ['SC_VAT_TAX_REPORT', EITHER_TAX],
]);

export const isRestrictedReportType = (reportType: string) => RESTRICTED_REPORT_TYPES.has(reportType);
