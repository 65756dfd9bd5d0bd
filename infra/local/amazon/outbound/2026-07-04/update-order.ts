import { invalidInput } from '../../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../../gateway/operation.ts';
import { parseBody } from '../../gateway/parse-body.ts';
import { orderInPath } from '../order-in-path.ts';
import { BASE_PATH, outbound20260704 } from './base.ts';
import { UpdateOrderRequest } from './order-request.ts';

/** Fulfillment Outbound 2026-07-04 updateOrder: releases a held order, or leaves it held. */
export const updateOrder: Operation = {
  ...outbound20260704,
  operationId: 'updateOrder',
  method: 'PUT',
  path: `${BASE_PATH}/orders/{orderId}`,
  queryParameters: [],
  handle: answerUpdate,
};

function answerUpdate(call: Call): Reply {
  const { fulfillmentConfiguration } = parseBody(UpdateOrderRequest, call.body);
  const { request } = orderInPath(call, 'orderId');
  const action = fulfillmentConfiguration?.action ?? request.action;
  if (!call.seller.outbound.update(request.orderId, { ...request, action })) {
    throw invalidInput('The fulfillment order is not on hold.');
  }
  return { status: 202, body: {} };
}
