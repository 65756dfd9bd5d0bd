import { accessDenied, invalidInput } from '../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../gateway/operation.ts';
import { findMarketplace } from '../marketplaces.ts';
import type { Placed } from '../sku-book.ts';
import { issueInventoryToken, readInventoryToken } from './inventory-page-token.ts';
import { toInventorySummary } from './inventory-summary.ts';
import type { Stock } from './stock.ts';

/** FBA Inventory v1 getInventorySummaries: one page of what Amazon's warehouses hold for one marketplace. */
export const getInventorySummaries: Operation = {
  api: 'fba-inventory-v1',
  operationId: 'getInventorySummaries',
  method: 'GET',
  path: '/fba/inventory/v1/summaries',
  usagePlan: { rate: 2, burst: 2 },
  roles: ['amazon-fulfillment', 'product-listing'],
  queryParameters: [
    'details',
    'granularityType',
    'granularityId',
    'startDateTime',
    'sellerSkus',
    'sellerSku',
    'nextToken',
    'marketplaceIds',
  ],
  handle: answerSummaries,
};

function answerSummaries(call: Call): Reply {
  const { query, seller, faults } = call;
  const marketplaceId = readMarketplace(call);
  const details = query.boolean('details') ?? false;
  const isWanted = readSelection(call);
  const token = query.text('nextToken');
  const after = token === undefined ? -1 : readInventoryToken(token, call);
  const granularity = { granularityType: 'Marketplace', granularityId: marketplaceId };
  if (faults.inventory.errorsBesidePayload) {
    const errors = [{ code: 'InternalFailure', message: 'We encountered an internal error. Please try again.' }];
    return { status: 200, body: { payload: { granularity, inventorySummaries: [] }, errors } };
  }

  const { page, hasMore } = cutPage(seller.stock.list(marketplaceId, { after }), isWanted, faults.inventory.pageSize);
  const last = page.at(-1);
  const inventorySummaries = page.map(({ value }) => toInventorySummary(value, details));
  const body = {
    payload: { granularity, inventorySummaries },
    ...(last && hasMore && { pagination: { nextToken: issueInventoryToken(last.place, call) } }),
  };
  return { status: 200, body };
}

/** The one marketplace, which must be named twice. */
function readMarketplace({ query, seller }: Call): string {
  if (query.text('granularityType') !== 'Marketplace') throw invalidInput("'granularityType' must be 'Marketplace'.");
  const [marketplaceId] = query.list('marketplaceIds', { atMost: 1 }) ?? [];
  if (marketplaceId === undefined) throw invalidInput("Parameter 'marketplaceIds' is required.");
  if (query.text('granularityId') !== marketplaceId) {
    throw invalidInput("'granularityId' must be the marketplace of 'marketplaceIds'.");
  }
  if (!findMarketplace(marketplaceId)) throw invalidInput(`Marketplace '${marketplaceId}' is not a marketplace.`);
  if (!seller.marketplaceIds.includes(marketplaceId)) throw accessDenied();
  return marketplaceId;
}

/** Which summaries are wanted: of several ways to say it the first counts, as Amazon has them in turn (spapi 8.2). */
function readSelection({ query, now }: Call): (stock: Stock) => boolean {
  const startDateTime = query.moment('startDateTime');
  const sellerSkus = query.list('sellerSkus', { atMost: 50 });
  const sellerSku = query.text('sellerSku');
  if (startDateTime) {
    const earliest = new Date(now);
    earliest.setUTCMonth(earliest.getUTCMonth() - 18);
    if (startDateTime < earliest) throw invalidInput("'startDateTime' must not be more than 18 months ago.");
    return ({ noticedTime }) => Date.parse(noticedTime) >= startDateTime.getTime();
  }
  if (sellerSkus) return (stock) => sellerSkus.includes(stock.sellerSku);
  return (stock) => sellerSku === undefined || stock.sellerSku === sellerSku;
}

function cutPage(stocks: Iterable<Placed<Stock>>, isWanted: (stock: Stock) => boolean, pageSize: number) {
  const page: Placed<Stock>[] = [];
  for (const each of stocks) {
    if (!isWanted(each.value)) continue;
    if (page.length === pageSize) return { page, hasMore: true };
    page.push(each);
  }
  return { page, hasMore: false };
}
