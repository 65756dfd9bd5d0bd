import { ingestDocument } from '../reports/ingest-document.ts';
import { markIngested } from '../reports/ingested.ts';
import type { WantedReport } from '../reports/wanted-report.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import type { Advance, StretchMeans } from '../sync/sync-work.ts';
import { fetchPresent } from './fetch-present.ts';
import { setAside } from './go-through-todo.ts';
import { ItemsProgress, type Todo } from './items-progress.ts';
import { afterReading, type ItemsMeans, type Misfits, noted, tallied } from './items-run.ts';
import { type Stock, toStockOfReport } from './stock.ts';

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
  const read = { marketplaceId, what: 'stock' } as const;
  const stand = await fetchPresent(wanted, run, means);
  if (stand.stand === 'no-data')
    return {
      run: afterReading(noted(run, `No data: Amazon has no FBA stock in ${marketplaceId}.`), read, means),
      next: 'more',
    };
  if (stand.stand !== 'fetched') return setAside(run, { stand, reportType: STOCK });

  const { report } = stand;
  const progress = ItemsProgress.parse(run.progress);
  const ingested = await ingestDocument(
    { run, report, from: progress, at: (position) => ({ ...progress, ...position }) },
    {
      ...means,
      open: () => means.openDocument(report, { reportType: STOCK, marketplaceId }),
      store: async (records) => {
        const time = report.processingStartTime;
        const newest = new Map<string, Stock>();
        const misfits: Misfits = [];
        for (const record of records) {
          const read = toStockOfReport(record, { marketplaceId, time });
          if ('misfit' in read) misfits.push({ record, reason: read.misfit });
          else newest.set(read.stock.key, read.stock);
        }
        const saved = await means.items.saveStock(shop.shopId, [...newest.values()]);
        return { ...tallied(saved, records.length - misfits.length), misfits };
      },
    },
  );
  const after = {
    ...ingested.run,
    progress: { ...ItemsProgress.parse(ingested.run.progress), ...ingested.position },
  };
  if (!ingested.done) return { run: after, next: 'more' };
  await markIngested(wanted, { run, report, whole: ingested.whole }, means.reports);
  return { run: afterReading(after, read, means), next: 'more' };
}
