import { handOutLeftovers } from '../delivery/run-hand-out.ts';
import { anew, type FetchedReport, fetchReport } from '../reports/fetch-report.ts';
import { ingestDocument } from '../reports/ingest-document.ts';
import type { ReportRow } from '../reports/report-ledger.ts';
import { waitOrSkip } from '../reports/wait-or-skip.ts';
import type { WantedReport } from '../reports/wanted-report.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import type { Schedule } from '../sync/schedule.ts';
import type { Advance, StretchMeans, SyncWork } from '../sync/sync-work.ts';
import { withNotes } from '../sync/with-notes.ts';
import { findGone, skusOf } from './find-gone.ts';
import { ItemsMemory, ItemsProgress, type Todo } from './items-progress.ts';
import { afterTodo, deliver, type ItemsMeans, noted, tallied } from './items-run.ts';
import { toListing } from './listing.ts';
import { readStock } from './read-stock.ts';
import { toStockOfReport } from './stock.ts';

/** Items of one marketplace after another: its listings by report, those that are gone, its stock. */
export function itemsWork(shop: Shop, means: ItemsMeans): SyncWork {
  return {
    sync: 'items',
    amazonNow: () => means.spApi.now(),
    begin: (_run, schedule) => beginItems(shop, schedule),
    advance: (run, stretch) => advance(shop, run, { ...means, ...stretch }),
    settle: (run) => deliverAll(run, means),
    memory: (run) => (run.outcome === 'failed' ? undefined : ItemsProgress.parse(run.progress).memory),
  };
}

/** A document that a failed run has left behind is read by the next one, if that comes soon. */
const FRESH_MS = 30 * 60_000;

const LISTINGS = 'GET_MERCHANT_LISTINGS_ALL_DATA';
const STOCK = 'GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA';

function beginItems(shop: Shop, schedule: Schedule): ItemsProgress {
  const todo = shop.marketplaceIds.flatMap((marketplaceId) =>
    (['listings', 'stock'] as const).map((stage) => ({ marketplaceId, stage })),
  );
  return {
    todo,
    position: 0,
    quarantinedBefore: 0,
    toDeliver: [],
    deadTokens: 0,
    memory: ItemsMemory.safeParse(schedule.memory).data ?? {},
  };
}

async function advance(shop: Shop, run: Run, means: ItemsMeans & StretchMeans): Promise<Advance> {
  const progress = ItemsProgress.parse(run.progress);
  const [todo] = progress.todo;
  if (!todo) {
    const delivered = await handOutLeftovers(await deliverAll(run, means), means.handOut);
    return { run: { ...delivered, reachedUntil: run.endTime }, next: 'succeeded' };
  }
  switch (todo.stage) {
    case 'listings':
      return takeListings(shop, run, todo, means);
    case 'gone':
      return takeGone(shop, run, todo, means);
    case 'stock':
      return readStock(shop, run, todo, means);
    case 'stock-report':
      return takeStockReport(shop, run, todo, means);
  }
}

const wantedOf = (shop: Shop, reportType: string, marketplaceId: string): WantedReport => ({
  shopId: shop.shopId,
  reportType,
  marketplaceIds: [marketplaceId],
});

/** A report that shows the present: what the ledger has ingested already is asked for anew, once a run. */
async function fetchPresent(wanted: WantedReport, run: Run, means: ItemsMeans) {
  const row = await means.reports.ledger.find(wanted);
  const ingested = row.reportId !== undefined && row.reportId === row.ingestedReportId;
  const stale = row.state === 'fetched' && Date.parse(row.requestedAt ?? '') < Date.parse(run.startedAt) - FRESH_MS;
  if (row.state === 'no-data' || ingested || stale) await means.reports.ledger.save(anew(row));
  return fetchReport(wanted, { ...means.reports, lane: run.lane });
}

