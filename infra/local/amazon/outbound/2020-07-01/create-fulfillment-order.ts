import { ApiError, invalidInput } from '../../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../../gateway/operation.ts';
import { parseBody } from '../../gateway/parse-body.ts';
import { checkOrder } from '../check-order.ts';
import { BASE_PATH, outbound20200701 } from './base.ts';
import { CreateFulfillmentOrderRequest } from './order-request.ts';
import { toRequest } from './to-request.ts';

/** Fulfillment Outbound 2020-07-01 createFulfillmentOrder: 200 with nothing in it, or (a switch) with `errors`. */
export const createFulfillmentOrder: Operation = {
  ...outbound20200701,
  operationId: 'createFulfillmentOrder',
  method: 'POST',
  path: `${BASE_PATH}/fulfillmentOrders`,
  queryParameters: [],
  handle: answerCreate,
};

function answerCreate(call: Call): Reply {
  try {
    create(call);
    return { status: 200, body: {} };
  } catch (error) {
    const isInside = error instanceof ApiError && call.faults.outbound.refusalsInside200;
    if (isInside) return { status: 200, body: error.body };
    throw error;
  }
}

function create({ body, seller, faults }: Call): void {
  const request = toRequest(parseBody(CreateFulfillmentOrderRequest, body), seller);
  checkOrder(request, seller);
  const isThere = seller.outbound.findOrder(request.orderId) !== undefined;
  if (isThere && faults.outbound.secondCreate === 'refuse') {
    throw invalidInput(`A fulfillment order with the id '${request.orderId}' already exists.`);
  }
  if (!isThere) seller.outbound.receive(request);
}
