import { findMarketplace } from '../shops/marketplaces.ts';

/** The country that the goods come from, ISO 3166-1; the table of marketplaces says UK. */
export function originOf({ marketplaceId }: { marketplaceId: string }): string {
  const country = findMarketplace(marketplaceId)?.country ?? '';
  return country === 'UK' ? 'GB' : country;
}
