import { handOutGathered, handOutLeftovers } from '../delivery/run-hand-out.ts';
import { fetchReport } from '../reports/fetch-report.ts';
import type { WantedReport } from '../reports/wanted-report.ts';
import { waitOrSkip } from '../reports/wait-or-skip.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import { revivedError, toSetAside } from '../sync/set-aside-error.ts';
import type { Advance, StretchMeans, SyncWork } from '../sync/sync-work.ts';
import { withNotes } from '../sync/with-notes.ts';
import { beginReturns, rememberReturns } from './begin-returns.ts';
import { reportTypeOf, type ReturnsPart } from './return-windows.ts';
import { afterPart, ReturnsProgress } from './returns-progress.ts';
import { type ReturnsMeans, takeReturns } from './take-returns.ts';

/**
 * Returns of both sources in the run's window, each through reports of at most 60 days. A source that must wait, or fails,
 * does not hold up the other; the run fails of it when the other has been read.
 */
export function returnsWork(shop: Shop, means: ReturnsMeans): SyncWork {
  return {
    sync: 'returns',
    amazonNow: () => means.spApi.now(),
    begin: (run, schedule) => beginReturns(run, schedule, means),
    advance: (run, stretch) => advance(shop, run, { ...means, ...stretch }),
    settle: (run) => deliverAll(run, means),
    memory: (run) => rememberReturns(run, means),
  };
}

async function advance(shop: Shop, run: Run, means: ReturnsMeans & StretchMeans): Promise<Advance> {
  const { parts, waiting, failed } = ReturnsProgress.parse(run.progress);
  if (parts.length === 0)
    return { run: await handOutLeftovers(await deliverAll(run, means), means.handOut), next: 'succeeded' };

  const open = parts.filter(({ source }) => !failed.some((each) => each.source === source));
  const [first] = failed;
  if (first && open.length === 0) throw revivedError(first.error);
  const part = open.find(({ source }) => Date.parse(waiting[source]?.until ?? '1970-01-01') <= means.now());
  if (part) return orSetAside(inFront(run, part), { shop, part }, means);
  const advanced = waitForOne(shop, run, open, means);
  // A failure is told before a wait; what is left stays open either way.
  if (first && advanced.next === 'skipped') throw revivedError(first.error);
  return advanced;
}

/** A part that has been begun is gone on with, whatever becomes ready meanwhile. */
function inFront(run: Run, part: ReturnsPart): Run {
  const progress = ReturnsProgress.parse(run.progress);
  const others = progress.parts.filter(
    ({ source, startTime }) => source !== part.source || startTime !== part.startTime,
  );
  return { ...run, progress: { ...progress, parts: [part, ...others] } };
}

/** The run as its last checkpoint has it, and the part's source out of it, where that fails for itself. */
async function orSetAside(
  run: Run,
  { shop, part }: { shop: Shop; part: ReturnsPart },
  means: ReturnsMeans & StretchMeans,
): Promise<Advance> {
  let reached = run;
  const checkpoint = async (at: Run) => (reached = await means.checkpoint(at));
  try {
    return await takePart(shop, run, part, { ...means, checkpoint });
  } catch (caught) {
    const error = toSetAside(caught);
    if (!error) throw caught;
    const progress = ReturnsProgress.parse(reached.progress);
    const note = `The ${part.source} returns could not be read (${error.name}); the other source was not held up.`;
    const failed = [...progress.failed, { source: part.source, error }];
    const without = { ...progress, failed, position: 0, reportId: undefined };
    return { run: { ...reached, notes: withNotes(reached.notes, [note]), progress: without }, next: 'more' };
  }
}

async function takePart(shop: Shop, run: Run, part: ReturnsPart, means: ReturnsMeans & StretchMeans): Promise<Advance> {
  const wanted: WantedReport = {
    shopId: shop.shopId,
    reportType: reportTypeOf(part.source, shop),
    marketplaceIds: shop.marketplaceIds,
    dataStartTime: part.startTime,
    dataEndTime: part.endTime,
  };
  const stand = await fetchReport(wanted, { ...means.reports, lane: run.lane });
  switch (stand.stand) {
    case 'working':
    case 'cooling-down': {
      const progress = ReturnsProgress.parse(run.progress);
      const until = { until: stand.until.toISOString(), coolingDown: stand.stand === 'cooling-down' };
      const waiting = { ...progress.waiting, [part.source]: until };
      return { run: { ...run, progress: { ...progress, waiting, position: 0, reportId: undefined } }, next: 'more' };
    }
    case 'no-data': {
      const note = `No data: Amazon has no ${part.source} returns from ${part.startTime} to ${part.endTime} (${wanted.reportType} ended CANCELLED).`;
      return { run: afterPart({ ...run, notes: withNotes(run.notes, [note]) }, part), next: 'more' };
    }
    case 'fetched':
      return takeReturns(run, { shop, part, wanted, report: stand.report, row: stand.row }, means);
  }
}

function waitForOne(shop: Shop, run: Run, open: readonly ReturnsPart[], means: { now: () => number }): Advance {
  const { waiting } = ReturnsProgress.parse(run.progress);
  const sources = [...new Set(open.map(({ source }) => source))].map((source) => ({
    reportType: reportTypeOf(source, shop),
    until: waiting[source]?.until ?? '',
    working: waiting[source]?.coolingDown === false,
  }));
  const [soonest] = sources
    .filter(({ working }) => working)
    .map(({ until }) => until)
    .sort();
  return soonest === undefined ? waitOrSkip(run, sources, means) : { run, next: 'wait', until: new Date(soonest) };
}

async function deliverAll(run: Run, { handOut }: ReturnsMeans): Promise<Run> {
  const progress = ReturnsProgress.parse(run.progress);
  const handedOut = await handOutGathered({ run, gathered: progress.toDeliver, all: true }, handOut);
  return { ...handedOut.run, progress: { ...progress, toDeliver: handedOut.gathered } };
}
