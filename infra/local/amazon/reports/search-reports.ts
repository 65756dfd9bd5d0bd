import * as z from 'zod/mini';
import type { Report } from './report.ts';
import type { ReportBook } from './report-book.ts';

/** What a search for reports goes by. Both bounds of the time of creation (ms) belong to it. */
export const ReportsSearch = z.object({
  reportTypes: z.array(z.string()),
  processingStatuses: z.array(z.string()),
  /** Reports of at least one of these; none: of any. */
  marketplaceIds: z.array(z.string()),
  pageSize: z.number(),
  since: z.number(),
  until: z.number(),
  /** The last report of the page before. */
  after: z.optional(z.string()),
});
export type ReportsSearch = z.infer<typeof ReportsSearch>;

/** One page of reports as they are now, and how the search goes on if there are more. */
export function searchReports(
  search: ReportsSearch,
  book: ReportBook,
  now: Date,
): { reports: readonly Report[]; next: ReportsSearch | undefined } {
  const { reportTypes, processingStatuses, marketplaceIds, since, until, after, pageSize } = search;
  const inTime = book.list(now.getTime()).filter(({ created }) => created >= since && created <= until);
  // Where one report stands never changes, while how far it has come does.
  const ahead = inTime.slice(inTime.findIndex(({ reportId }) => reportId === after) + 1);
  const found = ahead.filter(
    (report) =>
      reportTypes.includes(report.reportType) &&
      processingStatuses.includes(book.status(report, now.getTime())) &&
      (marketplaceIds.length === 0 || report.marketplaceIds.some((each) => marketplaceIds.includes(each))),
  );
  const reports = found.slice(0, pageSize);
  const last = reports.at(-1);
  return { reports, next: last && found.length > pageSize ? { ...search, after: last.reportId } : undefined };
}
