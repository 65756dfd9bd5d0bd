import { contentHash } from '../runtime/content-hash.ts';
import type { ReportRecord } from '../reports/read-records.ts';
import { InventorySummary } from '../sp-api/fba-inventory-v1/get-inventory-summaries.ts';
import { itemKey } from './listing.ts';

/**
 * A SKU's stock in Amazon's warehouses, under the names of getInventorySummaries.
 *
 * What was read later wins, by Amazon's clock: a page's time is when it was asked for, a report's when Amazon began to write
 * it. Amazon's `lastUpdatedTime` cannot order them. A report has none; where a report or an answer without one had been
 * stored, the next answer would be refused as older, and the report's poorer shape would stay; and it need not move when
 * inbound quantities do. A late survivor's page was asked for earlier, and is refused.
 */
export interface Stock {
  readonly key: string;
  readonly sku: string;
  readonly marketplaceId: string;
  readonly asin?: string;
  /** When it was read, ISO. */
  readonly time: string;
  readonly stock: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

/** Stock as the inventory API tells it; undefined where it has no SKU. */
export function toStock(
  summary: unknown,
  { marketplaceId, readAt }: { marketplaceId: string; readAt: string },
): Stock | undefined {
  const read = InventorySummary.safeParse(summary);
  if (!read.success) return undefined;
  // Not of the content: it moves where nothing else does.
  const { sellerSku: sku, asin, lastUpdatedTime: _, ...stock } = read.data;
  return {
    key: itemKey(marketplaceId, sku),
    sku,
    marketplaceId,
    ...(typeof asin === 'string' && { asin }),
    time: readAt,
    stock,
    hash: contentHash(stock),
  };
}

/** Stock as GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA tells it, under the same names as far as it goes. */
export function toStockOfReport(
  { fields }: Pick<ReportRecord, 'fields'>,
  { marketplaceId, time }: { marketplaceId: string; time: string },
): Stock {
  const { sku = '', asin, fnsku, condition, productName } = fields;
  const quantity = (name: string) =>
    fields[name] === undefined || fields[name] === '' ? undefined : Number(fields[name]);
  const stock = {
    fnSku: fnsku,
    condition,
    productName,
    totalQuantity: quantity('afnTotalQuantity'),
    inventoryDetails: {
      fulfillableQuantity: quantity('afnFulfillableQuantity'),
      inboundWorkingQuantity: quantity('afnInboundWorkingQuantity'),
      inboundShippedQuantity: quantity('afnInboundShippedQuantity'),
      inboundReceivingQuantity: quantity('afnInboundReceivingQuantity'),
      reservedQuantity: { totalReservedQuantity: quantity('afnReservedQuantity') },
      researchingQuantity: { totalResearchingQuantity: quantity('afnResearchingQuantity') },
      unfulfillableQuantity: { totalUnfulfillableQuantity: quantity('afnUnsellableQuantity') },
    },
  };
  return {
    key: itemKey(marketplaceId, sku),
    sku,
    marketplaceId,
    ...(asin && { asin }),
    time,
    stock,
    hash: contentHash(stock),
  };
}
