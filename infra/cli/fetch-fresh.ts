import { freshMs } from '../../shared/reports/adoptable.ts';
import { anew } from '../../shared/reports/anew.ts';
import { type FetchReportMeans, fetchReport, type ReportStand } from '../../shared/reports/fetch-report.ts';
import { LedgerConflictError, type ReportRow } from '../../shared/reports/report-ledger.ts';
import type { WantedReport } from '../../shared/reports/wanted-report.ts';

/**
 * One look at a report that a person asked for at `begunAt` (Unix ms). One that is running or fresh is used; what the ledger
 * remembers for longer, `no-data` too, is begun anew: a window that has passed may have been filled since.
 */
export async function fetchFresh(wanted: WantedReport, begunAt: number, means: FetchReportMeans): Promise<ReportStand> {
  const { ledger, speed } = means;
  const freshFrom = begunAt - freshMs(wanted.reportType) / speed;
  for (;;) {
    await beginAnew(await ledger.find(wanted), { begunAt, freshFrom }, ledger);
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

async function beginAnew(row: ReportRow, fresh: Freshness, ledger: FetchReportMeans['ledger']): Promise<void> {
  if (!isStale(row, fresh)) return;
  try {
    await ledger.save(anew(row));
  } catch (error) {
    // Another has moved the wish on: how it stands now is seen next.
    if (!(error instanceof LedgerConflictError)) throw error;
  }
}

/** What is asked for or adopted by the command itself is as fresh as can be. */
function isStale({ state, requestedAt, processingStartTime, createdTime }: ReportRow, fresh: Freshness): boolean {
  if (state === 'wanted' || state === 'requested' || requestedAt === undefined) return false;
  if (Date.parse(requestedAt) >= fresh.begunAt) return false;
  return Date.parse(processingStartTime ?? createdTime ?? requestedAt) < fresh.freshFrom;
}
