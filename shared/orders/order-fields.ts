import type { Fields } from '../buyers/split-fields.ts';

const MONEY = { amount: true, currencyCode: true } as const satisfies Fields;
const DATE_TIME_RANGE = { earliestDateTime: true, latestDateTime: true } as const satisfies Fields;
const MEASUREMENT = { unit: true, value: true } as const satisfies Fields;

const ORDER_ITEM = {
  orderItemId: true,
  quantityOrdered: true,
  measurement: MEASUREMENT,
  associatedOrderItems: [{ orderId: true, orderItemId: true, associationType: true }],
  programs: true,
  product: {
    asin: true,
    title: true,
    sellerSku: true,
    condition: { conditionType: true, conditionSubtype: true, conditionNote: true },
    price: { unitPrice: MONEY, priceDesignation: true },
    serialNumbers: true,
  },
  proceeds: {
    proceedsTotal: MONEY,
    breakdowns: [{ type: true, subtotal: MONEY, detailedBreakdowns: [{ subtype: true, value: MONEY }] }],
  },
  expense: { pointsCost: { pointsGranted: { pointsNumber: true, pointsMonetaryValue: MONEY } } },
  promotion: { breakdowns: [{ promotionId: true }] },
  cancellation: {
    // The buyer's own words for cancelling (`cancelReason`) are left to the buyers table.
    cancellationRequest: { requester: true },
    cancellationExecution: { cancelledBy: true, cancelReason: true },
  },
  fulfillment: {
    quantityFulfilled: true,
    quantityUnfulfilled: true,
    picking: {
      substitutionPreference: {
        substitutionType: true,
        substitutionOptions: [
          { asin: true, quantityOrdered: true, sellerSku: true, title: true, measurement: MEASUREMENT },
        ],
      },
    },
    packing: { giftOption: { giftWrapLevel: true }, serialNumberRequirement: { requirementType: true } },
    shipping: {
      scheduledDeliveryWindow: DATE_TIME_RANGE,
      shippingConstraints: {
        palletDelivery: true,
        cashOnDelivery: true,
        signatureConfirmation: true,
        recipientIdentityVerification: true,
        recipientAgeVerification: true,
      },
      internationalShipping: { iossNumber: true },
    },
  },
  tax: {
    taxCalculationBreakdowns: [{ reportingScheme: true }],
    taxCollections: [{ model: true, responsibleParty: true }],
  },
} as const satisfies Fields;

/**
 * What the `orders` table may hold of an order of Orders 2026-01-01, under Amazon's names. Everything else,
 * known to be a buyer's (buyer, recipient, gift message, tax registration, …) or not known at all, goes to `buyers`.
 */
export const ORDER_FIELDS = {
  orderId: true,
  orderAliases: [{ aliasId: true, aliasType: true }],
  createdTime: true,
  lastUpdatedTime: true,
  programs: true,
  associatedOrders: [{ orderId: true, associationType: true }],
  salesChannel: { channelName: true, marketplaceId: true, marketplaceName: true },
  proceeds: { grandTotal: MONEY, breakdowns: [{ type: true, status: true, subtotal: MONEY }] },
  payment: { paymentExecutions: [{ paymentMethod: true, paymentAmount: MONEY }] },
  tax: { taxInvoicing: { buyerInvoicePreference: true, invoiceStatus: true } },
  fulfillment: {
    fulfillmentStatus: true,
    fulfilledBy: true,
    fulfillmentServiceLevel: true,
    shipByWindow: DATE_TIME_RANGE,
    deliverByWindow: DATE_TIME_RANGE,
    labelPrintingWindow: DATE_TIME_RANGE,
  },
  orderItems: [ORDER_ITEM],
  packages: [
    {
      packageReferenceId: true,
      createdTime: true,
      packageStatus: { status: true, detailedStatus: true },
      carrier: true,
      shipTime: true,
      shippingService: true,
      trackingNumber: true,
      packageItems: [{ orderItemId: true, quantity: true, transparencyCodes: true }],
    },
  ],
  fulfillmentOrders: [{ fulfillmentOrderId: true }],
} as const satisfies Fields;
