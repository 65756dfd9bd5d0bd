import * as z from 'zod/mini';

/** Field by field as in Amazon's model, and no others. */

const text = z.string().check(z.minLength(1));
const Timestamp = z.iso.datetime({ offset: true });
const Money = z.strictObject({
  currencyCode: z.string().check(z.length(3)),
  value: z.string().check(z.regex(/^\d{1,9}(\.\d{1,4})?$/)),
});

export const SpeedCategory = z.enum(['Standard', 'Expedited', 'Priority', 'ScheduledDelivery']);
const Action = z.enum(['Ship', 'Hold']);
const Policy = z.enum(['FillOrKill', 'FillAll', 'FillAllAvailable']);

export const Address = z.strictObject({
  name: text,
  addressLine1: text,
  addressLine2: z.optional(z.string()),
  addressLine3: z.optional(z.string()),
  city: z.optional(z.string()),
  districtOrCounty: z.optional(z.string()),
  stateOrRegion: z.optional(z.string()),
  postalCode: text,
  countryCode: z.string().check(z.length(2)),
  phone: z.optional(z.string()),
});

/** ISO 8859-1, no two spaces in a row. */
const DisplayableOrderId = z.string().check(z.minLength(1), z.maxLength(40), z.regex(/^(?!.* {2})[\u0020-\u00ff]+$/));
const FeatureSettings = z.strictObject({
  featureName: z.optional(z.string()),
  featureFulfillmentPolicy: z.optional(z.enum(['Required', 'NotRequired'])),
});
const Sku = z.string().check(z.minLength(1), z.maxLength(50));
const ItemId = z.string().check(z.minLength(1), z.maxLength(50));
const Quantity = z.int32();

const itemExtras = {
  giftMessage: z.optional(z.string().check(z.maxLength(512))),
  displayableComment: z.optional(z.string().check(z.maxLength(250))),
  fulfillmentNetworkSku: z.optional(z.string()),
  perUnitDeclaredValue: z.optional(Money),
  perUnitPrice: z.optional(Money),
  perUnitTax: z.optional(Money),
};

const orderExtras = {
  shipFromCountryCode: z.optional(z.string().check(z.length(2))),
  notificationEmails: z.optional(z.array(z.string().check(z.maxLength(64)))),
  featureConstraints: z.optional(z.array(FeatureSettings)),
};

/** Body of createFulfillmentOrder. */
export const CreateFulfillmentOrderRequest = z.strictObject({
  marketplaceId: z.optional(z.string()),
  sellerFulfillmentOrderId: z.string().check(z.minLength(1), z.maxLength(40)),
  displayableOrderId: DisplayableOrderId,
  displayableOrderDate: Timestamp,
  displayableOrderComment: z.string().check(z.maxLength(750)),
  shippingSpeedCategory: SpeedCategory,
  deliveryWindow: z.optional(z.strictObject({ startDate: Timestamp, endDate: Timestamp })),
  destinationAddress: Address,
  deliveryPreferences: z.optional(
    z.strictObject({
      deliveryInstructions: z.optional(z.string().check(z.maxLength(250))),
      dropOffLocation: z.optional(
        z.strictObject({ type: z.string(), attributes: z.optional(z.record(z.string(), z.string())) }),
      ),
    }),
  ),
  fulfillmentAction: z.optional(Action),
  fulfillmentPolicy: z.optional(Policy),
  codSettings: z.optional(
    z.strictObject({
      isCodRequired: z.boolean(),
      codCharge: z.optional(Money),
      codChargeTax: z.optional(Money),
      shippingCharge: z.optional(Money),
      shippingChargeTax: z.optional(Money),
    }),
  ),
  ...orderExtras,
  items: z.array(
    z.strictObject({ sellerSku: Sku, sellerFulfillmentOrderItemId: ItemId, quantity: Quantity, ...itemExtras }),
  ),
  paymentInformation: z.optional(
    z.array(z.strictObject({ paymentTransactionId: text, paymentMode: text, paymentDate: Timestamp })),
  ),
});
export type CreateFulfillmentOrderRequest = z.infer<typeof CreateFulfillmentOrderRequest>;

/** Body of updateFulfillmentOrder: what is absent stays as it is. */
export const UpdateFulfillmentOrderRequest = z.strictObject({
  marketplaceId: z.optional(z.string()),
  displayableOrderId: z.optional(DisplayableOrderId),
  displayableOrderDate: z.optional(Timestamp),
  displayableOrderComment: z.optional(z.string().check(z.maxLength(750))),
  shippingSpeedCategory: z.optional(SpeedCategory),
  destinationAddress: z.optional(Address),
  fulfillmentAction: z.optional(Action),
  fulfillmentPolicy: z.optional(Policy),
  ...orderExtras,
  items: z.optional(
    z.array(
      z.strictObject({
        sellerSku: z.optional(Sku),
        sellerFulfillmentOrderItemId: ItemId,
        quantity: Quantity,
        orderItemDisposition: z.optional(z.string()),
        ...itemExtras,
      }),
    ),
  ),
});

/** Body of getFulfillmentPreview. */
export const FulfillmentPreviewRequest = z.strictObject({
  marketplaceId: z.optional(z.string()),
  address: Address,
  items: z.array(
    z.strictObject({
      sellerSku: Sku,
      quantity: Quantity,
      perUnitDeclaredValue: z.optional(Money),
      sellerFulfillmentOrderItemId: ItemId,
    }),
  ),
  shippingSpeedCategories: z.optional(z.array(SpeedCategory)),
  includeCODFulfillmentPreview: z.optional(z.boolean()),
  includeDeliveryWindows: z.optional(z.boolean()),
  featureConstraints: z.optional(z.array(FeatureSettings)),
});
