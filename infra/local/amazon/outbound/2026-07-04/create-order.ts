import { invalidInput } from '../../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../../gateway/operation.ts';
import { parseBody } from '../../gateway/parse-body.ts';
import { checkOrder } from '../check-order.ts';
import { BASE_PATH, outbound20260704 } from './base.ts';
import { CreateOrderRequest } from './order-request.ts';
import { toRequest } from './to-request.ts';
import { statusIn, viewOrder } from './view-order.ts';

/** Fulfillment Outbound 2026-07-04 createOrder: 200 with the order, or 202 when it is only accepted. */
export const createOrder: Operation = {
  ...outbound20260704,
  operationId: 'createOrder',
  method: 'POST',
  path: `${BASE_PATH}/orders`,
  queryParameters: [],
  handle: answerCreate,
};

function answerCreate({ body, seller, now, faults }: Call): Reply {
  const request = toRequest(parseBody(CreateOrderRequest, body), seller, now);
  checkOrder(request, seller);
  const { createAnswer, secondCreate, unknownStatuses, unreadable, losesAccepted } = faults.outbound;
  const before = seller.outbound.findOrder(request.orderId);
  if (before && secondCreate === 'refuse') {
    throw invalidInput(`A fulfillment order with the id '${request.orderId}' already exists.`);
  }
  if (!before && losesAccepted > 0) {
    faults.outbound.losesAccepted -= 1;
    return { status: 202, body: { orderId: request.orderId, status: 'PROCESSING' } };
  }
  const order = before ?? seller.outbound.receive(request);
  if (createAnswer === 202) {
    return { status: 202, body: { orderId: request.orderId, status: statusIn(order, { unknownStatuses }) } };
  }
  return { status: 200, body: { order: viewOrder(order, { shipments: true, unknownStatuses, unreadable }) } };
}
