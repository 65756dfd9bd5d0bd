import { type AmazonCall, callAmazon } from './call-amazon.ts';
import type { TestAmazon } from './test-amazon.ts';

export const BASE_2026 = '/fulfillment/outbound/2026-07-04';
export const BASE_2020 = '/fba/outbound/2020-07-01';

const address = {
  name: 'Pat Doe',
  addressLine1: '12 Example Street',
  city: 'Lawrence',
  stateOrRegion: 'KS',
  postalCode: '66044',
  countryCode: 'US',
  phone: '404-555-0112',
};

/** A good body of createOrder (2026-07-04): two kettles and a mug, to Kansas. */
export const orderBody = (change: object = {}) => ({
  orderId: 'SO-00001',
  fulfillmentConfiguration: { serviceLevel: { serviceTiers: ['STANDARD'] } },
  origin: { countryCode: 'US' },
  destination: { deliveryAddress: { ...address, email: 'pat@example.com' } },
  lineItems: [lineItem('1', 'KETTLE-1L-STEEL', '2'), lineItem('2', 'MUG-BLUE-2', '1')],
  ...change,
});

export const lineItem = (lineItemId: string, amazonSku: string, value: string) => ({
  lineItemId,
  product: { productIdentifier: { amazonSku } },
  amount: { unit: 'EACHES', value },
});

/** The same order as a body of createFulfillmentOrder (2020-07-01). */
export const fulfillmentOrderBody = (change: object = {}) => ({
  marketplaceId: 'ATVPDKIKX0DER',
  sellerFulfillmentOrderId: 'SO-00001',
  displayableOrderId: 'SO-00001',
  displayableOrderDate: '2026-03-10T11:00:00Z',
  displayableOrderComment: 'Thank you',
  shippingSpeedCategory: 'Standard',
  destinationAddress: address,
  items: [
    { sellerSku: 'KETTLE-1L-STEEL', sellerFulfillmentOrderItemId: '1', quantity: 2 },
    { sellerSku: 'MUG-BLUE-2', sellerFulfillmentOrderItemId: '2', quantity: 1 },
  ],
  ...change,
});

export { address as goodAddress };

/** An order as 2026-07-04 shows it, as far as stories look. */
export interface Order2026 {
  readonly orderId: string;
  readonly status: string;
  readonly statusUpdateTime: string;
  readonly lineItems: {
    lineItemId: string;
    amount: { value: string };
    cancelledAmount: { value: string };
    unfulfillableAmount: { value: string };
  }[];
  readonly shipments: {
    amazonShipmentId: string;
    status: string;
    items: { lineItemId: string; amount: { value: string } }[];
    packages: {
      packageId: string;
      status: string;
      tracking: { carrier: { carrierCode: string; trackingNumber?: string }; amazon: { trackingNumber: string } };
    }[];
  }[];
}

/** An order as 2020-07-01 shows it, as far as stories look. */
export interface Order2020 {
  readonly fulfillmentOrder: { sellerFulfillmentOrderId: string; fulfillmentOrderStatus: string };
  readonly fulfillmentOrderItems: { quantity: number; cancelledQuantity: number; unfulfillableQuantity: number }[];
  readonly fulfillmentShipments: {
    fulfillmentShipmentStatus: string;
    fulfillmentShipmentItem: { quantity: number; packageNumber?: number }[];
    fulfillmentShipmentPackage: {
      packageNumber: number;
      trackingNumber?: string;
      amazonFulfillmentTrackingNumber: string;
    }[];
  }[];
}

export const createOrder = (given: TestAmazon, change: object = {}, call: AmazonCall = {}) =>
  callAmazon<{ order: Order2026; orderId?: string; status?: string }>(given, `POST ${BASE_2026}/orders`, {
    body: orderBody(change),
    ...call,
  });

export const createFulfillmentOrder = (given: TestAmazon, change: object = {}) =>
  callAmazon<{ errors?: { code: string; message: string }[] }>(given, `POST ${BASE_2020}/fulfillmentOrders`, {
    body: fulfillmentOrderBody(change),
  });

export const getOrder = (given: TestAmazon, orderId = 'SO-00001') =>
  callAmazon<{ order: Order2026 }>(given, `GET ${BASE_2026}/orders/${orderId}`);

export const getFulfillmentOrder = (given: TestAmazon, orderId = 'SO-00001') =>
  callAmazon<{ payload: Order2020 }>(given, `GET ${BASE_2020}/fulfillmentOrders/${orderId}`);

export const listOrders = (given: TestAmazon, query: Record<string, string>) =>
  callAmazon<{ orders: Order2026[]; pagination?: { nextToken: string } }>(given, `GET ${BASE_2026}/orders`, { query });

export const listFulfillmentOrders = (given: TestAmazon, query: Record<string, string>) =>
  callAmazon<{ payload: { fulfillmentOrders: Order2020['fulfillmentOrder'][]; nextToken?: string } }>(
    given,
    `GET ${BASE_2020}/fulfillmentOrders`,
    { query },
  );
