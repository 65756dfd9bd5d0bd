import { DocumentUnavailableError } from './documents/document-unavailable-error.ts';
import { SpApiRejectedError } from '../sp-api/sp-api-error.ts';
import type { FetchReportMeans } from './fetch-report.ts';
import { ReportLostError } from './report-error.ts';
import type { ReportRow } from './report-ledger.ts';
import { spoilt } from './spoilt.ts';
import type { WantedReport } from './wanted-report.ts';

/** A younger report has no reason to be gone. */
const OLD_MS = 24 * 60 * 60_000;

/**
 * A report that Amazon has no more, or no document of. An old one (Amazon forgets after 90 days at most) is asked for anew
 * at once. Of a young one the next run does that: who asks at once might ask for ever. Neither is adopted again.
 */
export async function lost(
  row: ReportRow,
  wanted: WantedReport,
  { ledger, now }: FetchReportMeans,
): Promise<ReportRow> {
  if (now() - Date.parse(row.createdTime ?? row.requestedAt ?? '') > OLD_MS) return spoilt(row);
  await ledger.save(spoilt(row));
  throw new ReportLostError(wanted.reportType, row.reportId ?? '');
}

/** Whether an answer says that there is no such thing: 404, of Amazon's or of its storage's. */
export const saysGone = (error: unknown) =>
  (error instanceof SpApiRejectedError && error.facts.status === 404) ||
  (error instanceof DocumentUnavailableError && error.gone);
