import { ingestDocument } from '../reports/ingest-document.ts';
import { markIngested } from '../reports/ingested.ts';
import type { WantedReport } from '../reports/wanted-report.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import type { Advance, StretchMeans } from '../sync/sync-work.ts';
import { fetchPresent, waitFor } from './fetch-present.ts';
import { ItemsProgress, type Todo } from './items-progress.ts';
import { afterTodo, type ItemsMeans, noted, tallied } from './items-run.ts';
import { toStockOfReport } from './stock.ts';

const STOCK = 'GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA';

/**
 * The way out when page tokens of the inventory API keep dying: the report with the same numbers. It is read even where
 * its bytes are the last one's: pages of the API, of this run's too, have been stored over those rows since.
 */
export async function takeStockReport(
  shop: Shop,
  run: Run,
  { marketplaceId }: Todo,
  means: ItemsMeans & StretchMeans,
): Promise<Advance> {
  const wanted: WantedReport = { shopId: shop.shopId, reportType: STOCK, marketplaceIds: [marketplaceId] };
  const stand = await fetchPresent(wanted, run, means);
  if (stand.stand === 'no-data')
    return { run: afterTodo(noted(run, `No data: Amazon has no FBA stock in ${marketplaceId}.`)), next: 'more' };
  if (stand.stand !== 'fetched') return waitFor(stand, { run, reportType: STOCK }, means);

  const { report } = stand;
  const progress = ItemsProgress.parse(run.progress);
  const read = await ingestDocument(
    { run, report, from: progress, at: (position) => ({ ...progress, ...position }) },
    {
      ...means,
      open: () => means.openDocument(report, { reportType: STOCK, marketplaceId }),
      store: async (records) => {
        const stocks = records.map((record) =>
          toStockOfReport(record, { marketplaceId, time: report.processingStartTime }),
        );
        const newest = new Map(stocks.map((stock) => [stock.key, stock]));
        return tallied(await means.items.saveStock(shop.shopId, [...newest.values()]), records.length);
      },
    },
  );
  const after = { ...read.run, progress: { ...ItemsProgress.parse(read.run.progress), ...read.position } };
  if (!read.done) return { run: after, next: 'more' };
  await markIngested(wanted, { run, report, whole: read.whole }, means.reports);
  return { run: afterTodo(after), next: 'more' };
}
