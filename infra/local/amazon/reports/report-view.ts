import type { ProcessingStatus, Report } from './report.ts';
import type { ReportBook } from './report-book.ts';

/** A report as the API tells of it, by Amazon's model. */
export interface ReportView {
  readonly reportId: string;
  readonly reportType: string;
  readonly marketplaceIds: readonly string[];
  readonly dataStartTime: string;
  readonly dataEndTime: string;
  readonly createdTime: string;
  readonly processingStatus: ProcessingStatus;
  readonly processingStartTime?: string;
  readonly processingEndTime?: string;
  readonly reportDocumentId?: string;
}

/** What may be seen of a report by now. Its options are not told: of two reports only the documents say which is which. */
export function viewReport(report: Report, book: ReportBook, now: Date): ReportView {
  const ms = now.getTime();
  const began = report.cancelled === undefined && ms >= report.processingStart;
  const ended = report.cancelled ?? report.processingEnd;
  return {
    reportId: report.reportId,
    reportType: report.reportType,
    marketplaceIds: report.marketplaceIds,
    dataStartTime: report.dataStartTime.toISOString(),
    dataEndTime: report.dataEndTime.toISOString(),
    createdTime: new Date(report.created).toISOString(),
    processingStatus: book.status(report, ms),
    ...(began && { processingStartTime: new Date(report.processingStart).toISOString() }),
    ...(ms >= ended && { processingEndTime: new Date(ended).toISOString() }),
    ...(book.hasDocument(report, ms) && { reportDocumentId: report.reportDocumentId }),
  };
}
