import { invalidInput } from '../../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../../gateway/operation.ts';
import { orderInPath } from '../order-in-path.ts';
import { BASE_PATH, outbound20260704 } from './base.ts';

/** Fulfillment Outbound 2026-07-04 cancelOrder: best effort; only the order's status tells what came of it. */
export const cancelOrder: Operation = {
  ...outbound20260704,
  operationId: 'cancelOrder',
  method: 'PUT',
  path: `${BASE_PATH}/orders/{orderId}/cancel`,
  queryParameters: [],
  handle: answerCancel,
};

function answerCancel(call: Call): Reply {
  const { request } = orderInPath(call, 'orderId');
  const inTime = call.seller.outbound.cancel(request.orderId);
  if (!inTime && call.faults.outbound.lateCancel === 'refuse') {
    throw invalidInput('The fulfillment order can no longer be cancelled.');
  }
  return { status: 202, body: {} };
}
