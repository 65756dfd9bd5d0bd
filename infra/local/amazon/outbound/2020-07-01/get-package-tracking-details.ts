import { invalidInput, notFound } from '../../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../../gateway/operation.ts';
import type { OutboundAddress, OutboundPackage, OutboundShipment } from '../outbound-order.ts';
import { BASE_PATH, outbound20200701 } from './base.ts';

const MAX_INT32 = 2 ** 31 - 1;

/** Fulfillment Outbound 2020-07-01 getPackageTrackingDetails: where a package is. */
export const getPackageTrackingDetails: Operation = {
  ...outbound20200701,
  operationId: 'getPackageTrackingDetails',
  method: 'GET',
  path: `${BASE_PATH}/tracking`,
  queryParameters: ['packageNumber'],
  handle: answerTracking,
};

function answerTracking({ query, seller, faults }: Call): Reply {
  const text = query.text('packageNumber');
  const packageNumber = text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(packageNumber <= MAX_INT32)) throw invalidInput("Parameter 'packageNumber' must be an integer.");
  for (const { request, shipments } of seller.outbound.listVisible()) {
    for (const shipment of shipments) {
      const found = shipment.packages.find((each) => each.packageNumber === packageNumber);
      if (found) {
        const payload = viewTracking(found, { shipment, destination: request.destination });
        const unknown = faults.outbound.unknownStatuses && { currentStatus: 'CIRCLING' };
        return { status: 200, body: { payload: { ...payload, ...unknown } } };
      }
    }
  }
  throw notFound('The specified package does not exist.');
}

const DESCRIPTIONS: Record<OutboundPackage['status'], string> = {
  IN_TRANSIT: 'In Transit',
  OUT_FOR_DELIVERY: 'Out for Delivery',
  DELIVERED: 'Delivered',
  UNDELIVERABLE: 'Undeliverable',
};

function viewTracking(
  each: OutboundPackage,
  { shipment, destination }: { shipment: OutboundShipment; destination: OutboundAddress },
) {
  const place = {
    city: destination.city ?? '',
    state: destination.stateOrRegion ?? '',
    country: destination.countryCode,
  };
  const event = (eventCode: string, eventDate: string, eventDescription: string) => ({
    eventDate,
    eventAddress: place,
    eventCode,
    eventDescription,
  });
  return {
    packageNumber: each.packageNumber,
    trackingNumber: each.trackingNumber,
    customerTrackingLink: `https://www.swiship.com/track?id=${each.amazonTrackingNumber}`,
    carrierCode: each.carrierCode,
    shipDate: shipment.shipTime,
    estimatedArrivalDate: each.deliveryTime,
    shipToAddress: place,
    currentStatus: each.status,
    currentStatusDescription: DESCRIPTIONS[each.status],
    trackingEvents: [
      event('EVENT_101', shipment.shipTime, 'Carrier picked up the package.'),
      ...(each.status === 'DELIVERED' ? [event('EVENT_301', each.deliveryTime, 'Delivered.')] : []),
    ],
  };
}
