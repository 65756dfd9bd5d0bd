import type { Operation } from '../gateway/operation.ts';
import { BASE_PATH, ordersV0 } from './base.ts';
import { orderInPath } from './order-in-path.ts';
import { viewBuyerInfo } from './view-buyer.ts';

/** Orders v0 getOrderBuyerInfo: restricted as a whole. */
export const getOrderBuyerInfo: Operation = {
  ...ordersV0,
  operationId: 'getOrderBuyerInfo',
  path: `${BASE_PATH}/{orderId}/buyerInfo`,
  roles: ['tax-invoicing', 'tax-remittance'],
  restricted: 'wholly',
  queryParameters: [],
  handle: (call) => {
    const order = orderInPath(call);
    return { status: 200, body: { payload: { AmazonOrderId: order.orderId, ...viewBuyerInfo(order) } } };
  },
};
