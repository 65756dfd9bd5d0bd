import { marketplaceOf } from '../../marketplaces.ts';
import type { Call, Operation, Reply } from '../../gateway/operation.ts';
import { parseBody } from '../../gateway/parse-body.ts';
import { checkAddress } from '../check-address.ts';
import { checkLines } from '../check-lines.ts';
import { deliveryOf, feesOf } from '../delivery-promise.ts';
import type { ServiceTier } from '../outbound-order.ts';
import { BASE_PATH, outbound20260704 } from './base.ts';
import { notEnough, tierConstraint } from './constraints.ts';
import { OrderPreviewRequest } from './order-request.ts';
import { planPreview } from './plan-preview.ts';
import { isAvailable, originOf } from './to-request.ts';
import { toAmount } from './view-order.ts';

/** Fulfillment Outbound 2026-07-04 getOrderPreview: when an order would come and what it would cost, or why it cannot be. */
export const getOrderPreview: Operation = {
  ...outbound20260704,
  operationId: 'getOrderPreview',
  method: 'POST',
  path: `${BASE_PATH}/previews`,
  queryParameters: [],
  handle: answerPreview,
};

function answerPreview({ body, seller, now, faults }: Call): Reply {
  const asked = parseBody(OrderPreviewRequest, body);
  const { originCountryCode, marketplaceId } = originOf(asked.origin, seller);
  const lines = asked.lineItems.map(({ product, amount }, index) => ({
    lineItemId: String(index + 1),
    sku: product.productIdentifier.amazonSku,
    quantity: Number(amount.value),
  }));
  checkAddress(asked.destination.deliveryAddress);
  checkLines(lines, seller.outbound);

  const tiers = asked.fulfillmentConfiguration?.serviceLevel?.serviceTiers ?? ['STANDARD' as const];
  const short = lines.filter(({ sku, quantity }) => quantity > (seller.outbound.unitsOf(sku) ?? 0));
  const available = tiers.filter((tier) => isAvailable(tier, originCountryCode));
  const { shipments, lacking } = planPreview(lines, faults.outbound.fate);
  const constraints = [
    ...lacking.map(({ sku }) => notEnough(sku)),
    ...short.map(({ sku }) => notEnough(sku)),
    ...tiers.filter((tier) => !isAvailable(tier, originCountryCode)).map((tier) => tierConstraint(tier)),
  ];
  const planned = shipments.map((parts) => ({
    estimatedShippingWeight: {
      unit: 'KG',
      value: (parts.reduce((sum, { quantity }) => sum + quantity, 0) * 0.4).toFixed(1),
    },
    items: parts.map(({ sku, quantity }) => ({ productIdentifier: { amazonSku: sku }, amount: toAmount(quantity) })),
    offers: available.map((tier) => toOffer(tier, parts)),
  }));
  return {
    status: 200,
    body: { plannedShipments: short.length === 0 && available.length > 0 ? planned : [], constraints },
  };

  function toOffer(tier: ServiceTier, parts: readonly { quantity: number }[]): object {
    const { ship, delivery } = deliveryOf(tier, { now, times: faults.outbound.times });
    const { fees, total } = feesOf(parts, tier, marketplaceOf(marketplaceId));
    return {
      fulfillmentConfiguration: {
        serviceLevel: { serviceTier: tier, deliveryInterval: delivery, shipInterval: ship },
        services: {
          ...asked.fulfillmentConfiguration?.services,
          ...(asked.includePaymentOnDelivery && { delivery: { paymentOnDelivery: 'DISABLED' } }),
        },
      },
      ...(!asked.excludeEstimatedFees && {
        estimatedPrice: {
          rollupPrices: fees.map(({ name, money }) => ({ type: `MCF${name}`, value: money })),
          totalPrice: total,
        },
      }),
    };
  }
}