async function takeListings(
  shop: Shop,
  run: Run,
  { marketplaceId }: Todo,
  means: ItemsMeans & StretchMeans,
): Promise<Advance> {
  const wanted = wantedOf(shop, LISTINGS, marketplaceId);
  const stand = await fetchPresent(wanted, run, means);
  if (stand.stand === 'working') return { run, next: 'wait', until: stand.until };
  if (stand.stand === 'cooling-down')
    return waitOrSkip(run, [{ reportType: LISTINGS, until: stand.until.toISOString() }], means);
  if (stand.stand === 'no-data')
    return {
      run: afterTodo(noted(run, `No data: Amazon has no listings in ${marketplaceId} (${LISTINGS} ended CANCELLED).`)),
      next: 'more',
    };

  const { report, row } = stand;
  const told = report.adopted ? noted(run, `Report ${report.reportId} was there already and was adopted.`) : run;
  if (row.ingestedMd5 === report.document.md5) {
    await ingested(row, report, means);
    return {
      run: afterTodo(
        noted(told, `The listings of ${marketplaceId} are the same as in the last report, byte for byte.`),
      ),
      next: 'more',
    };
  }
  const progress = ItemsProgress.parse(run.progress);
  const read = await ingestDocument(
    {
      run: told,
      report,
      from: progress,
      at: (position) => ({ ...ItemsProgress.parse(run.progress), ...position }),
    },
    {
      ...means,
      open: () => means.openDocument(report, { reportType: LISTINGS, marketplaceId }),
      store: async (records) => {
        const newest = new Map(
          records.map((record) => toListing(record, marketplaceId)).map((listing) => [listing.key, listing]),
        );
        return tallied(
          await means.items.saveListings(shop.shopId, [...newest.values()], { time: report.processingStartTime }),
          records.length,
        );
      },
    },
  );
  const after = { ...read.run, progress: { ...ItemsProgress.parse(read.run.progress), ...read.position } };
  if (!read.done) return { run: after, next: 'more' };
  if (read.run.read === run.read && progress.position === 0) {
    return {
      run: afterTodo(
        noted(after, `The listings report of ${marketplaceId} (${report.reportId}) has no rows: nothing was changed.`),
      ),
      next: 'more',
    };
  }
  // A row in quarantine may be any listing's: then none is known to be gone.
  if (after.quarantined > progress.quarantinedBefore) {
    await ingested(row, report, means);
    return { run: afterTodo(after), next: 'more' };
  }
  return { run: afterTodo(after, [{ marketplaceId, stage: 'gone' }]), next: 'more' };
}

/** What the complete report does not name becomes inactive; more than a fifth only when a second report agrees. */
async function takeGone(
  shop: Shop,
  run: Run,
  { marketplaceId }: Todo,
  means: ItemsMeans & StretchMeans,
): Promise<Advance> {
  const stand = await fetchReport(wantedOf(shop, LISTINGS, marketplaceId), { ...means.reports, lane: run.lane });
  if (stand.stand !== 'fetched') return { run: afterTodo(run), next: 'more' };
  const { report, row } = stand;
  const of = { reportType: LISTINGS, marketplaceId };
  const reported = await skusOf(await means.openDocument(report, of));
  const { gone, tooMany } = await findGone(means.items.activeListings(shop.shopId, marketplaceId), reported);
  const progress = ItemsProgress.parse(run.progress);
  const known = progress.memory[marketplaceId];
  const { s3Key, contentType, compression } = report.document;

  const first = tooMany ? known?.doubtful : undefined;
  const doubted =
    first && first.reportId !== report.reportId ? await skusOf(await means.openKept(first, of)) : undefined;
  const believed = tooMany ? gone.filter(({ sku }) => doubted !== undefined && !doubted.has(sku)) : gone;
  const keys: string[] = [];
  for (const { key } of believed)
    if (await means.items.deactivate(shop.shopId, key, { time: report.processingStartTime })) keys.push(key);

  const doubtful = tooMany
    ? { reportId: report.reportId, s3Key, compression, ...(contentType !== undefined && { contentType }) }
    : undefined;
  const memory = { ...progress.memory, [marketplaceId]: { ...known, doubtful } };
  const notes = [
    ...(keys.length > 0
      ? [`${keys.length} listings of ${marketplaceId} are gone from Amazon's report and are inactive now.`]
      : []),
    ...(tooMany && !doubted
      ? [
          `${gone.length} listings are missing in the report of ${marketplaceId}: more than a fifth. They stay as they are until a second report agrees.`,
        ]
      : []),
  ];
  await ingested(row, report, means);
  const changed: Run = {
    ...run,
    stored: run.stored + keys.length,
    notes: withNotes(run.notes, notes),
    progress: { ...progress, memory, toDeliver: [...progress.toDeliver, ...keys] },
  };
  return { run: await deliver(afterTodo(changed), means), next: 'more' };
}

/** The way out when page tokens of the inventory API keep dying: the report with the same numbers. */
async function takeStockReport(
  shop: Shop,
  run: Run,
  { marketplaceId }: Todo,
  means: ItemsMeans & StretchMeans,
): Promise<Advance> {
  const stand = await fetchPresent(wantedOf(shop, STOCK, marketplaceId), run, means);
  if (stand.stand === 'working') return { run, next: 'wait', until: stand.until };
  if (stand.stand === 'cooling-down')
    return waitOrSkip(run, [{ reportType: STOCK, until: stand.until.toISOString() }], means);
  if (stand.stand === 'no-data')
    return { run: afterTodo(noted(run, `No data: Amazon has no FBA stock in ${marketplaceId}.`)), next: 'more' };
  const { report, row } = stand;
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
  await ingested(row, report, means);
  return { run: afterTodo(after), next: 'more' };
}

const ingested = (row: ReportRow, { reportId, document }: FetchedReport, { reports }: ItemsMeans) =>
  reports.ledger.save({ ...row, ingestedReportId: reportId, ingestedMd5: document.md5 });

const deliverAll = (run: Run, means: ItemsMeans) => deliver(run, means, true);
