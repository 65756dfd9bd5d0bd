import type { Operation } from '../../gateway/operation.ts';
import { orderInPath } from '../order-in-path.ts';
import { BASE_PATH, outbound20200701 } from './base.ts';
import { viewOrder } from './view-order.ts';

/** Fulfillment Outbound 2020-07-01 getFulfillmentOrder: one order with its items and shipments. */
export const getFulfillmentOrder: Operation = {
  ...outbound20200701,
  operationId: 'getFulfillmentOrder',
  method: 'GET',
  path: `${BASE_PATH}/fulfillmentOrders/{sellerFulfillmentOrderId}`,
  queryParameters: [],
  handle: (call) => ({
    status: 200,
    body: { payload: viewOrder(orderInPath(call, 'sellerFulfillmentOrderId'), call.faults.outbound) },
  }),
};
