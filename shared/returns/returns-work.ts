import * as z from 'zod/mini';
import type { BuyerStore } from '../buyers/buyer-store.ts';
import { handOutGathered, handOutLeftovers } from '../delivery/run-hand-out.ts';
import { fetchReport } from '../reports/fetch-report.ts';
import { ingestDocument } from '../reports/ingest-document.ts';
import type { ReportSyncMeans } from '../reports/report-sync-means.ts';
import type { WantedReport } from '../reports/wanted-report.ts';
import { waitOrSkip } from '../reports/wait-or-skip.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import type { Schedule } from '../sync/schedule.ts';
import type { Advance, StretchMeans, SyncWork } from '../sync/sync-work.ts';
import { before, OVERLAP_MS } from '../sync/window.ts';
import { withNotes } from '../sync/with-notes.ts';
import { ReturnReader } from './return.ts';
import type { ReturnStore } from './return-store.ts';
import { REPORT_OF, returnsParts, SOURCES, type Source } from './return-windows.ts';

export interface ReturnsMeans extends ReportSyncMeans {
  readonly returns: Pick<ReturnStore, 'save'>;
  readonly buyers: Pick<BuyerStore, 'save'>;
}

const Part = z.object({ source: z.enum(SOURCES), startTime: z.string(), endTime: z.string() });

const ReturnsProgress = z.object({
  /** What is still to be read, oldest first. */
  parts: z.array(Part),
  /** How far the document of the first part has been read. */
  position: z.number(),
  toDeliver: z.array(z.string()),
  /** Sources that Amazon must not be asked for before that moment (ISO). */
  coolingDown: z.record(z.string(), z.string()),
  /** Sources whose trailing past this run reads again. */
  readAgain: z.array(z.enum(SOURCES)),
  /** When that was last done before, by source. */
  readAgainAt: z.partialRecord(z.enum(SOURCES), z.string()),
});
type ReturnsProgress = z.infer<typeof ReturnsProgress>;

/** When the trailing past of each source was read again last (ISO), as the schedule remembers it. */
const ReturnsMemory = z.object({ readAgainAt: z.partialRecord(z.enum(SOURCES), z.string()) });

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
  return { parts, position: 0, toDeliver: [], coolingDown: {}, readAgain, readAgainAt };
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
  const without = (notes: readonly string[]): Advance => {
    const parts = progress.parts.filter((other) => other !== part);
    return {
      run: {
        ...run,
        notes: withNotes(run.notes, notes),
        reachedUntil: reached(run, parts),
        progress: { ...progress, parts, position: 0 },
      },
      next: 'more',
    };
  };
  switch (stand.stand) {
    case 'working':
      return { run, next: 'wait', until: stand.until };
    case 'cooling-down':
      return {
        run: {
          ...run,
          progress: { ...progress, coolingDown: { ...progress.coolingDown, [part.source]: stand.until.toISOString() } },
        },
        next: 'more',
      };
    case 'no-data':
      return without([
        `No data: Amazon has no ${part.source} returns from ${part.startTime} to ${part.endTime} (${wanted.reportType} ended CANCELLED).`,
      ]);
    case 'fetched': {
      const { report, row } = stand;
      const reader = new ReturnReader(part.source);
      const ingested = await ingestDocument(
        {
          run: report.adopted
            ? { ...run, notes: withNotes(run.notes, [`Report ${report.reportId} was there already and was adopted.`]) }
            : run,
          report,
          from: { position: progress.position, toDeliver: progress.toDeliver },
          at: ({ position, toDeliver }) => ({ ...progress, position, toDeliver }),
        },
        {
          ...means,
          open: () =>
            means.openDocument(report, { reportType: wanted.reportType, marketplaceId: shop.marketplaceIds[0] }),
          passOver: (record) => reader.toReturn(record),
          store: async (records) => {
            const saved = await means.returns.save(
              shop.shopId,
              records.map((record) => reader.toReturn(record)),
              { time: report.processingStartTime },
            );
            return tallied(saved);
          },
        },
      );
      if (!ingested.done) return { run: ingested.run, next: 'more' };
      await means.reports.ledger.save({ ...row, ingestedReportId: report.reportId, ingestedMd5: report.document.md5 });
      const parts = progress.parts.filter((other) => other !== part);
      const after: ReturnsProgress = { ...progress, parts, position: 0, toDeliver: [...ingested.position.toDeliver] };
      return { run: { ...ingested.run, reachedUntil: reached(run, parts), progress: after }, next: 'more' };
    }
  }
}

const tallied = (saved: readonly { key: string; verdict: string; undelivered: boolean }[]) => ({
  stored: saved.filter(({ verdict }) => verdict === 'stored').length,
  unchanged: saved.filter(({ verdict }) => verdict !== 'stored').length,
  undelivered: saved.filter(({ undelivered }) => undelivered).map(({ key }) => key),
});

/** Everything before the oldest part that is left has been read, of both sources. */
function reached(run: Run, parts: ReturnsProgress['parts']): string | undefined {
  const upTo = parts.reduce(
    (oldest, { startTime }) => (startTime < oldest ? startTime : oldest),
    wholeSecond(run.endTime),
  );
  return upTo > run.startTime ? upTo : run.reachedUntil;
}

const wholeSecond = (time: string) => new Date(Math.floor(Date.parse(time) / 1000) * 1000).toISOString();

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

function remember(run: Run, { now }: ReturnsMeans): z.infer<typeof ReturnsMemory> | undefined {
  const { readAgain, readAgainAt } = ReturnsProgress.parse(run.progress);
  if (run.outcome !== 'succeeded') return undefined;
  const readNow = Object.fromEntries(readAgain.map((source) => [source, new Date(now()).toISOString()]));
  return { readAgainAt: { ...readAgainAt, ...readNow } };
}
