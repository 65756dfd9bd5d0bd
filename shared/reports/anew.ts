import { LedgerConflictError, type ReportLedger, type ReportRow } from './report-ledger.ts';

/** Begins a finished wish anew: for reports that show the present, and after a failure. */
export const anew = (row: ReportRow): ReportRow => ({
  shopId: row.shopId,
  reportKey: row.reportKey,
  revision: row.revision,
  expiresAt: row.expiresAt,
  ingestedReportId: row.ingestedReportId,
  ingestedMd5: row.ingestedMd5,
  ingestedByRun: row.ingestedByRun,
  readReportIds: row.readReportIds,
  spoiltReportIds: row.spoiltReportIds,
  state: 'wanted',
  checks: 0,
});

/** Saves it so. Where another has moved the wish on meanwhile, that stands: how, is seen next. */
export async function beginAnew(row: ReportRow, ledger: Pick<ReportLedger, 'save'>): Promise<void> {
  try {
    await ledger.save(anew(row));
  } catch (error) {
    if (!(error instanceof LedgerConflictError)) throw error;
  }
}
