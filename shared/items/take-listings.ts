import { ingestDocument } from '../reports/ingest-document.ts';
import { markIngested, passedOver } from '../reports/ingested.ts';
import type { WantedReport } from '../reports/wanted-report.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import type { Advance, StretchMeans } from '../sync/sync-work.ts';
import { fetchPresent } from './fetch-present.ts';
import { setAside } from './go-through-todo.ts';
import { ItemsProgress, type Todo } from './items-progress.ts';
import { afterReading, type ItemsMeans, type Misfits, noted, tallied } from './items-run.ts';
import { type Listing, skuProblem, toListing } from './listing.ts';

export const LISTINGS = 'GET_MERCHANT_LISTINGS_ALL_DATA';

export const wantedListings = ({ shopId }: Shop, marketplaceId: string): WantedReport => ({
  shopId,
  reportType: LISTINGS,
  marketplaceIds: [marketplaceId],
});

/** All listings of a marketplace, by report. What the report does not name is for the next stage to say. */
export async function takeListings(
  shop: Shop,
  run: Run,
  { marketplaceId }: Todo,
  means: ItemsMeans & StretchMeans,
): Promise<Advance> {
  const wanted = wantedListings(shop, marketplaceId);
  const after = (read: Run, next: readonly Todo[] = []) =>
    afterReading(read, { marketplaceId, what: 'listings' }, { now: means.now, next });
  const stand = await fetchPresent(wanted, run, means);
  if (stand.stand === 'no-data')
    return {
      run: after(noted(run, `No data: Amazon has no listings in ${marketplaceId} (${LISTINGS} ended CANCELLED).`)),
      next: 'more',
    };
  if (stand.stand !== 'fetched') return setAside(run, { stand, reportType: LISTINGS });

  const { report, row } = stand;
  const told = report.adopted ? noted(run, `Report ${report.reportId} was there already and was adopted.`) : run;
  const passed = passedOver(told, { row, report, what: `the listings of ${marketplaceId}` });
  if (passed) {
    await markIngested(wanted, { run, report, whole: true }, means.reports);
    return { run: after(passed), next: 'more' };
  }
  const progress = ItemsProgress.parse(run.progress);
  const read = await ingestDocument(
    { run: told, report, from: progress, at: (position) => ({ ...progress, ...position }) },
    {
      ...means,
      open: () => means.openDocument(report, { reportType: LISTINGS, marketplaceId }),
      store: async (records) => {
        const newest = new Map<string, Listing>();
        const misfits: Misfits = [];
        for (const record of records) {
          const listing = toListing(record, marketplaceId);
          const reason = skuProblem(listing.sku);
          if (reason === undefined) newest.set(listing.key, listing);
          else misfits.push({ record, reason });
        }
        const time = report.processingStartTime;
        const saved = await means.items.saveListings(shop.shopId, [...newest.values()], { time });
        return { ...tallied(saved, records.length - misfits.length), misfits };
      },
    },
  );
  const reached = { ...read.run, progress: { ...ItemsProgress.parse(read.run.progress), ...read.position } };
  if (!read.done) return { run: reached, next: 'more' };
  // Zero rows are no proof that there are no listings: nothing is gone, and the next run asks for another report.
  if (read.empty) {
    const note = `The listings report of ${marketplaceId} (${report.reportId}) has no rows: nothing was changed.`;
    return { run: after(noted(reached, note)), next: 'more' };
  }
  // A row in quarantine may be any listing's: then none is known to be gone.
  if (!read.whole) {
    await markIngested(wanted, { run, report, whole: false }, means.reports);
    return { run: after(reached), next: 'more' };
  }
  return { run: after(reached, [{ marketplaceId, stage: 'gone', reportId: report.reportId }]), next: 'more' };
}
