import type { FetchedReport } from './fetch-report.ts';
import { LedgerConflictError, type ReportLedger } from './report-ledger.ts';

const MAX_CONFLICTS = 5;

/**
 * Notes in the ledger that a report's rows are about to be stored. From then on the store is no longer as the bytes of the
 * one before left it, whatever becomes of this reading; and whoever compares two reports knows which came directly before
 * which, whichever lane has read them. Safe to run again.
 */
export async function beginReading(
  shopId: string,
  { reportId, reportKey }: Pick<FetchedReport, 'reportId' | 'reportKey'>,
  { ledger }: { ledger: Pick<ReportLedger, 'findRow' | 'save'> },
): Promise<void> {
  if (reportKey === undefined) return;
  for (let conflicts = 0; ; conflicts += 1) {
    const row = await ledger.findRow({ shopId, reportKey });
    const { readReportIds = [], ingestedMd5 } = row;
    if (readReportIds[0] === reportId && ingestedMd5 === undefined) return;
    const lastTwo = [...new Set([reportId, ...readReportIds])].slice(0, 2);
    try {
      await ledger.save({ ...row, ingestedMd5: undefined, readReportIds: lastTwo });
      return;
    } catch (error) {
      if (!(error instanceof LedgerConflictError) || conflicts === MAX_CONFLICTS) throw error;
    }
  }
}
