import type { Log } from '../runtime/logger.ts';
import type { SpApi } from '../sp-api/sp-api.ts';
import type { Lane } from '../sp-api/usage/usage-limiter.ts';
import { anew } from './anew.ts';
import { checkReport } from './check-report.ts';
import { DocumentDamagedError } from './documents/document-damaged-error.ts';
import { lost, saysGone } from './lost.ts';
import { LedgerConflictError, type ReportLedger, type ReportRow, type StoredDocument } from './report-ledger.ts';
import { findRequested, requestReport } from './request-report.ts';
import { spoilt } from './spoilt.ts';
import type { WantedReport } from './wanted-report.ts';

/** A report whose document lies in the bucket, checked. */
export interface FetchedReport {
  readonly reportId: string;
  readonly reportDocumentId: string;
  /** When Amazon began to write it, ISO: newer wins by this. */
  readonly processingStartTime: string;
  readonly document: StoredDocument;
  readonly adopted: boolean;
  /** The wish that it is of, in the ledger. */
  readonly reportKey?: string;
}

/** How a wish stands after we have looked after it. */
export type ReportStand =
  | { readonly stand: 'fetched'; readonly report: FetchedReport; readonly row: ReportRow }
  /** Amazon is at work: look again then. */
  | { readonly stand: 'working'; readonly until: Date }
  /** Amazon must not be asked before this moment. */
  | { readonly stand: 'cooling-down'; readonly until: Date }
  /** Amazon has nothing for this window. */
  | { readonly stand: 'no-data' };

export interface FetchReportMeans {
  readonly spApi: Pick<SpApi, 'call'>;
  readonly lane: Lane;
  readonly ledger: ReportLedger;
  /** Downloads a document into the bucket, checked; three tries at most. */
  readonly download: (
    wanted: WantedReport,
    report: { reportId: string; reportDocumentId: string },
  ) => Promise<StoredDocument>;
  /** Whether a document that was downloaded then (ISO) is still in the bucket. */
  readonly isKept: (document: Pick<StoredDocument, 's3Key'>, keptSince: string) => Promise<boolean>;
  /** The words of a document that explains a failure, shortened; undefined where they cannot be read. */
  readonly readExplanation: (wanted: WantedReport, reportDocumentId: string) => Promise<string | undefined>;
  readonly now: () => number;
  /** @default real time */
  readonly pause?: ((ms: number) => Promise<void>) | undefined;
  /** Divides the pauses that are our policy, and Amazon's cool-downs in a simulation. */
  readonly speed: number;
  readonly log: Log;
}

/**
 * Takes a wish one or more acts further: adopts a report that is there, requests one, checks it, fetches its document.
 * The ledger knows how far it has come, so it is safe to run again at any time, from any process. A document that the
 * bucket has forgotten meanwhile is asked for anew.
 * Throws ReportFatalError, ReportOverdueError, ReportLostError and DocumentDamagedError (the next call begins anew, with
 * another report), and the client's errors.
 */
export async function fetchReport(wanted: WantedReport, means: FetchReportMeans): Promise<ReportStand> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      return await act(wanted, means);
    } catch (error) {
      // Another lane has moved the wish on: look again at how it stands now.
      if (!(error instanceof LedgerConflictError) || conflicts === MAX_CONFLICTS) throw error;
    }
  }
}

const MAX_CONFLICTS = 5;

async function act(wanted: WantedReport, means: FetchReportMeans): Promise<ReportStand> {
  let row = await means.ledger.find(wanted);
  if (await isForgotten(row, means)) row = await means.ledger.save(anew(row));
  for (;;) {
    const next = await ACTS[row.state](row, wanted, means);
    if ('stand' in next) return next;
    row = await means.ledger.save(next);
  }
}

const isForgotten = async ({ state, document, fetchedAt, requestedAt = '' }: ReportRow, { isKept }: FetchReportMeans) =>
  state === 'fetched' && document !== undefined && !(await isKept(document, fetchedAt ?? requestedAt));

type Act = (row: ReportRow, wanted: WantedReport, means: FetchReportMeans) => Promise<ReportRow | ReportStand>;

const ACTS: Readonly<Record<ReportRow['state'], Act>> = {
  wanted: requestReport,
  requesting: findRequested,
  requested: checkReport,
  done: fetchDocument,
  fetched: (row) => Promise.resolve(toStand(row)),
  'no-data': () => Promise.resolve({ stand: 'no-data' }),
};

async function fetchDocument(row: ReportRow, wanted: WantedReport, means: FetchReportMeans): Promise<ReportRow> {
  const { reportId = '', reportDocumentId = '' } = row;
  try {
    const document = await means.download(wanted, { reportId, reportDocumentId });
    return { ...row, state: 'fetched', document, fetchedAt: iso(means.now()) };
  } catch (error) {
    if (saysGone(error)) return lost(row, wanted, means);
    if (error instanceof DocumentDamagedError) await means.ledger.save(spoilt(row));
    throw error;
  }
}

function toStand(row: ReportRow): ReportStand {
  const { reportKey, reportId = '', reportDocumentId = '', document, adopted = false } = row;
  if (!document) throw new Error(`${row.reportKey} is fetched, but the ledger knows no document`);
  const processingStartTime = new Date(row.processingStartTime ?? row.createdTime ?? 0).toISOString();
  return {
    stand: 'fetched',
    report: { reportId, reportDocumentId, processingStartTime, document, adopted, reportKey },
    row,
  };
}

const iso = (time: number) => new Date(time).toISOString();
