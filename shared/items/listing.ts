import { contentHash } from '../runtime/content-hash.ts';
import type { ReportRecord } from '../reports/read-records.ts';

/** A listing of GET_MERCHANT_LISTINGS_ALL_DATA: its columns under Amazon's names in camelCase, empty ones left out. */
export interface Listing {
  readonly key: string;
  readonly sku: string;
  readonly marketplaceId: string;
  readonly asin?: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly hash: string;
}

/** The key of an item: stock belongs to a marketplace's SKU and is never added up across marketplaces. */
export const itemKey = (marketplaceId: string, sku: string) => `${marketplaceId}#${sku}`;

/** The `items` table cannot hold longer ones in its key; Amazon's end at 40 characters. */
const MOST_SKU_BYTES = 1000;

/** What is wrong with a SKU as part of a key; undefined: nothing. */
export const skuProblem = (sku: string) =>
  Buffer.byteLength(sku) > MOST_SKU_BYTES ? `its SKU is longer than ${MOST_SKU_BYTES} bytes` : undefined;

/** A row as a listing, its numbers as Amazon wrote them: countries write prices differently. */
export function toListing({ fields: columns }: Pick<ReportRecord, 'fields'>, marketplaceId: string): Listing {
  const fields = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== ''));
  const { sellerSku: sku = '', ...rest } = fields;
  const asin = asinOf(fields);
  return {
    key: itemKey(marketplaceId, sku),
    sku,
    marketplaceId,
    ...(asin !== undefined && { asin }),
    fields: rest,
    hash: contentHash(fields),
  };
}

/** Some countries' reports have no asin1: the product id is one where its type says so (1, or the word). */
const asinOf = ({ asin1, productIdType, productId }: Record<string, string>) =>
  asin1 ?? (productIdType === '1' || productIdType?.toUpperCase() === 'ASIN' ? productId : undefined);
