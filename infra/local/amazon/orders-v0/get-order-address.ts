import type { Call, Operation, Reply } from '../gateway/operation.ts';
import { BASE_PATH, ordersV0 } from './base.ts';
import { orderInPath } from './order-in-path.ts';
import { viewAddress } from './view-buyer.ts';

/** Orders v0 getOrderAddress: restricted as a whole. */
export const getOrderAddress: Operation = {
  ...ordersV0,
  operationId: 'getOrderAddress',
  path: `${BASE_PATH}/{orderId}/address`,
  roles: ['direct-to-consumer-shipping'],
  restricted: 'wholly',
  queryParameters: [],
  handle: answerAddress,
};

function answerAddress(call: Call): Reply {
  const order = orderInPath(call);
  const preference = order.recipient?.deliveryPreference;
  const payload = {
    AmazonOrderId: order.orderId,
    BuyerCompanyName: order.buyer?.buyerCompanyName,
    ShippingAddress: viewAddress(order),
    ...(preference && {
      DeliveryPreferences: {
        DropOffLocation: preference.dropOffLocation,
        AddressInstructions: preference.addressInstruction,
      },
    }),
  };
  return { status: 200, body: { payload } };
}
