import * as z from 'zod/mini';
import { contentHash } from '../runtime/content-hash.ts';
import type { ReportRecord } from '../reports/read-records.ts';
import { InventorySummary } from '../sp-api/fba-inventory-v1/get-inventory-summaries.ts';
import { itemKey, skuProblem } from './listing.ts';

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

/**
 * Stock as the inventory API tells it; undefined where it has no SKU, a quantity that is no number, or neither the total nor
 * the fulfillable one: that would wipe out what is known.
 */
export function toStock(
  summary: unknown,
  { marketplaceId, readAt }: { marketplaceId: string; readAt: string },
): Stock | undefined {
  const read = InventorySummary.safeParse(summary);
  if (!read.success) return undefined;
  // Not of the content: it moves where nothing else does.
  const { sellerSku: sku, asin, lastUpdatedTime: _, ...stock } = read.data;
  if (sku === '' || skuProblem(sku) !== undefined || !isReadable(stock) || !Quantified.safeParse(read.data).success)
    return undefined;
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

const Quantified = z.union([
  z.object({ totalQuantity: z.number() }),
  z.object({ inventoryDetails: z.object({ fulfillableQuantity: z.number() }) }),
]);

/** Whether all its quantities are numbers, and all its numbers such as a table holds. */
function isReadable(value: unknown, name = ''): boolean {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (typeof value === 'string') return !/quantity$/i.test(name);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([part, inner]) => isReadable(inner, Array.isArray(value) ? name : part));
}

/**
 * Stock as GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA tells it, under the same names as far as it goes. `misfit`: why the row
 * is none, without its content.
 */
export function toStockOfReport(
  { fields }: Pick<ReportRecord, 'fields'>,
  { marketplaceId, time }: { marketplaceId: string; time: string },
): { readonly stock: Stock } | { readonly misfit: string } {
  const { sku = '', asin, fnsku, condition, productName } = fields;
  const unreadable = Object.values(QUANTITIES).find((name) => Number.isNaN(numberOf(fields[name])));
  const quantity = (name: keyof typeof QUANTITIES) => numberOf(fields[QUANTITIES[name]]);
  const isEmpty = quantity('total') === undefined && quantity('fulfillable') === undefined;
  const misfit =
    (unreadable !== undefined && `its ${unreadable} is no number`) ||
    (isEmpty && `it has neither ${QUANTITIES.total} nor ${QUANTITIES.fulfillable}`) ||
    skuProblem(sku);
  if (misfit) return { misfit };

  const stock = {
    fnSku: fnsku,
    condition,
    productName,
    totalQuantity: quantity('total'),
    inventoryDetails: {
      fulfillableQuantity: quantity('fulfillable'),
      inboundWorkingQuantity: quantity('inboundWorking'),
      inboundShippedQuantity: quantity('inboundShipped'),
      inboundReceivingQuantity: quantity('inboundReceiving'),
      reservedQuantity: { totalReservedQuantity: quantity('reserved') },
      researchingQuantity: { totalResearchingQuantity: quantity('researching') },
      unfulfillableQuantity: { totalUnfulfillableQuantity: quantity('unsellable') },
    },
  };
  const key = itemKey(marketplaceId, sku);
  return { stock: { key, sku, marketplaceId, ...(asin && { asin }), time, stock, hash: contentHash(stock) } };
}

const QUANTITIES = {
  total: 'afnTotalQuantity',
  fulfillable: 'afnFulfillableQuantity',
  inboundWorking: 'afnInboundWorkingQuantity',
  inboundShipped: 'afnInboundShippedQuantity',
  inboundReceiving: 'afnInboundReceivingQuantity',
  reserved: 'afnReservedQuantity',
  researching: 'afnResearchingQuantity',
  unsellable: 'afnUnsellableQuantity',
} as const;

/** Undefined: the cell is empty, or there is none. NaN: it holds no whole number. `1,234` may be one or a thousand. */
function numberOf(cell = ''): number | undefined {
  const text = cell.trim();
  if (text === '') return undefined;
  return /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}
