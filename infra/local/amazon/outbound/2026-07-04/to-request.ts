import { findMarketplace } from '../../marketplaces.ts';
import type { Seller } from '../../seller.ts';
import { marketplaceIn, tierUnavailable } from '../check-order.ts';
import type { OutboundLine, OutboundRequest, ServiceTier } from '../outbound-order.ts';
import type { CreateOrderRequest } from './order-request.ts';

/** What the body of createOrder asks for. Throws 400 for an origin or a tier that the seller cannot have. */
export function toRequest(
  body: CreateOrderRequest,
  seller: Pick<Seller, 'marketplaceIds'>,
  now: Date,
): OutboundRequest {
  const { orderId, destination, lineItems, fulfillmentConfiguration = {}, origin, ...order } = body;
  const { serviceLevel, action = 'SHIP', policy = 'FILL_OR_KILL', services } = fulfillmentConfiguration;
  const { originCountryCode, marketplaceId } = originOf(origin, seller);
  const serviceTier = tierOf(serviceLevel?.serviceTiers, originCountryCode);
  const slip = services?.packaging?.packingSlip?.templateAttributes;
  const { deliveryAddress, ...delivery } = destination;
  return {
    orderId,
    marketplaceId,
    originCountryCode,
    serviceTier,
    deliveryInterval: serviceLevel?.deliveryInterval,
    action,
    policy,
    destination: deliveryAddress,
    lines: lineItems.map(toLine),
    displayable: {
      orderId: slip?.orderId ?? orderId,
      orderDate: slip?.orderTime ?? now.toISOString(),
      orderComment: slip?.orderText ?? '',
    },
    only2026: { order, services, delivery },
  };
}

/** Where an order ships from: the country given, else the seller's first marketplace. */
export function originOf(origin: { countryCode: string } | undefined, seller: Pick<Seller, 'marketplaceIds'>) {
  const first = findMarketplace(seller.marketplaceIds[0] ?? '')?.countryCode ?? '';
  const originCountryCode = origin?.countryCode ?? first;
  return { originCountryCode, marketplaceId: marketplaceIn(originCountryCode, seller) };
}

const PRIORITY_COUNTRIES = ['CA', 'IN', 'MX'];

/** The tier that counts: the first. Throws 400 where there is no such tier (spapi 9.2). */
function tierOf(tiers: readonly ServiceTier[] | undefined, countryCode: string): ServiceTier {
  const tier = tiers?.[0] ?? 'STANDARD';
  if (!isAvailable(tier, countryCode)) throw tierUnavailable(tier, countryCode);
  return tier;
}

export const isAvailable = (tier: ServiceTier, countryCode: string) =>
  tier === 'PRIORITY' ? PRIORITY_COUNTRIES.includes(countryCode) : tier !== 'SCHEDULED' || countryCode === 'JP';

function toLine({ lineItemId, product, amount, ...only2026 }: CreateOrderRequest['lineItems'][number]): OutboundLine {
  return {
    lineItemId,
    sku: product.productIdentifier.amazonSku,
    quantity: Number(amount.value),
    perUnitDeclaredValue: product.perUnitDeclaredValue,
    only2026,
  };
}
