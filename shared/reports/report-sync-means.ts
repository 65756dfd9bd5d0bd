import type { Quarantine } from '../buyers/quarantine.ts';
import type { RunHandOut } from '../delivery/run-hand-out.ts';
import type { Log } from '../runtime/logger.ts';
import type { SpApi } from '../sp-api/sp-api.ts';
import type { DocumentToRead } from './documents/stored-document.ts';
import type { FetchedReport, FetchReportMeans } from './fetch-report.ts';

/** What a sync that lives on reports takes. */
export interface ReportSyncMeans {
  readonly spApi: Pick<SpApi, 'call' | 'now'>;
  readonly reports: Omit<FetchReportMeans, 'lane'>;
  /** Opens a kept document from its beginning. */
  readonly openDocument: (
    report: FetchedReport,
    of: { reportType: string; marketplaceId?: string | undefined },
  ) => Promise<DocumentToRead>;
  readonly quarantine: Quarantine;
  readonly handOut: RunHandOut;
  readonly now: () => number;
  readonly log: Log;
}
