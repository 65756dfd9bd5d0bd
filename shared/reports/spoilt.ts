import { anew } from './anew.ts';
import type { ReportRow } from './report-ledger.ts';

/** Older ones are no longer fresh: they would not be adopted anyway. */
const REMEMBERED = 10;

/** Begins a wish anew whose report came to nothing, and remembers that report: it is not taken again. */
export function spoilt(row: ReportRow): ReportRow {
  const { reportId, spoiltReportIds = [] } = row;
  const ids = reportId === undefined ? spoiltReportIds : [...new Set([reportId, ...spoiltReportIds])];
  return { ...anew(row), spoiltReportIds: ids.slice(0, REMEMBERED) };
}
