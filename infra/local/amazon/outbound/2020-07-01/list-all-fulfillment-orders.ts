import type { Call, Operation, Reply } from '../../gateway/operation.ts';
import { DEFAULT_LOOK_BACK_MS, findOrders } from '../find-orders.ts';
import { BASE_PATH, outbound20200701 } from './base.ts';
import { viewFulfillmentOrder } from './view-order.ts';

/**
 * Fulfillment Outbound 2020-07-01 listAllFulfillmentOrders: orders whose status changed at a moment or after. A tracking
 * number that comes later is no such change.
 */
export const listAllFulfillmentOrders: Operation = {
  ...outbound20200701,
  operationId: 'listAllFulfillmentOrders',
  method: 'GET',
  path: `${BASE_PATH}/fulfillmentOrders`,
  queryParameters: ['queryStartDate', 'nextToken'],
  handle: answerList,
};

function answerList(call: Call): Reply {
  const since = call.query.moment('queryStartDate')?.getTime() ?? call.now.getTime() - DEFAULT_LOOK_BACK_MS;
  const { orders, nextToken } = findOrders(
    {
      changedAt: ({ statusChangedAt }) => statusChangedAt,
      isSince: (changedAt) => changedAt >= since,
      token: { parameter: 'nextToken', bound: [listAllFulfillmentOrders.path, call.query.without('nextToken')] },
    },
    call,
  );
  const fulfillmentOrders = orders.map((order) => viewFulfillmentOrder(order, call.faults.outbound));
  return { status: 200, body: { payload: { ...(nextToken && { nextToken }), fulfillmentOrders } } };
}
