import * as z from 'zod/mini';
import { type OutboundAddress, type OutboundOrder, SERVICE_TIERS } from './outbound-order.ts';

const text = z.string();
const LineShare = z.object({ lineItemId: text, quantity: z.number() });
const Money = z.object({ currencyCode: text, amount: text });

const Package = z.object({
  packageNumber: z.number(),
  items: z.array(LineShare),
  carrierCode: text,
  amazonTrackingNumber: text,
  trackingNumber: z.optional(text),
  status: z.enum(['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED', 'UNDELIVERABLE']),
  deliveryTime: text,
});

const Shipment = z.object({
  amazonShipmentId: text,
  facilityId: text,
  status: z.enum(['PENDING', 'SHIPPED', 'CANCELLED_BY_FULFILLER', 'CANCELLED_BY_SELLER']),
  shipTime: text,
  deliveryTime: text,
  items: z.array(LineShare),
  packages: z.array(Package),
});

const Status = z.enum([
  'NEW',
  'RECEIVED',
  'PLANNING',
  'PROCESSING',
  'COMPLETE',
  'COMPLETE_PARTIALLED',
  'CANCELLED',
  'UNFULFILLABLE',
  'INVALID',
]);

const Happening = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: Status }),
  z.object({ kind: z.literal('shipment'), shipment: Shipment }),
  z.object({ kind: z.literal('give-up-shipment'), amazonShipmentId: text }),
  z.object({ kind: z.literal('ship'), amazonShipmentId: text, packages: z.array(Package) }),
  z.object({
    kind: z.literal('package'),
    packageNumber: z.number(),
    change: z.object({ trackingNumber: z.optional(text), status: z.optional(Package.shape.status) }),
  }),
  z.object({ kind: z.literal('unfulfillable'), share: LineShare }),
]);

/** What is kept of an order on disk, with the life that is planned for it. Nothing of its recipient is in the list. */
const RememberedOrder = z.object({
  request: z.object({
    orderId: text,
    marketplaceId: text,
    originCountryCode: text,
    serviceTier: z.enum(SERVICE_TIERS),
    deliveryInterval: z.optional(z.object({ startTime: text, endTime: text })),
    action: z.enum(['SHIP', 'HOLD']),
    policy: z.enum(['FILL_OR_KILL', 'FILL_ALL', 'FILL_ALL_AVAILABLE']),
    lines: z.array(
      z.object({ lineItemId: text, sku: text, quantity: z.number(), perUnitDeclaredValue: z.optional(Money) }),
    ),
    displayable: z.object({ orderId: text, orderDate: text, orderComment: text }),
  }),
  receivedAt: z.number(),
  visibleFrom: z.number(),
  isCalledOff: z.boolean(),
  status: Status,
  statusChangedAt: z.number(),
  updatedAt: z.number(),
  shipments: z.array(Shipment),
  unfulfillable: z.array(z.tuple([text, z.number()])),
  plan: z.array(z.object({ at: z.number(), happening: Happening })),
});

/** An order as JSON, without whom it goes to. */
export const writeOrder = (order: OutboundOrder): string =>
  JSON.stringify(RememberedOrder.parse({ ...order, unfulfillable: [...order.unfulfillable] }));

/** The order again; it goes to nobody in particular. Throws when it is none of `writeOrder`'s. */
export function readOrder(json: string): OutboundOrder {
  const { request, unfulfillable, ...order } = RememberedOrder.parse(JSON.parse(json));
  return { ...order, request: { ...request, destination: FORGOTTEN }, unfulfillable: new Map(unfulfillable) };
}

const FORGOTTEN: OutboundAddress = {
  name: 'Forgotten',
  addressLine1: 'Forgotten',
  city: 'Forgotten',
  postalCode: '00000',
  countryCode: 'US',
};
