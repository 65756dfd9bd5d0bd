import type { LineShare, OutboundLine, OutboundOrder, OutboundShipment } from '../outbound-order.ts';
import { POLICY_NAME, SPEED_OF, STATUS_NAME } from './words.ts';

/** The order itself, as 2020-07-01 lists it: without items and shipments. */
export function viewFulfillmentOrder(order: OutboundOrder, { unknownStatuses }: { unknownStatuses: boolean }): object {
  const { request } = order;
  return {
    ...request.only2020?.order,
    sellerFulfillmentOrderId: request.orderId,
    marketplaceId: request.marketplaceId,
    displayableOrderId: request.displayable.orderId,
    displayableOrderDate: request.displayable.orderDate,
    displayableOrderComment: request.displayable.orderComment,
    shippingSpeedCategory: SPEED_OF[request.serviceTier],
    deliveryWindow: request.deliveryInterval && {
      startDate: request.deliveryInterval.startTime,
      endDate: request.deliveryInterval.endTime,
    },
    // This version has no e-mail in an address.
    destinationAddress: { ...request.destination, email: undefined },
    fulfillmentAction: request.action === 'HOLD' ? 'Hold' : 'Ship',
    fulfillmentPolicy: POLICY_NAME[request.policy],
    receivedDate: toTime(order.receivedAt),
    fulfillmentOrderStatus: unknownStatuses ? 'AwaitingDrone' : STATUS_NAME[order.status],
    statusUpdatedDate: toTime(order.statusChangedAt),
  };
}

interface View {
  readonly unknownStatuses: boolean;
  readonly latePackages: boolean;
}

/** The whole of it: what getFulfillmentOrder answers as `payload`. */
export function viewOrder(order: OutboundOrder, view: View): object {
  return {
    fulfillmentOrder: viewFulfillmentOrder(order, view),
    fulfillmentOrderItems: order.request.lines.map((line) => viewItem(line, order)),
    fulfillmentShipments: order.shipments.map((shipment) => viewShipment(shipment, order, view)),
    returnItems: [],
    returnAuthorizations: [],
    paymentInformation: order.request.only2020?.paymentInformation,
  };
}

function viewItem({ lineItemId, sku, quantity, perUnitDeclaredValue, only2020 }: OutboundLine, order: OutboundOrder) {
  const shipment = order.shipments.findLast(({ items }) => items.some((item) => item.lineItemId === lineItemId));
  return {
    ...only2020,
    sellerSku: sku,
    sellerFulfillmentOrderItemId: lineItemId,
    quantity,
    cancelledQuantity: order.status === 'CANCELLED' ? quantity : 0,
    unfulfillableQuantity: order.unfulfillable.get(lineItemId) ?? 0,
    estimatedShipDate: shipment?.shipTime,
    estimatedArrivalDate: shipment?.deliveryTime,
    perUnitDeclaredValue: perUnitDeclaredValue && {
      currencyCode: perUnitDeclaredValue.currencyCode,
      value: perUnitDeclaredValue.amount,
    },
  };
}

/** Amazon's names here are in the singular, lists as they are. */
function viewShipment(shipment: OutboundShipment, { request }: OutboundOrder, { unknownStatuses, latePackages }: View) {
  const packages = latePackages ? [] : shipment.packages;
  const packageOf = ({ lineItemId }: LineShare) =>
    packages.find(({ items }) => items.some((item) => item.lineItemId === lineItemId))?.packageNumber;
  const shares = packages.length > 0 ? packages.flatMap(({ items }) => items) : shipment.items;
  return {
    amazonShipmentId: shipment.amazonShipmentId,
    fulfillmentCenterId: shipment.facilityId,
    fulfillmentShipmentStatus: unknownStatuses ? 'IN_HANGAR' : shipment.status,
    shippingDate: shipment.shipTime,
    estimatedArrivalDate: shipment.deliveryTime,
    fulfillmentShipmentItem: shares.map((share) => ({
      sellerSku: request.lines.find(({ lineItemId }) => lineItemId === share.lineItemId)?.sku,
      sellerFulfillmentOrderItemId: share.lineItemId,
      quantity: share.quantity,
      packageNumber: packageOf(share),
    })),
    fulfillmentShipmentPackage: packages.map((each) => ({
      packageNumber: each.packageNumber,
      carrierCode: each.carrierCode,
      trackingNumber: each.trackingNumber,
      amazonFulfillmentTrackingNumber: each.amazonTrackingNumber,
      estimatedArrivalDate: each.deliveryTime,
    })),
  };
}

const toTime = (ms: number) => new Date(ms).toISOString();
