import type { Call } from '../../gateway/operation.ts';
import type { OutboundOrder, OutboundPackage, OutboundShipment, OutboundStatus } from '../outbound-order.ts';

/** What a caller wants to see, and whether Amazon speaks of statuses that nobody knows. */
export interface View {
  readonly shipments: boolean;
  readonly unknownStatuses: boolean;
  /** Orders that it shows without a status. */
  readonly unreadable: ReadonlySet<string>;
}

/** The `shipments` parameter of getOrder and listOrders: included unless excluded. */
export const readView = ({ query, faults }: Call): View => ({
  shipments: query.list('shipments', { allowed: ['INCLUDE', 'EXCLUDE'], atMost: 1 })?.[0] !== 'EXCLUDE',
  unknownStatuses: faults.outbound.unknownStatuses,
  unreadable: faults.outbound.unreadable,
});

/** An order as 2026-07-04 shows it. */
export function viewOrder(order: OutboundOrder, view: View): object {
  const { request } = order;
  const { serviceTier, deliveryInterval, action, policy, only2026 } = request;
  return {
    ...only2026?.order,
    orderId: request.orderId,
    receiveTime: toTime(order.receivedAt),
    status: view.unreadable.has(request.orderId) ? null : statusIn(order, view),
    statusUpdateTime: toTime(order.statusChangedAt),
    fulfillmentConfiguration: {
      serviceLevel: { serviceTiers: [serviceTier], deliveryInterval },
      action,
      policy,
      services: only2026?.services,
    },
    origin: { countryCode: request.originCountryCode },
    destination: { ...only2026?.delivery, deliveryAddress: request.destination },
    lineItems: request.lines.map((line) => ({
      ...line.only2026,
      lineItemId: line.lineItemId,
      product: { productIdentifier: { amazonSku: line.sku }, perUnitDeclaredValue: line.perUnitDeclaredValue },
      amount: toAmount(line.quantity),
      cancelledAmount: toAmount(order.status === 'CANCELLED' ? line.quantity : 0),
      unfulfillableAmount: toAmount(order.unfulfillable.get(line.lineItemId) ?? 0),
    })),
    ...(view.shipments && { shipments: order.shipments.map((shipment) => viewShipment(shipment, order, view)) }),
  };
}

/** Everything before the end is PROCESSING. */
export const statusIn = (
  { status }: Pick<OutboundOrder, 'status'>,
  { unknownStatuses }: Pick<View, 'unknownStatuses'>,
) => (unknownStatuses ? 'AWAITING_DRONE' : STATUSES[status]);

const STATUSES: Record<OutboundStatus, string> = {
  NEW: 'PROCESSING',
  RECEIVED: 'PROCESSING',
  PLANNING: 'PROCESSING',
  PROCESSING: 'PROCESSING',
  COMPLETE: 'COMPLETE',
  COMPLETE_PARTIALLED: 'COMPLETE_PARTIAL',
  CANCELLED: 'CANCELLED',
  UNFULFILLABLE: 'UNFULFILLABLE',
  INVALID: 'INVALID',
};

const SHIPMENT_STATUSES: Record<OutboundShipment['status'], string> = {
  PENDING: 'PROCESSING',
  SHIPPED: 'SHIPPED',
  CANCELLED_BY_FULFILLER: 'CANCELLED',
  CANCELLED_BY_SELLER: 'CANCELLED',
};

function viewShipment(shipment: OutboundShipment, { request }: OutboundOrder, { unknownStatuses }: View): object {
  const itemId = (lineItemId: string) => `${shipment.amazonShipmentId}-${lineItemId}`;
  const isCancelled = SHIPMENT_STATUSES[shipment.status] === 'CANCELLED';
  return {
    amazonShipmentId: shipment.amazonShipmentId,
    amazonFacility: { facilityId: shipment.facilityId },
    status: unknownStatuses ? 'IN_HANGAR' : SHIPMENT_STATUSES[shipment.status],
    shipTime: shipment.shipTime,
    ...(!isCancelled && { deliveryTime: shipment.deliveryTime }),
    items: shipment.items.map(({ lineItemId, quantity }) => ({
      shipmentItemId: itemId(lineItemId),
      productIdentifier: { amazonSku: request.lines.find((line) => line.lineItemId === lineItemId)?.sku },
      lineItemId,
      amount: toAmount(quantity),
    })),
    packages: shipment.packages.map((each) => ({
      packageId: packageIdOf(each),
      status: unknownStatuses ? 'CIRCLING' : each.status,
      deliveryTime: each.deliveryTime,
      shipmentItemIds: each.items.map(({ lineItemId }) => itemId(lineItemId)),
      tracking: {
        carrier: { carrierCode: each.carrierCode, trackingNumber: each.trackingNumber },
        amazon: { trackingNumber: each.amazonTrackingNumber },
      },
    })),
    serviceLevel: { serviceTier: request.serviceTier },
  };
}

const packageIdOf = ({ packageNumber }: OutboundPackage) => `PKG-${packageNumber.toString(36)}`;

/** Amazon writes whole numbers as decimals. */
export const toAmount = (units: number) => ({ unit: 'EACHES', value: units.toFixed(1) });

const toTime = (ms: number) => new Date(ms).toISOString();
