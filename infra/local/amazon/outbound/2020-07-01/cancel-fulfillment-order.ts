import { invalidInput } from '../../gateway/api-error.ts';
import type { Operation } from '../../gateway/operation.ts';
import { orderInPath } from '../order-in-path.ts';
import { BASE_PATH, outbound20200701 } from './base.ts';

/** Fulfillment Outbound 2020-07-01 cancelFulfillmentOrder: not once units are picked. */
export const cancelFulfillmentOrder: Operation = {
  ...outbound20200701,
  operationId: 'cancelFulfillmentOrder',
  method: 'PUT',
  path: `${BASE_PATH}/fulfillmentOrders/{sellerFulfillmentOrderId}/cancel`,
  queryParameters: [],
  handle: (call) => {
    const { request } = orderInPath(call, 'sellerFulfillmentOrderId');
    if (!call.seller.outbound.cancel(request.orderId)) {
      throw invalidInput('The fulfillment order can no longer be cancelled.');
    }
    return { status: 200, body: {} };
  },
};
