import type { ReportRow } from './report-ledger.ts';

/** Begins a finished wish anew: for reports that show the present, and after a failure. */
export const anew = (row: ReportRow): ReportRow => ({
  shopId: row.shopId,
  reportKey: row.reportKey,
  revision: row.revision,
  expiresAt: row.expiresAt,
  ingestedReportId: row.ingestedReportId,
  ingestedMd5: row.ingestedMd5,
  ingestedByRun: row.ingestedByRun,
  spoiltReportIds: row.spoiltReportIds,
  state: 'wanted',
  checks: 0,
});
