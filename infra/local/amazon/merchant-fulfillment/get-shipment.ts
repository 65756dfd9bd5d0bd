import { notFound } from '../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../gateway/operation.ts';

/** Merchant Fulfillment v0 getShipment: restricted as a whole, for it shows where the shipment goes. */
export const getShipment: Operation = {
  api: 'merchant-fulfillment-v0',
  operationId: 'getShipment',
  method: 'GET',
  path: '/mfn/v0/shipments/{shipmentId}',
  usagePlan: { rate: 1, burst: 1 },
  roles: ['direct-to-consumer-shipping'],
  restricted: 'wholly',
  queryParameters: [],
  handle: answerShipment,
};

function answerShipment({ seller, pathParameters: { shipmentId = '' } }: Call): Reply {
  const shipment = seller.shipments.findShipment(shipmentId);
  if (!shipment) throw notFound('The specified shipment does not exist.');
  return { status: 200, body: { payload: shipment } };
}
