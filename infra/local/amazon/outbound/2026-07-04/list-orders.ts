import type { Call, Operation, Reply } from '../../gateway/operation.ts';
import { DEFAULT_LOOK_BACK_MS, findOrders } from '../find-orders.ts';
import { BASE_PATH, outbound20260704 } from './base.ts';
import { readView, viewOrder } from './view-order.ts';

/** Fulfillment Outbound 2026-07-04 listOrders: what changed after a moment, tracking included. */
export const listOrders: Operation = {
  ...outbound20260704,
  operationId: 'listOrders',
  method: 'GET',
  path: `${BASE_PATH}/orders`,
  queryParameters: ['updatedAfter', 'pageToken', 'shipments'],
  handle: answerList,
};

function answerList(call: Call): Reply {
  const view = readView(call);
  const after = call.query.moment('updatedAfter')?.getTime() ?? call.now.getTime() - DEFAULT_LOOK_BACK_MS;
  const { orders, nextToken } = findOrders(
    {
      changedAt: ({ updatedAt }) => updatedAt,
      isSince: (changedAt) => changedAt > after,
      token: { parameter: 'pageToken', bound: [listOrders.path, call.query.without('pageToken')] },
    },
    call,
  );
  const body = {
    orders: orders.map((order) => viewOrder(order, view)),
    ...(nextToken && { pagination: { nextToken } }),
  };
  return { status: 200, body };
}
