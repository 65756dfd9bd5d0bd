import type { Operation } from '../../gateway/operation.ts';
import { orderInPath } from '../order-in-path.ts';
import { BASE_PATH, outbound20260704 } from './base.ts';
import { readView, viewOrder } from './view-order.ts';

/** Fulfillment Outbound 2026-07-04 getOrder: one order with its shipments and their tracking. */
export const getOrder: Operation = {
  ...outbound20260704,
  operationId: 'getOrder',
  method: 'GET',
  path: `${BASE_PATH}/orders/{orderId}`,
  queryParameters: ['shipments'],
  handle: (call) => {
    const view = readView(call);
    return { status: 200, body: { order: viewOrder(orderInPath(call, 'orderId'), view) } };
  },
};
