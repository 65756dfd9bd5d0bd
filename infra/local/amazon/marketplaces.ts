import type { Region } from '../../../shared/shops/shop.ts';

/** A marketplace as the simulated account sees it. */
export interface Marketplace {
  readonly marketplaceId: string;
  readonly region: Region;
  readonly name: string;
  readonly countryCode: string;
  readonly currencyCode: string;
  /** Digits after the decimal point of its currency. */
  readonly decimals: number;
  /** What a dollar is worth there, roughly; simulated prices need no more. */
  readonly perDollar: number;
}

const row = (
  region: Region,
  countryCode: string,
  marketplaceId: string,
  [name, currencyCode, perDollar, decimals = 2]: [string, string, number, number?],
): Marketplace => ({ region, countryCode, marketplaceId, name, currencyCode, perDollar, decimals });

/** Source: developer-docs, "Marketplace IDs". */
const MARKETPLACES: readonly Marketplace[] = [
  row('na', 'CA', 'A2EUQ1WTGCTBG2', ['Amazon.ca', 'CAD', 1.4]),
  row('na', 'US', 'ATVPDKIKX0DER', ['Amazon.com', 'USD', 1]),
  row('na', 'MX', 'A1AM78C64UM0Y8', ['Amazon.com.mx', 'MXN', 18]),
  row('na', 'BR', 'A2Q3Y263D00KWC', ['Amazon.com.br', 'BRL', 5.5]),
  row('eu', 'IE', 'A28R8C7NBKEWEA', ['Amazon.ie', 'EUR', 0.9]),
  row('eu', 'ES', 'A1RKKUPIHCS9HS', ['Amazon.es', 'EUR', 0.9]),
  row('eu', 'GB', 'A1F83G8C2ARO7P', ['Amazon.co.uk', 'GBP', 0.8]),
  row('eu', 'FR', 'A13V1IB3VIYZZH', ['Amazon.fr', 'EUR', 0.9]),
  row('eu', 'BE', 'AMEN7PMS3EDWL', ['Amazon.com.be', 'EUR', 0.9]),
  row('eu', 'NL', 'A1805IZSGTT6HS', ['Amazon.nl', 'EUR', 0.9]),
  row('eu', 'DE', 'A1PA6795UKMFR9', ['Amazon.de', 'EUR', 0.9]),
  row('eu', 'IT', 'APJ6JRA9NG5V4', ['Amazon.it', 'EUR', 0.9]),
  row('eu', 'SE', 'A2NODRKZP88ZB9', ['Amazon.se', 'SEK', 10.5]),
  row('eu', 'ZA', 'AE08WJ6YKNBMC', ['Amazon.co.za', 'ZAR', 18]),
  row('eu', 'PL', 'A1C3SOZRARQ6R3', ['Amazon.pl', 'PLN', 4]),
  row('eu', 'EG', 'ARBP9OOSHTCHU', ['Amazon.eg', 'EGP', 48]),
  row('eu', 'TR', 'A33AVAJ2PDY3EV', ['Amazon.com.tr', 'TRY', 34]),
  row('eu', 'SA', 'A17E79C6D8DWNP', ['Amazon.sa', 'SAR', 3.75]),
  row('eu', 'AE', 'A2VIGQ35RCS4UG', ['Amazon.ae', 'AED', 3.67]),
  row('eu', 'IN', 'A21TJRUUN4KGV', ['Amazon.in', 'INR', 84]),
  row('fe', 'SG', 'A19VAU5U5O7RUS', ['Amazon.sg', 'SGD', 1.35]),
  row('fe', 'AU', 'A39IBJ37TRP1C6', ['Amazon.com.au', 'AUD', 1.5]),
  row('fe', 'JP', 'A1VC38T7YXB528', ['Amazon.co.jp', 'JPY', 150, 0]),
];

export const findMarketplace = (marketplaceId: string) =>
  MARKETPLACES.find((marketplace) => marketplace.marketplaceId === marketplaceId);

/** The marketplace of this id. Throws when Amazon has none: a simulated seller can only be where Amazon is. */
export function marketplaceOf(marketplaceId: string): Marketplace {
  const marketplace = findMarketplace(marketplaceId);
  if (!marketplace) throw new Error(`Amazon has no marketplace ${marketplaceId}. Use one of "Marketplace IDs".`);
  return marketplace;
}
