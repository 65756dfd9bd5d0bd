import { accessDenied, invalidInput } from '../../gateway/api-error.ts';
import { findMarketplace, type Marketplace } from '../../marketplaces.ts';
import type { Seller } from '../../seller.ts';
import type { OutboundLine, OutboundRequest } from '../outbound-order.ts';
import type { CreateFulfillmentOrderRequest } from './order-request.ts';
import { POLICY_OF, TIER_OF } from './words.ts';

/** What the body of createFulfillmentOrder asks for. Throws 400, 403 for a marketplace that it cannot be for. */
export function toRequest(
  body: CreateFulfillmentOrderRequest,
  seller: Pick<Seller, 'marketplaceIds'>,
): OutboundRequest {
  const { sellerFulfillmentOrderId, deliveryWindow, destinationAddress, items } = body;
  const { displayableOrderId, displayableOrderDate, displayableOrderComment } = body;
  const { codSettings, notificationEmails, featureConstraints, paymentInformation } = body;
  const { marketplaceId, countryCode } = marketplaceFor(body.marketplaceId, seller);
  checkIndia(body, countryCode);
  return {
    orderId: sellerFulfillmentOrderId,
    marketplaceId,
    originCountryCode: body.shipFromCountryCode ?? countryCode,
    serviceTier: TIER_OF[body.shippingSpeedCategory],
    deliveryInterval: deliveryWindow && { startTime: deliveryWindow.startDate, endTime: deliveryWindow.endDate },
    action: body.fulfillmentAction === 'Hold' ? 'HOLD' : 'SHIP',
    policy: POLICY_OF[body.fulfillmentPolicy ?? 'FillOrKill'],
    destination: destinationAddress,
    lines: items.map(toLine),
    displayable: {
      orderId: displayableOrderId.trim(),
      orderDate: displayableOrderDate,
      orderComment: displayableOrderComment,
    },
    only2020: { order: { codSettings, notificationEmails, featureConstraints }, paymentInformation },
  };
}

/** The marketplace an order is placed against; the seller's first when none is given. */
export function marketplaceFor(marketplaceId: string | undefined, seller: Pick<Seller, 'marketplaceIds'>): Marketplace {
  const id = marketplaceId ?? seller.marketplaceIds[0] ?? '';
  const marketplace = findMarketplace(id);
  if (!marketplace) throw invalidInput(`Marketplace '${id}' is not a marketplace.`);
  if (!seller.marketplaceIds.includes(id)) throw accessDenied();
  return marketplace;
}

export function toLine(item: CreateFulfillmentOrderRequest['items'][number]): OutboundLine {
  const { sellerSku, sellerFulfillmentOrderItemId, quantity, perUnitDeclaredValue, ...only2020 } = item;
  return {
    lineItemId: sellerFulfillmentOrderItemId,
    sku: sellerSku,
    quantity,
    perUnitDeclaredValue: perUnitDeclaredValue && {
      currencyCode: perUnitDeclaredValue.currencyCode,
      amount: perUnitDeclaredValue.value,
    },
    only2020,
  };
}

/** India wants to know how it was paid, and what each unit is worth (spapi 9.1). */
function checkIndia({ items, paymentInformation }: CreateFulfillmentOrderRequest, countryCode: string): void {
  if (countryCode !== 'IN') return;
  if (!paymentInformation?.length) throw invalidInput("'paymentInformation' is required for orders in India.");
  if (items.some(({ perUnitDeclaredValue }) => !perUnitDeclaredValue)) {
    throw invalidInput("'perUnitDeclaredValue' is required for orders in India.");
  }
}
