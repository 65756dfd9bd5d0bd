import { type FetchedReport, fetchReport } from '../reports/fetch-report.ts';
import type { ReportRow } from '../reports/report-ledger.ts';
import { markIngested } from '../reports/ingested.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import type { Advance, StretchMeans } from '../sync/sync-work.ts';
import { withNotes } from '../sync/with-notes.ts';
import { findGone, skusOf } from './find-gone.ts';
import { type DoubtfulReport, ItemsProgress, type Todo } from './items-progress.ts';
import type { ActiveListing } from './item-store.ts';
import { afterTodo, deliver, type ItemsMeans, noted, remembering } from './items-run.ts';
import { LISTINGS, wantedListings } from './take-listings.ts';

/** Made inactive between one look at the time and the next; each is saved as a checkpoint. */
const CHUNK = 50;
const WRITES_AT_ONCE = 10;

/**
 * What a complete report, ingested whole, does not name becomes inactive; more than a fifth only when a second report
 * agrees. A report with the bytes of a doubtful one is a second one. When time is up the next invocation reads the report
 * again and goes on with the listings that are still active, by what was found at the beginning. Safe to run again.
 */
export async function takeGone(
  shop: Shop,
  run: Run,
  { marketplaceId, reportId, tooMany: known }: Todo,
  means: ItemsMeans & StretchMeans,
): Promise<Advance> {
  const wanted = wantedListings(shop, marketplaceId);
  const stand = await fetchReport(wanted, { ...means.reports, lane: run.lane });
  if (stand.stand !== 'fetched' || stand.report.reportId !== reportId) {
    const note = `Report ${reportId} has made way for another before it was known which listings of ${marketplaceId} are gone; the next run will tell.`;
    return { run: afterTodo(noted(run, note)), next: 'more' };
  }
  const { report } = stand;
  const of = { reportType: LISTINGS, marketplaceId };
  const reported = await skusOf(await means.openDocument(report, of));
  const found = await findGone(means.items.activeListings(shop.shopId, marketplaceId), reported);
  const tooMany = known ?? found.tooMany;
  const { doubtful } = ItemsProgress.parse(run.progress).memory[marketplaceId] ?? {};
  const first = tooMany ? await firstOf(doubtful, { report, row: stand.row }, means) : undefined;
  const doubted = first && (await skusOf(await means.openKept(first, of)));
  const believed = tooMany ? found.gone.filter(({ sku }) => doubted !== undefined && !doubted.has(sku)) : found.gone;

  // Before the first becomes inactive: of those that are left then, others would be a fifth.
  let reached = believed.length > 0 ? await means.checkpoint(withFindings(run, { tooMany })) : run;
  for (let at = 0; at < believed.length; at += CHUNK) {
    if (at > 0 && means.timeIsUp()) return { run: reached, next: 'more' };
    const chunk = believed.slice(at, at + CHUNK);
    reached = await means.checkpoint(await deactivate(shop, reached, { chunk, report }, means));
  }

  await markIngested(wanted, { run, report, whole: believed.length === found.gone.length }, means.reports);
  const { deactivated = 0 } = ItemsProgress.parse(reached.progress).todo[0] ?? {};
  const remembered = remembering(reached, marketplaceId, { doubtful: tooMany ? toDoubtful(report) : undefined });
  const notes = [
    ...(deactivated > 0
      ? [`${deactivated} listings of ${marketplaceId} are gone from Amazon's report and are inactive now.`]
      : []),
    ...(tooMany && !doubted
      ? [
          `${found.gone.length} listings are missing in the report of ${marketplaceId}: more than a fifth. They stay as they are until a second report agrees.`,
        ]
      : []),
  ];
  return { run: afterTodo({ ...remembered, notes: withNotes(remembered.notes, notes) }), next: 'more' };
}

/** The run whose first todo knows what has been found, and done, so far. */
function withFindings(run: Run, findings: Pick<Todo, 'tooMany' | 'deactivated'>): Run {
  const progress = ItemsProgress.parse(run.progress);
  const [first, ...others] = progress.todo;
  return first ? { ...run, progress: { ...progress, todo: [{ ...first, ...findings }, ...others] } } : run;
}

async function deactivate(
  { shopId }: Shop,
  run: Run,
  { chunk, report }: { chunk: readonly ActiveListing[]; report: FetchedReport },
  means: ItemsMeans,
): Promise<Run> {
  const time = report.processingStartTime;
  const done = await inParallel(chunk, WRITES_AT_ONCE, async ({ key }) =>
    (await means.items.deactivate(shopId, key, { time })) ? [key] : [],
  );
  const keys = done.flat();
  const progress = ItemsProgress.parse(run.progress);
  const { deactivated = 0 } = progress.todo[0] ?? {};
  const told = withFindings(
    {
      ...run,
      stored: run.stored + keys.length,
      progress: { ...progress, toDeliver: [...progress.toDeliver, ...keys] },
    },
    { deactivated: deactivated + keys.length },
  );
  return deliver(told, means);
}

/**
 * The report that raised the doubt, if it was read directly before this one, by whichever lane, and the bucket still has it:
 * one that was read in between has said something else.
 */
async function firstOf(
  doubtful: DoubtfulReport | undefined,
  { report: { reportId, processingStartTime }, row }: { report: FetchedReport; row: ReportRow },
  { reports }: ItemsMeans,
): Promise<DoubtfulReport | undefined> {
  const [last, before] = row.readReportIds ?? [];
  if (doubtful === undefined || last !== reportId || before !== doubtful.reportId) return undefined;
  return (await reports.isKept(doubtful, doubtful.since ?? processingStartTime)) ? doubtful : undefined;
}

const toDoubtful = ({
  reportId,
  processingStartTime,
  document: { s3Key, contentType, compression },
}: FetchedReport): DoubtfulReport => ({
  reportId,
  s3Key,
  compression,
  since: processingStartTime,
  ...(contentType !== undefined && { contentType }),
});
