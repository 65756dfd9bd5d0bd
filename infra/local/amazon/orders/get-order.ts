import { invalidInput, notFound } from '../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../gateway/operation.ts';
import { viewOrder } from './order-view.ts';
import { readIncludedData } from './read-included-data.ts';
import { withUnknownValues } from './unknown-values.ts';

/** Orders 2026-01-01 getOrder: one order by its id. */
export const getOrder: Operation = {
  api: 'orders-2026-01-01',
  operationId: 'getOrder',
  method: 'GET',
  path: '/orders/2026-01-01/orders/{orderId}',
  usagePlan: { rate: 0.5, burst: 30 },
  roles: ['inventory-and-order-tracking', 'direct-to-consumer-shipping'],
  queryParameters: ['includedData'],
  handle: answerOrder,
};

function answerOrder(call: Call): Reply {
  const { pathParameters, seller, faults, now } = call;
  const { orderId = '' } = pathParameters;
  const included = readIncludedData(call);
  if (!/^\d{3}-\d{7}-\d{7}$/.test(orderId)) throw invalidInput("Parameter 'orderId' is not an Amazon order id.");
  const order = seller.orders.findOrder(orderId);
  if (!order) throw notFound('The specified order does not exist.');
  const view = { included, roles: seller.roles, withoutRole: faults.withoutRole, now };
  return { status: 200, body: { order: withUnknownValues(viewOrder(order, view), faults.unknownEnumValues) } };
}
