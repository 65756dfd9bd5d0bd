import { invalidInput } from '../gateway/api-error.ts';
import { findMarketplace } from '../marketplaces.ts';
import type { Seller } from '../seller.ts';
import { checkAddress } from './check-address.ts';
import { checkLines } from './check-lines.ts';
import type { OutboundRequest, ServiceTier } from './outbound-order.ts';

/** Throws 400 for an order that Amazon does not take, whichever version it came by (spapi 9). */
export function checkOrder(request: OutboundRequest, seller: Pick<Seller, 'outbound' | 'marketplaceIds'>): void {
  checkAddress(request.destination);
  checkLines(request.lines, seller.outbound);
  checkScheduled(request);
}

/** SCHEDULED: Japan only, with a window, never held. */
function checkScheduled({ serviceTier, originCountryCode, deliveryInterval, action }: OutboundRequest): void {
  if (serviceTier !== 'SCHEDULED') return;
  if (originCountryCode !== 'JP') throw tierUnavailable(serviceTier, originCountryCode);
  if (!deliveryInterval) throw invalidInput('A scheduled delivery needs a delivery window.');
  if (action === 'HOLD') throw invalidInput('An order with a scheduled delivery cannot be held.');
}

/** The marketplace of the seller's that is in this country. Throws 400 when the seller sells in none there. */
export function marketplaceIn(countryCode: string, { marketplaceIds }: Pick<Seller, 'marketplaceIds'>): string {
  const found = marketplaceIds.find((id) => findMarketplace(id)?.countryCode === countryCode);
  if (!found) throw invalidInput(`The seller has no inventory in the origin country '${countryCode}'.`);
  return found;
}

export const tierUnavailable = (tier: ServiceTier, countryCode: string) =>
  invalidInput(`The service tier '${tier}' is not available in '${countryCode}'.`);
