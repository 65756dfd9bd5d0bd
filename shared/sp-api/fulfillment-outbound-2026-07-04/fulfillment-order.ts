import * as z from 'zod/mini';

const text = z.nullish(z.string());

/** Units; Amazon writes whole numbers as decimals: `2.0`. */
const Amount = z.object({ value: z.string() });

const Package = z.object({
  packageId: z.string(),
  /** Open: PROCESSING, IN_TRANSIT, DELAYED, OUT_FOR_DELIVERY, DELIVERED, UNDELIVERABLE, EXPIRED … */
  status: text,
  deliveryTime: text,
  shipmentItemIds: z.nullish(z.array(z.string())),
  tracking: z.nullish(
    z.object({
      carrier: z.nullish(z.object({ carrierCode: text, trackingNumber: text })),
      amazon: z.nullish(z.object({ trackingNumber: text })),
    }),
  ),
});

const Shipment = z.object({
  amazonShipmentId: z.string(),
  /** Open: PROCESSING, SHIPPED, CANCELLED … A shipment that Amazon cancels is replaced by Amazon. */
  status: text,
  shipTime: text,
  deliveryTime: text,
  items: z.nullish(
    z.array(z.object({ shipmentItemId: text, lineItemId: text, packageId: text, amount: z.nullish(Amount) })),
  ),
  packages: z.nullish(z.array(Package)),
});

/**
 * A fulfillment order of 2026-07-04, as far as it is read. Left out on purpose: the destination, who received a package
 * and its photo, which are a buyer's. Statuses are open.
 */
export const FulfillmentOrder = z.object({
  orderId: z.string(),
  status: z.string(),
  receiveTime: text,
  statusUpdateTime: text,
  lineItems: z.nullish(
    z.array(
      z.object({
        lineItemId: z.string(),
        product: z.nullish(z.object({ productIdentifier: z.nullish(z.object({ amazonSku: text })) })),
        amount: z.nullish(Amount),
        cancelledAmount: z.nullish(Amount),
        unfulfillableAmount: z.nullish(Amount),
      }),
    ),
  ),
  shipments: z.nullish(z.array(Shipment)),
});
export type FulfillmentOrder = z.infer<typeof FulfillmentOrder>;
