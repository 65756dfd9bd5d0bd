import { invalidInput } from '../gateway/api-error.ts';
import type { Operation, Reply, Call } from '../gateway/operation.ts';
import { BASE_PATH, ordersV0 } from './base.ts';
import { orderInPath } from './order-in-path.ts';
import { viewItem } from './view-item.ts';

/** Orders v0 getOrderItems: all on one page. */
export const getOrderItems: Operation = {
  ...ordersV0,
  operationId: 'getOrderItems',
  path: `${BASE_PATH}/{orderId}/orderItems`,
  restricted: 'in-part',
  queryParameters: ['NextToken'],
  handle: answerItems,
};

function answerItems(call: Call): Reply {
  refuseNextToken(call);
  const order = orderInPath(call);
  const OrderItems = order.orderItems.map((item) => viewItem(item, call.restrictedAccess));
  return { status: 200, body: { payload: { AmazonOrderId: order.orderId, OrderItems } } };
}

/** No order here has so many items that Amazon would give a token. */
export function refuseNextToken({ query }: Call): void {
  if (query.text('NextToken') !== undefined) throw invalidInput("Parameter 'NextToken' is invalid.");
}
