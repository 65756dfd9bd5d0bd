import { contentHash } from '../runtime/content-hash.ts';
import type { ReportRecord } from '../reports/read-records.ts';
import { InventorySummary } from '../sp-api/fba-inventory-v1/get-inventory-summaries.ts';
import { readMoment } from '../sync/moment.ts';
import { itemKey } from './listing.ts';

/** A SKU's stock in Amazon's warehouses, under the names of getInventorySummaries. */
export interface Stock {
  readonly key: string;
  readonly sku: string;
  readonly marketplaceId: string;
  readonly asin?: string;
  /** Amazon's time for it, ISO; where it gives none, when it was read. */
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
  const { sellerSku: sku, asin, lastUpdatedTime, ...stock } = read.data;
  const time = typeof lastUpdatedTime === 'string' ? (readMoment(lastUpdatedTime) ?? readAt) : readAt;
  return {
    key: itemKey(marketplaceId, sku),
    sku,
    marketplaceId,
    ...(typeof asin === 'string' && { asin }),
    time,
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
