import type { Money } from '@sp-api-sdk/orders-api-2026-01-01';
import type { Marketplace } from '../marketplaces.ts';

/** An amount in the smallest unit of the marketplace's currency, as Amazon writes it: a decimal in text. */
export function toMoney(units: number, { currencyCode, decimals }: Marketplace): Money {
  return { amount: (units / 10 ** decimals).toFixed(decimals), currencyCode };
}

/** US cents in the smallest unit of the marketplace's currency. */
export const fromCents = (cents: number, { perDollar, decimals }: Marketplace) =>
  Math.round((cents / 100) * perDollar * 10 ** decimals);
