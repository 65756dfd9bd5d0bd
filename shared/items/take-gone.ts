import { type FetchedReport, fetchReport } from '../reports/fetch-report.ts';
import { markIngested } from '../reports/ingested.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import type { Advance } from '../sync/sync-work.ts';
import { withNotes } from '../sync/with-notes.ts';
import { findGone, skusOf } from './find-gone.ts';
import { type DoubtfulReport, ItemsProgress, type Todo } from './items-progress.ts';
import { afterTodo, deliver, type ItemsMeans, noted } from './items-run.ts';
import { LISTINGS, wantedListings } from './take-listings.ts';

/**
 * What a complete report, ingested whole, does not name becomes inactive; more than a fifth only when a second report
 * agrees. A report with the bytes of a doubtful one is a second one.
 */
export async function takeGone(
  shop: Shop,
  run: Run,
  { marketplaceId, reportId }: Todo,
  means: ItemsMeans,
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
  const { gone, tooMany } = await findGone(means.items.activeListings(shop.shopId, marketplaceId), reported);
  const progress = ItemsProgress.parse(run.progress);
  const known = progress.memory[marketplaceId];

  const first = tooMany ? await firstOf(known?.doubtful, report, means) : undefined;
  const doubted = first && (await skusOf(await means.openKept(first, of)));
  const believed = tooMany ? gone.filter(({ sku }) => doubted !== undefined && !doubted.has(sku)) : gone;
  const keys: string[] = [];
  for (const { key } of believed)
    if (await means.items.deactivate(shop.shopId, key, { time: report.processingStartTime })) keys.push(key);

  const memory = {
    ...progress.memory,
    [marketplaceId]: { ...known, doubtful: tooMany ? toDoubtful(report) : undefined },
  };
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
  await markIngested(wanted, { run, report, whole: believed.length === gone.length }, means.reports);
  const changed: Run = {
    ...run,
    stored: run.stored + keys.length,
    notes: withNotes(run.notes, notes),
    progress: { ...progress, memory, toDeliver: [...progress.toDeliver, ...keys] },
  };
  return { run: await deliver(afterTodo(changed), means), next: 'more' };
}

/** The report that raised the doubt, if it is another than this and the bucket still has it. */
async function firstOf(
  doubtful: DoubtfulReport | undefined,
  { reportId, processingStartTime }: FetchedReport,
  { reports }: ItemsMeans,
): Promise<DoubtfulReport | undefined> {
  if (doubtful === undefined || doubtful.reportId === reportId) return undefined;
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
