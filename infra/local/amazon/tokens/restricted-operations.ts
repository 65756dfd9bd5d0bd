import type { Role } from '../seller.ts';

/** What an RDT for an order can ask for; Amazon wants it said for three operations of Orders v0 only (spapi 4). */
export const DATA_ELEMENTS = ['buyerInfo', 'shippingAddress', 'buyerTaxInformation'] as const;
export type DataElement = (typeof DATA_ELEMENTS)[number];

/** An operation that only a Restricted Data Token opens, or opens fully. */
export interface RestrictedOperation {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path template as in Amazon's model. Literally so, it is the generic path. */
  readonly path: string;
  /** `wholly`: nothing without the token. `in-part`: all but what is personal. `by-document`: by the type of the report. */
  readonly restricted: 'wholly' | 'in-part' | 'by-document';
  /** Vendor paths do not go with seller paths in one token. */
  readonly party: 'seller' | 'vendor';
  /** One of these is needed to get the token. None: the token says nothing about it, the operation does. */
  readonly roles: readonly Role[];
}

/** The roles that open a data element (spapi 4). */
export const ROLES_OF: Record<DataElement, readonly Role[]> = {
  buyerInfo: ['tax-invoicing', 'tax-remittance'],
  shippingAddress: ['direct-to-consumer-shipping'],
  buyerTaxInformation: ['tax-invoicing', 'tax-remittance'],
};

const row = (
  restricted: RestrictedOperation['restricted'],
  endpoint: `${RestrictedOperation['method']} /${string}`,
  roles: readonly Role[] = ['direct-to-consumer-shipping'],
): RestrictedOperation => {
  const [, method, path = ''] = /^(GET|PUT|POST|DELETE) (.*)$/.exec(endpoint) ?? [];
  return {
    method: method === 'PUT' || method === 'POST' || method === 'DELETE' ? method : 'GET',
    path,
    restricted,
    party: path.startsWith('/vendor/') ? 'vendor' : 'seller',
    roles,
  };
};

const ORDER = '/orders/v0/orders/{orderId}';
const VENDOR_ORDERS = '/vendor/directFulfillment/orders';
const VENDOR_SHIPPING = '/vendor/directFulfillment/shipping';
const TAX: readonly Role[] = ['tax-invoicing', 'tax-remittance'];

/** Source: Tokens API use case guide, "Restricted operations" (spapi 4). */
export const RESTRICTED_OPERATIONS: readonly RestrictedOperation[] = [
  row('in-part', 'GET /orders/v0/orders', []),
  row('in-part', `GET ${ORDER}`, []),
  row('in-part', `GET ${ORDER}/orderItems`, []),
  row('wholly', `GET ${ORDER}/regulatedInfo`),
  row('wholly', `GET ${ORDER}/address`),
  row('wholly', `GET ${ORDER}/buyerInfo`, TAX),
  row('wholly', `GET ${ORDER}/orderItems/buyerInfo`, TAX),
  row('wholly', 'GET /mfn/v0/shipments/{shipmentId}'),
  row('wholly', 'DELETE /mfn/v0/shipments/{shipmentId}'),
  row('wholly', 'PUT /mfn/v0/shipments/{shipmentId}/cancel'),
  row('wholly', 'POST /mfn/v0/shipments'),
  row('by-document', 'GET /reports/2021-06-30/documents/{reportDocumentId}', []),
  row('wholly', 'POST /easyShip/2022-03-23/packages/bulk'),
  row('wholly', 'GET /fba/outbound/brazil/v0/shipments/{shipmentId}', TAX),
  row('wholly', 'GET /shipping/v1/shipments/{shipmentId}'),
  ...['v1', '2021-12-28'].flatMap((version) => [
    row('wholly', `GET ${VENDOR_ORDERS}/${version}/purchaseOrders`),
    row('wholly', `GET ${VENDOR_ORDERS}/${version}/purchaseOrders/{purchaseOrderNumber}`),
    row('wholly', `GET ${VENDOR_SHIPPING}/${version}/shippingLabels/{purchaseOrderNumber}`),
    row('wholly', `POST ${VENDOR_SHIPPING}/${version}/shippingLabels/{purchaseOrderNumber}`),
    row('wholly', `GET ${VENDOR_SHIPPING}/${version}/packingSlips`),
    row('wholly', `GET ${VENDOR_SHIPPING}/${version}/packingSlips/{purchaseOrderNumber}`),
    row('wholly', `GET ${VENDOR_SHIPPING}/${version}/customerInvoices`),
    row('wholly', `GET ${VENDOR_SHIPPING}/${version}/customerInvoices/{purchaseOrderNumber}`),
  ]),
  row('wholly', `GET ${VENDOR_SHIPPING}/v1/shippingLabels`),
];
