import type { Call, Operation, Reply } from '../gateway/operation.ts';
import { BASE_PATH, ordersV0 } from './base.ts';
import { refuseNextToken } from './get-order-items.ts';
import { orderInPath } from './order-in-path.ts';
import { viewItemBuyerInfo } from './view-item.ts';

/** Orders v0 getOrderItemsBuyerInfo: restricted as a whole. */
export const getOrderItemsBuyerInfo: Operation = {
  ...ordersV0,
  operationId: 'getOrderItemsBuyerInfo',
  path: `${BASE_PATH}/{orderId}/orderItems/buyerInfo`,
  roles: ['tax-invoicing', 'tax-remittance'],
  restricted: 'wholly',
  queryParameters: ['NextToken'],
  handle: answerItems,
};

function answerItems(call: Call): Reply {
  refuseNextToken(call);
  const order = orderInPath(call);
  const OrderItems = order.orderItems.map((item) => ({ OrderItemId: item.orderItemId, ...viewItemBuyerInfo(item) }));
  return { status: 200, body: { payload: { AmazonOrderId: order.orderId, OrderItems } } };
}
