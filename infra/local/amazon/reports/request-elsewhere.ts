import { findReportType } from './report-types.ts';
import type { Report, ReportRequest } from './report.ts';
import type { ReportBook } from './report-book.ts';

/** What another application asks for; what is not said is as createReport has it: the window is this moment. */
export type ReportElsewhere = Partial<ReportRequest> & Pick<ReportRequest, 'reportType'> & { readonly at?: Date };

/**
 * Asks for a report as another application of the seller would (Seller Central, say): it is shown to all, and uses up
 * the cool-down of all. Throws for a type that the simulated Amazon does not make.
 */
export function requestElsewhere(
  asked: ReportElsewhere,
  { book, home, now }: { book: ReportBook; home: string; now: Date },
): Report {
  const {
    at = now,
    reportType,
    marketplaceIds = [home],
    dataStartTime = at,
    dataEndTime = at,
    reportOptions = {},
  } = asked;
  const type = findReportType(reportType);
  if (!type) throw new Error(`The simulated Amazon makes no report ${reportType}.`);
  return book.request({ reportType, marketplaceIds, dataStartTime, dataEndTime, reportOptions }, type, at.getTime());
}
