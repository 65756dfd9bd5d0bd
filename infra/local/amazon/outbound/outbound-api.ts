import type { Operation } from '../gateway/operation.ts';
import { cancelFulfillmentOrder } from './2020-07-01/cancel-fulfillment-order.ts';
import { createFulfillmentOrder } from './2020-07-01/create-fulfillment-order.ts';
import { getFulfillmentOrder } from './2020-07-01/get-fulfillment-order.ts';
import { getFulfillmentPreview } from './2020-07-01/get-fulfillment-preview.ts';
import { getPackageTrackingDetails } from './2020-07-01/get-package-tracking-details.ts';
import { listAllFulfillmentOrders } from './2020-07-01/list-all-fulfillment-orders.ts';
import { updateFulfillmentOrder } from './2020-07-01/update-fulfillment-order.ts';
import { cancelOrder } from './2026-07-04/cancel-order.ts';
import { createOrder } from './2026-07-04/create-order.ts';
import { getOffers } from './2026-07-04/get-offers.ts';
import { getOrder } from './2026-07-04/get-order.ts';
import { getOrderPreview } from './2026-07-04/get-order-preview.ts';
import { listOrders } from './2026-07-04/list-orders.ts';
import { updateOrder } from './2026-07-04/update-order.ts';

/** Fulfillment Outbound API, both versions, over one store. */
export const outboundApi: readonly Operation[] = [
  createOrder,
  listOrders,
  getOrder,
  updateOrder,
  cancelOrder,
  getOrderPreview,
  getOffers,
  createFulfillmentOrder,
  getFulfillmentOrder,
  listAllFulfillmentOrders,
  updateFulfillmentOrder,
  cancelFulfillmentOrder,
  getFulfillmentPreview,
  getPackageTrackingDetails,
];
