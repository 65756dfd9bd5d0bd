import type { Happening, OutboundOrder, OutboundPackage, OutboundShipment } from './outbound-order.ts';

/** The order as it is at that moment: everything planned until then has happened. */
export function liveUntil(order: OutboundOrder, now: number): OutboundOrder {
  let lived = order;
  for (const { at, happening } of order.plan) {
    if (at > now) break;
    lived = { ...happen(lived, happening, at), updatedAt: at, plan: lived.plan.slice(1) };
  }
  return lived;
}

function happen(order: OutboundOrder, happening: Happening, at: number): OutboundOrder {
  switch (happening.kind) {
    case 'status':
      return { ...order, status: happening.status, statusChangedAt: at };
    case 'shipment':
      return { ...order, shipments: [...order.shipments, happening.shipment] };
    case 'give-up-shipment':
      return changeShipment(order, happening, { status: 'CANCELLED_BY_FULFILLER' });
    case 'ship':
      return changeShipment(order, happening, {
        status: 'SHIPPED',
        shipTime: new Date(at).toISOString(),
        packages: happening.packages,
      });
    case 'package':
      return changePackage(order, happening);
    case 'unfulfillable':
      break;
  }
  const { lineItemId, quantity } = happening.share;
  return { ...order, unfulfillable: new Map([...order.unfulfillable, [lineItemId, quantity]]) };
}

const changeShipment = (
  order: OutboundOrder,
  { amazonShipmentId }: { amazonShipmentId: string },
  change: Partial<OutboundShipment>,
): OutboundOrder => ({
  ...order,
  shipments: order.shipments.map((shipment) =>
    shipment.amazonShipmentId === amazonShipmentId ? { ...shipment, ...change } : shipment,
  ),
});

const changePackage = (
  order: OutboundOrder,
  { packageNumber, change }: { packageNumber: number; change: Partial<OutboundPackage> },
): OutboundOrder => ({
  ...order,
  shipments: order.shipments.map((shipment) => ({
    ...shipment,
    packages: shipment.packages.map((each) => (each.packageNumber === packageNumber ? { ...each, ...change } : each)),
  })),
});
