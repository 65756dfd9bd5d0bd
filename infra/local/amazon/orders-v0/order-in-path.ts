import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import { invalidInput, notFound } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';

/** The order that the path names. Throws 400 for what is no order id, 404 when there is no such order. */
export function orderInPath({ seller, pathParameters: { orderId = '' } }: Call): Order {
  if (!/^\d{3}-\d{7}-\d{7}$/.test(orderId)) throw invalidInput("Parameter 'orderId' is not an Amazon order id.");
  const order = seller.orders.findOrder(orderId);
  if (!order) throw notFound('The specified order does not exist.');
  return order;
}
