import { getReports } from '../sp-api/reports-2021-06-30/get-reports.ts';
import type { Report } from '../sp-api/reports-2021-06-30/report.ts';
import { DEADLINE_MS } from './deadline.ts';
import type { FetchReportMeans } from './fetch-report.ts';
import type { ReportRow } from './report-ledger.ts';
import { rulesOf } from './report-types.ts';
import type { WantedReport } from './wanted-report.ts';

/** A report that is done is as good as a new one for this long, where its type has no longer cool-down. */
const FRESH_MS = 30 * 60_000;

/** For how long a finished report of a type is as good as a new one. */
export const freshMs = (reportType: string) => Math.max(rulesOf(reportType).coolDownMs, FRESH_MS);

const RUNNING = new Set(['IN_QUEUE', 'IN_PROGRESS']);

/**
 * The reports of the wish's type that anybody asked for lately: as far back as one may still be in the making, or has only
 * just been made.
 */
export async function reportsSince(wanted: WantedReport, means: FetchReportMeans, since?: number): Promise<Report[]> {
  const from = since ?? means.now() - DEADLINE_MS - freshMs(wanted.reportType);
  return Array.fromAsync(
    getReports({ reportType: wanted.reportType, createdSince: new Date(from).toISOString() }, means),
  );
}

/**
 * The running or fresh reports for the same type, marketplaces and exact window, the newest first. One that we have
 * ingested already, or that came to nothing, is of no use. getReports tells no options: the header row decides whether it
 * was the same, and a wish that has options, or leaves its window to Amazon, adopts none.
 */
export function adoptable(
  known: readonly Report[],
  wanted: WantedReport,
  { row, now }: { row: ReportRow; now: number },
): Report[] {
  const { windowed } = rulesOf(wanted.reportType);
  const tellable = Object.keys(wanted.reportOptions ?? {}).length === 0;
  if (!tellable || (windowed && wanted.dataStartTime === undefined)) return [];
  const isFresh = (time: string) => now - Date.parse(time) <= freshMs(wanted.reportType);
  // Of one that shows the present nobody knows which moment it will show: it was begun not long ago, or is of no use.
  const isUsable = ({ processingStatus, processingEndTime, createdTime }: Report) =>
    RUNNING.has(processingStatus)
      ? windowed || isFresh(createdTime)
      : processingStatus === 'DONE' && isFresh(processingEndTime ?? createdTime);
  return known
    .filter((report) => sameWish(report, wanted) && isOfUse(report, row) && isUsable(report))
    .toSorted((one, other) => Date.parse(other.createdTime) - Date.parse(one.createdTime));
}

/** Whether a wish has not done with a report already. */
export const isOfUse = ({ reportId }: Report, { ingestedReportId, spoiltReportIds = [] }: ReportRow) =>
  reportId !== ingestedReportId && !spoiltReportIds.includes(reportId);

/** Whether a report answers a wish. Amazon gives windows back in whole seconds. */
export function sameWish(report: Report, wanted: WantedReport): boolean {
  const sameMarketplaces = (report.marketplaceIds ?? []).toSorted().join() === wanted.marketplaceIds.toSorted().join();
  if (report.reportType !== wanted.reportType || !sameMarketplaces) return false;
  if (!rulesOf(wanted.reportType).windowed || wanted.dataStartTime === undefined) return true;
  return sameSecond(report.dataStartTime, wanted.dataStartTime) && sameSecond(report.dataEndTime, wanted.dataEndTime);
}

const sameSecond = (one: string | null | undefined, other: string | undefined) =>
  one != null && other !== undefined && Math.floor(Date.parse(one) / 1000) === Math.floor(Date.parse(other) / 1000);
