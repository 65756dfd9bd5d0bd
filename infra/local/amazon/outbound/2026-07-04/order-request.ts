import * as z from 'zod/mini';
import { SERVICE_TIERS } from '../outbound-order.ts';

/** Field by field as in Amazon's model, and no others; what the model leaves open (attributes, delivery) is left open. */

const text = z.string().check(z.minLength(1));
const Decimal = z.string().check(z.regex(/^\d{1,9}(\.\d{1,4})?$/));
export const Money = z.strictObject({ currencyCode: z.string().check(z.length(3)), amount: Decimal });
const CountryCode = z.string().check(z.length(2));
const Timestamp = z.iso.datetime({ offset: true });
const Attributes = z.record(z.string(), z.string());

export const Amount = z.strictObject({ unit: z.optional(z.literal('EACHES')), value: Decimal });

export const Address = z.strictObject({
  name: text,
  addressLine1: text,
  addressLine2: z.optional(z.string()),
  addressLine3: z.optional(z.string()),
  city: z.optional(z.string()),
  districtOrCounty: z.optional(z.string()),
  stateOrRegion: z.optional(z.string()),
  postalCode: text,
  countryCode: CountryCode,
  phone: z.optional(z.string()),
  email: z.optional(z.string()),
});

export const Origin = z.strictObject({ countryCode: CountryCode });

export const Product = z.strictObject({
  productIdentifier: z.strictObject({ amazonSku: text }),
  perUnitDeclaredValue: z.optional(Money),
});

const ServiceTiers = z.optional(z.array(z.enum(SERVICE_TIERS)).check(z.minLength(1)));
const TimeInterval = z.strictObject({ startTime: Timestamp, endTime: Timestamp });
const PackingSlip = z.strictObject({
  templateName: z.optional(z.string()),
  templateAttributes: z.optional(Attributes),
});

const Packaging = {
  packagingOption: z.optional(z.enum(['UNBRANDED', 'ANY'])),
  overbox: z.optional(z.enum(['REQUIRED', 'NOT_REQUIRED'])),
};

const LineItem = z.strictObject({
  lineItemId: z.string().check(z.minLength(1), z.maxLength(50)),
  product: Product,
  amount: Amount,
  fulfillmentConfiguration: z.optional(
    z.strictObject({
      services: z.optional(
        z.strictObject({
          packaging: z.optional(z.strictObject({ packingSlip: z.optional(PackingSlip) })),
          delivery: z.optional(
            z.strictObject({
              paymentOnDelivery: z.optional(z.strictObject({ perUnitServicePrice: z.optional(Money) })),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** Body of createOrder. */
export const CreateOrderRequest = z.strictObject({
  orderId: z.string().check(z.minLength(1), z.maxLength(40)),
  channel: z.optional(z.string().check(z.maxLength(40))),
  fulfillmentConfiguration: z.optional(
    z.strictObject({
      serviceLevel: z.optional(
        z.strictObject({ serviceTiers: ServiceTiers, deliveryInterval: z.optional(TimeInterval) }),
      ),
      action: z.optional(z.enum(['SHIP', 'HOLD'])),
      policy: z.optional(z.enum(['FILL_OR_KILL', 'FILL_ALL', 'FILL_ALL_AVAILABLE'])),
      services: z.optional(
        z.strictObject({
          packaging: z.optional(z.strictObject({ ...Packaging, packingSlip: z.optional(PackingSlip) })),
          delivery: z.optional(z.record(z.string(), z.unknown())),
          additional: z.optional(Attributes),
        }),
      ),
    }),
  ),
  origin: z.optional(Origin),
  destination: z.strictObject({
    deliveryAddress: Address,
    deliveryNotes: z.optional(z.string()),
    dropOffLocation: z.optional(
      z.strictObject({ type: z.optional(z.string()), attributes: z.optional(z.record(z.string(), z.unknown())) }),
    ),
  }),
  lineItems: z.array(LineItem).check(z.minLength(1)),
  paymentInformation: z.optional(
    z.strictObject({
      payments: z.optional(
        z.array(
          z.strictObject({
            paymentId: z.optional(z.string()),
            paymentMethod: z.optional(z.string()),
            paymentTime: z.optional(Timestamp),
          }),
        ),
      ),
    }),
  ),
});
export type CreateOrderRequest = z.infer<typeof CreateOrderRequest>;

/** Body of updateOrder: the action is all that can be changed. */
export const UpdateOrderRequest = z.strictObject({
  fulfillmentConfiguration: z.optional(z.strictObject({ action: z.optional(z.enum(['SHIP', 'HOLD'])) })),
});

/** Body of getOrderPreview. */
export const OrderPreviewRequest = z.strictObject({
  channel: z.optional(z.string().check(z.maxLength(40))),
  fulfillmentConfiguration: z.optional(
    z.strictObject({
      serviceLevel: z.optional(z.strictObject({ serviceTiers: ServiceTiers })),
      services: z.optional(
        z.strictObject({ packaging: z.optional(z.strictObject(Packaging)), additional: z.optional(Attributes) }),
      ),
    }),
  ),
  origin: z.optional(Origin),
  destination: z.strictObject({ deliveryAddress: Address }),
  lineItems: z.array(z.strictObject({ product: Product, amount: Amount })).check(z.minLength(1)),
  excludeEstimatedFees: z.optional(z.boolean()),
  includePaymentOnDelivery: z.optional(z.boolean()),
});

/** Body of getOffers. */
export const OffersRequest = z.strictObject({
  fulfillmentConfiguration: z.optional(
    z.strictObject({ serviceLevel: z.optional(z.strictObject({ serviceTiers: ServiceTiers })) }),
  ),
  origin: Origin,
  destination: z.optional(
    z.strictObject({
      deliveryAddress: z.optional(
        z.strictObject({
          addressLine1: z.optional(z.string()),
          addressLine2: z.optional(z.string()),
          addressLine3: z.optional(z.string()),
          city: z.optional(z.string()),
          districtOrCounty: z.optional(z.string()),
          stateOrRegion: z.optional(z.string()),
          postalCode: text,
          countryCode: CountryCode,
        }),
      ),
      ipAddress: z.optional(z.string()),
    }),
  ),
  items: z
    .array(z.strictObject({ productIdentifier: z.optional(z.strictObject({ amazonSku: text })) }))
    .check(z.minLength(1)),
});
