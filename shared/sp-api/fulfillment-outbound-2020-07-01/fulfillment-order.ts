import * as z from 'zod/mini';

const text = z.nullish(z.string());

/** The order itself, as listAllFulfillmentOrders shows it: without items and shipments. Statuses are open. */
export const FulfillmentOrder = z.object({
  sellerFulfillmentOrderId: z.string(),
  fulfillmentOrderStatus: z.string(),
  receivedDate: text,
  statusUpdatedDate: text,
});
export type FulfillmentOrder = z.infer<typeof FulfillmentOrder>;

/**
 * What getFulfillmentOrder tells of an order, as far as it is read; Amazon's list names are in the singular. Left out on
 * purpose: the destination and what a courier noted at the door, which are a buyer's.
 */
export const FulfillmentOrderDetails = z.object({
  fulfillmentOrder: FulfillmentOrder,
  fulfillmentOrderItems: z.nullish(
    z.array(
      z.object({
        sellerSku: text,
        sellerFulfillmentOrderItemId: z.string(),
        quantity: z.nullish(z.number()),
        cancelledQuantity: z.nullish(z.number()),
        unfulfillableQuantity: z.nullish(z.number()),
      }),
    ),
  ),
  fulfillmentShipments: z.nullish(
    z.array(
      z.object({
        amazonShipmentId: z.string(),
        /** PENDING, SHIPPED, CANCELLED_BY_FULFILLER (Amazon replaces it by itself), CANCELLED_BY_SELLER … */
        fulfillmentShipmentStatus: text,
        shippingDate: text,
        estimatedArrivalDate: text,
        fulfillmentShipmentItem: z.nullish(
          z.array(
            z.object({
              sellerFulfillmentOrderItemId: text,
              quantity: z.nullish(z.number()),
              packageNumber: z.nullish(z.number()),
            }),
          ),
        ),
        fulfillmentShipmentPackage: z.nullish(
          z.array(
            z.object({
              packageNumber: z.number(),
              carrierCode: text,
              /** May come later than the package. */
              trackingNumber: text,
              amazonFulfillmentTrackingNumber: text,
              estimatedArrivalDate: text,
            }),
          ),
        ),
      }),
    ),
  ),
});
export type FulfillmentOrderDetails = z.infer<typeof FulfillmentOrderDetails>;
