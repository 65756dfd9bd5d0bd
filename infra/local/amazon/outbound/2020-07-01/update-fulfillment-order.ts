import { invalidInput } from '../../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../../gateway/operation.ts';
import { parseBody } from '../../gateway/parse-body.ts';
import { checkOrder } from '../check-order.ts';
import { orderInPath } from '../order-in-path.ts';
import type { OutboundLine, OutboundRequest } from '../outbound-order.ts';
import { BASE_PATH, outbound20200701 } from './base.ts';
import { UpdateFulfillmentOrderRequest } from './order-request.ts';
import { POLICY_OF, TIER_OF } from './words.ts';

/** Fulfillment Outbound 2020-07-01 updateFulfillmentOrder: changes or releases an order that is held. */
export const updateFulfillmentOrder: Operation = {
  ...outbound20200701,
  operationId: 'updateFulfillmentOrder',
  method: 'PUT',
  path: `${BASE_PATH}/fulfillmentOrders/{sellerFulfillmentOrderId}`,
  queryParameters: [],
  handle: answerUpdate,
};

function answerUpdate(call: Call): Reply {
  const change = parseBody(UpdateFulfillmentOrderRequest, call.body);
  const { request } = orderInPath(call, 'sellerFulfillmentOrderId');
  const changed: OutboundRequest = {
    ...request,
    serviceTier: change.shippingSpeedCategory ? TIER_OF[change.shippingSpeedCategory] : request.serviceTier,
    action: change.fulfillmentAction ? ACTION_OF[change.fulfillmentAction] : request.action,
    policy: change.fulfillmentPolicy ? POLICY_OF[change.fulfillmentPolicy] : request.policy,
    destination: change.destinationAddress ?? request.destination,
    lines: request.lines.map((line) => changeLine(line, change.items)),
    displayable: {
      orderId: change.displayableOrderId ?? request.displayable.orderId,
      orderDate: change.displayableOrderDate ?? request.displayable.orderDate,
      orderComment: change.displayableOrderComment ?? request.displayable.orderComment,
    },
  };
  const unknown = change.items?.find(
    (item) => !request.lines.some(({ lineItemId }) => lineItemId === item.sellerFulfillmentOrderItemId),
  );
  if (unknown) throw invalidInput(`The order has no item '${unknown.sellerFulfillmentOrderItemId}'.`);
  checkOrder(changed, call.seller);
  if (!call.seller.outbound.update(request.orderId, changed)) {
    throw invalidInput('The fulfillment order is not on hold.');
  }
  return { status: 200, body: {} };
}

const ACTION_OF = { Ship: 'SHIP', Hold: 'HOLD' } as const;

function changeLine(
  line: OutboundLine,
  items: readonly { sellerFulfillmentOrderItemId: string; quantity: number }[] | undefined,
): OutboundLine {
  const item = items?.find(({ sellerFulfillmentOrderItemId }) => sellerFulfillmentOrderItemId === line.lineItemId);
  return item ? { ...line, quantity: item.quantity } : line;
}
