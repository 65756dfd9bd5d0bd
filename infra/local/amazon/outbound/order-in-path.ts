import { accessDenied, internalFailure, invalidInput, notFound } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';
import type { OutboundOrder } from './outbound-order.ts';

/**
 * The order that the path names. Throws 404 when there is none, or none yet. Amazon reads a `+` in a path as a space,
 * even when it was sent as `%2B`, and answers 403 for an id with two spaces in a row (spapi 9.6).
 */
export function orderInPath({ seller, pathParameters, faults }: Call, parameter: string): OutboundOrder {
  const orderId = pathParameters[parameter]?.replaceAll('+', ' ') ?? '';
  if (orderId.includes('  ')) throw accessDenied();
  if (faults.outbound.unreachable.has(orderId)) throw invalidInput('The fulfillment order cannot be processed.');
  if (faults.outbound.breaking.has(orderId)) throw internalFailure();
  const isFound = orderId.length <= 40 && !faults.outbound.missing.has(orderId);
  const order = isFound ? seller.outbound.findVisible(orderId) : undefined;
  if (!order) throw notFound('The specified fulfillment order does not exist.');
  return order;
}
