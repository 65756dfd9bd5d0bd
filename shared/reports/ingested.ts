import type { Run } from '../sync/run.ts';
import { withNotes } from '../sync/with-notes.ts';
import type { FetchedReport } from './fetch-report.ts';
import { LedgerConflictError, type ReportLedger, type ReportRow } from './report-ledger.ts';
import type { WantedReport } from './wanted-report.ts';

/**
 * The run with a note, where a document says nothing that was not ingested already: this very report was, or one of the
 * same wish with the same bytes, whole. Undefined: it must be read. Only right for rows that nothing else writes.
 */
export function passedOver(
  run: Run,
  { row, report, what }: { row: ReportRow; report: FetchedReport; what: string },
): Run | undefined {
  if (row.ingestedMd5 === undefined || row.ingestedMd5 !== report.document.md5) return undefined;
  // Ingested by the run itself, which died before it knew.
  if (row.ingestedReportId === report.reportId) return run;
  const note = `Report ${report.reportId} (${what}) is byte for byte the same as the last one: passed over.`;
  return { ...run, notes: withNotes(run.notes, [note]) };
}

/**
 * Remembers that a run has done with a report. `whole`: nothing of it was left out, so that its bytes need not be read
 * again; what went to quarantine may fit a later version of ours, what was doubted waits for another report. Where
 * somebody has begun the wish anew meanwhile, that stands.
 */
export async function markIngested(
  wanted: WantedReport,
  { run, report, whole }: { run: Pick<Run, 'runId'>; report: FetchedReport; whole: boolean },
  { ledger }: { ledger: Pick<ReportLedger, 'find' | 'save'> },
): Promise<void> {
  const row = await ledger.find(wanted);
  if (row.reportId !== report.reportId) return;
  try {
    await ledger.save({
      ...row,
      ingestedReportId: report.reportId,
      ingestedMd5: whole ? report.document.md5 : undefined,
      ingestedByRun: run.runId,
    });
  } catch (error) {
    if (!(error instanceof LedgerConflictError)) throw error;
  }
}
