import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import { accessDenied, invalidInput } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';
import { findMarketplace } from '../marketplaces.ts';

const FULFILLMENT_STATUSES = [
  'PENDING_AVAILABILITY',
  'PENDING',
  'UNSHIPPED',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'CANCELLED',
  'UNFULFILLABLE',
];

/**
 * Which orders a search wants, apart from their time; all marketplaces of the seller unless it names some.
 * Throws 400 for a marketplace that is none, 403 for one where the seller does not sell.
 */
export function readOrderFilters({ query, seller }: Call): (order: Order) => boolean {
  const marketplaceIds = query.list('marketplaceIds', { atMost: 50 }) ?? seller.marketplaceIds;
  const statuses = query.list('fulfillmentStatuses', { allowed: FULFILLMENT_STATUSES });
  const fulfilledBy = query.list('fulfilledBy', { allowed: ['MERCHANT', 'AMAZON'] });
  for (const marketplaceId of marketplaceIds) {
    if (!findMarketplace(marketplaceId)) throw invalidInput(`Marketplace '${marketplaceId}' is not a marketplace.`);
    if (!seller.marketplaceIds.includes(marketplaceId)) throw accessDenied();
  }
  return ({ salesChannel, fulfillment }) =>
    marketplaceIds.includes(salesChannel.marketplaceId ?? '') &&
    (statuses?.includes(fulfillment?.fulfillmentStatus ?? '') ?? true) &&
    (fulfilledBy?.includes(fulfillment?.fulfilledBy ?? '') ?? true);
}
