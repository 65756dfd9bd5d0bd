import type { Operation } from '../gateway/operation.ts';
import { BASE_PATH, ordersV0 } from './base.ts';
import { orderInPath } from './order-in-path.ts';
import { viewOrder } from './view-order.ts';

/** Orders v0 getOrder. */
export const getOrder: Operation = {
  ...ordersV0,
  operationId: 'getOrder',
  path: `${BASE_PATH}/{orderId}`,
  restricted: 'in-part',
  queryParameters: [],
  handle: (call) => ({ status: 200, body: { payload: viewOrder(orderInPath(call), call.restrictedAccess) } }),
};
