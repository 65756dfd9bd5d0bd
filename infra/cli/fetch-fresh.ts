import { freshMs } from '../../shared/reports/adoptable.ts';
import { beginAnew } from '../../shared/reports/anew.ts';
import { type FetchReportMeans, fetchReport, type ReportStand } from '../../shared/reports/fetch-report.ts';
import type { ReportRow } from '../../shared/reports/report-ledger.ts';
import type { WantedReport } from '../../shared/reports/wanted-report.ts';

/**
 * One look at a report that a person asked for at `begunAt` (Unix ms). One that is running or fresh is used; what the ledger
 * remembers for longer, `no-data` too, is begun anew: a window that has passed may have been filled since.
 */
export async function fetchFresh(wanted: WantedReport, begunAt: number, means: FetchReportMeans): Promise<ReportStand> {
  const { ledger, speed } = means;
  const freshFrom = begunAt - freshMs(wanted.reportType) / speed;
  for (;;) {
    const row = await ledger.find(wanted);
    if (isStale(row, { begunAt, freshFrom })) await beginAnew(row, ledger);
    const stand = await fetchReport(wanted, means);
    // It may have been made long ago, and nobody looked.
    const ended = stand.stand === 'fetched' || stand.stand === 'no-data';
    if (!ended || !isStale(await ledger.find(wanted), { begunAt, freshFrom })) return stand;
  }
}

interface Freshness {
  readonly begunAt: number;
  readonly freshFrom: number;
}

/** What is asked for or adopted by the command itself is as fresh as can be. */
function isStale({ state, requestedAt, processingStartTime, createdTime }: ReportRow, fresh: Freshness): boolean {
  if (state === 'wanted' || state === 'requested' || requestedAt === undefined) return false;
  if (Date.parse(requestedAt) >= fresh.begunAt) return false;
  return Date.parse(processingStartTime ?? createdTime ?? requestedAt) < fresh.freshFrom;
}
