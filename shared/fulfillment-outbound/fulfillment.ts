import * as z from 'zod/mini';

const text = z.optional(z.string());
const count = z.optional(z.number());

/**
 * What Amazon makes of an order, in one shape for both versions of its API: the names and words of 2026-07-04, units as
 * numbers. Statuses are open. Nothing of the buyer is in it.
 */
export const Fulfillment = z.object({
  status: z.string(),
  receiveTime: text,
  statusUpdateTime: text,
  lineItems: z.array(
    z.object({
      lineItemId: z.string(),
      sku: text,
      quantity: count,
      cancelledQuantity: count,
      unfulfillableQuantity: count,
    }),
  ),
  shipments: z.array(
    z.object({
      amazonShipmentId: z.string(),
      status: text,
      shipTime: text,
      /** Estimated, until it is there. */
      deliveryTime: text,
      items: z.array(z.object({ lineItemId: z.string(), quantity: count })),
      packages: z.array(
        z.object({
          packageId: z.string(),
          /** 2020-07-01 does not tell it with the order. */
          status: text,
          carrierCode: text,
          /** The carrier's; may come later than the package. */
          trackingNumber: text,
          amazonTrackingNumber: text,
          deliveryTime: text,
          lineItemIds: z.array(z.string()),
        }),
      ),
    }),
  ),
});
export type Fulfillment = z.infer<typeof Fulfillment>;

const FINAL = ['COMPLETE', 'COMPLETE_PARTIAL', 'CANCELLED', 'UNFULFILLABLE', 'INVALID', 'REJECTED'];

/** Nothing more happens to the order, though its packages may still be on their way. Unknown statuses are not final. */
export const isFinal = (status: string) => FINAL.includes(status);

export const packagesOf = ({ shipments }: Pick<Fulfillment, 'shipments'>) =>
  shipments.flatMap(({ packages }) => packages);
