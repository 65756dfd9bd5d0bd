import { handOutGathered, handOutLeftovers } from '../delivery/run-hand-out.ts';
import { fetchReport } from '../reports/fetch-report.ts';
import type { WantedReport } from '../reports/wanted-report.ts';
import { waitOrSkip } from '../reports/wait-or-skip.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import type { Schedule } from '../sync/schedule.ts';
import type { Advance, StretchMeans, SyncWork } from '../sync/sync-work.ts';
import { before, OVERLAP_MS } from '../sync/window.ts';
import { withNotes } from '../sync/with-notes.ts';
import { REPORT_OF, returnsParts, SOURCES, type Source } from './return-windows.ts';
import { afterPart, ReturnsMemory, ReturnsProgress } from './returns-progress.ts';
import { type ReturnsMeans, takeReturns } from './take-returns.ts';

const READ_AGAIN_EVERY_MS = 24 * 60 * 60_000;

/** Returns of both sources in the run's window, each through reports of at most 60 days. */
export function returnsWork(shop: Shop, means: ReturnsMeans): SyncWork {
  return {
    sync: 'returns',
    amazonNow: () => means.spApi.now(),
    begin: (run, schedule) => beginReturns(run, schedule, means),
    advance: (run, stretch) => advance(shop, run, { ...means, ...stretch }),
    settle: (run) => deliverAll(run, means),
    memory: (run) => remember(run, means),
  };
}

function beginReturns(
  { startTime, endTime, overlaps }: Pick<Run, 'startTime' | 'endTime' | 'overlaps'>,
  schedule: Schedule,
  { now }: ReturnsMeans,
): ReturnsProgress {
  const { readAgainAt = {} } = ReturnsMemory.safeParse(schedule.memory).data ?? {};
  const due = (source: Source) => now() - Date.parse(readAgainAt[source] ?? '1970-01-01') >= READ_AGAIN_EVERY_MS;
  // An override names its beginning; only runs that carry on from the cursor look back.
  const readAgain = overlaps ? SOURCES.filter(due) : [];
  const parts = returnsParts({ startTime: overlaps ? before(startTime, OVERLAP_MS) : startTime, endTime, readAgain });
  return { parts, position: 0, quarantinedBefore: 0, toDeliver: [], coolingDown: {}, readAgain, readAgainAt };
}

async function advance(shop: Shop, run: Run, means: ReturnsMeans & StretchMeans): Promise<Advance> {
  const progress = ReturnsProgress.parse(run.progress);
  if (progress.parts.length === 0)
    return { run: await handOutLeftovers(await deliverAll(run, means), means.handOut), next: 'succeeded' };

  const now = new Date(means.now()).toISOString();
  const part = progress.parts.find(({ source }) => (progress.coolingDown[source] ?? now) <= now);
  if (!part) return waitOrSkip(run, coolingTypes(progress), means);

  const wanted: WantedReport = {
    shopId: shop.shopId,
    reportType: REPORT_OF[part.source],
    marketplaceIds: shop.marketplaceIds,
    dataStartTime: part.startTime,
    dataEndTime: part.endTime,
  };
  const stand = await fetchReport(wanted, { ...means.reports, lane: run.lane });
  switch (stand.stand) {
    case 'working':
      return { run, next: 'wait', until: stand.until };
    case 'cooling-down': {
      const coolingDown = { ...progress.coolingDown, [part.source]: stand.until.toISOString() };
      return { run: { ...run, progress: { ...progress, coolingDown } }, next: 'more' };
    }
    case 'no-data': {
      const note = `No data: Amazon has no ${part.source} returns from ${part.startTime} to ${part.endTime} (${wanted.reportType} ended CANCELLED).`;
      return { run: afterPart({ ...run, notes: withNotes(run.notes, [note]) }, part), next: 'more' };
    }
    case 'fetched':
      return takeReturns(run, { shop, part, wanted, report: stand.report, row: stand.row }, means);
  }
}

const coolingTypes = ({ parts, coolingDown }: ReturnsProgress) =>
  [...new Set(parts.map(({ source }) => source))].map((source) => ({
    reportType: REPORT_OF[source],
    until: coolingDown[source] ?? '',
  }));

async function deliverAll(run: Run, { handOut }: ReturnsMeans): Promise<Run> {
  const progress = ReturnsProgress.parse(run.progress);
  const handedOut = await handOutGathered({ run, gathered: progress.toDeliver, all: true }, handOut);
  return { ...handedOut.run, progress: { ...progress, toDeliver: handedOut.gathered } };
}

function remember(run: Run, { now }: ReturnsMeans): ReturnsMemory | undefined {
  const { readAgain, readAgainAt } = ReturnsProgress.parse(run.progress);
  if (run.outcome !== 'succeeded') return undefined;
  const readNow = Object.fromEntries(readAgain.map((source) => [source, new Date(now()).toISOString()]));
  return { readAgainAt: { ...readAgainAt, ...readNow } };
}
