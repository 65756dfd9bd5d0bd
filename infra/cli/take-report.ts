import { setTimeout as sleep } from 'node:timers/promises';
import { BuyerStore } from '../../shared/buyers/buyer-store.ts';
import { s3Quarantine } from '../../shared/buyers/quarantine.ts';
import type { FetchedReport } from '../../shared/reports/fetch-report.ts';
import { DocumentDamagedError } from '../../shared/reports/documents/document-damaged-error.ts';
import { readText } from '../../shared/reports/documents/read-text.ts';
import { reportMeans } from '../../shared/reports/report-means.ts';
import { spoilt } from '../../shared/reports/spoilt.ts';
import type { WantedReport } from '../../shared/reports/wanted-report.ts';
import type { SpApi } from '../../shared/sp-api/sp-api.ts';
import { SpApiThrottledError } from '../../shared/sp-api/sp-api-error.ts';
import { type CountedRows, countReportRows } from './count-report-rows.ts';
import { CommandError } from './command-error.ts';
import { stageVariables } from './connect-amazon.ts';
import { fetchFresh } from './fetch-fresh.ts';
import type { StageConnection } from './stage-connection.ts';

/** A report that was asked for by hand. */
export interface ReportOnDemand extends CountedRows {
  readonly reportId: string;
  readonly reportDocumentId: string;
  readonly s3Key: string;
  /** When Amazon began to write it, ISO: it may have been there already. */
  readonly processingStartTime: string;
  /** The document's text, decoded, piece by piece. */
  readonly text: () => AsyncGenerator<string>;
}

export interface TakeReportMeans {
  readonly connection: StageConnection;
  readonly spApi: SpApi;
  readonly now: () => Date;
  readonly interrupted: AbortSignal;
  readonly say: (text: string) => void;
}

/** A cool-down or a spent usage plan that the command waits out. */
const PATIENCE_MS = 5 * 60_000;

/** Takes a report through the stage's ledger, waiting for Amazon as long as it works on it. */
export async function takeReport(wanted: WantedReport, means: TakeReportMeans): Promise<ReportOnDemand> {
  const { connection, spApi, now, say } = means;
  const { SPEED, DOCUMENTS_BUCKET } = await stageVariables(connection);
  const { clients, names } = connection;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined, appendKeys: () => undefined };
  const { ledger, reportsOver, openKept } = reportMeans({
    client: clients.documents,
    reportsTable: names.table('reports'),
    s3: clients.s3,
    bucket: DOCUMENTS_BUCKET,
    now: () => now().getTime(),
    speed: Number(SPEED),
    log,
  });
  const begunAt = now().getTime();
  const count = (open: Parameters<typeof countReportRows>[0], work: { wanted: WantedReport; report: FetchedReport }) =>
    countReportRows(open, work, {
      buyers: new BuyerStore(clients.documents, names.table('buyers'), () => now().getTime()),
      quarantine: s3Quarantine({ s3: clients.s3, bucket: DOCUMENTS_BUCKET, sync: 'reports' }),
      now: () => now().getTime(),
    });
  const reports = { ...reportsOver(spApi), lane: 'backfill' as const };
  for (;;) {
    const stand = await whenAllowed(() => fetchFresh(wanted, begunAt, reports), means);
    if (stand.stand === 'no-data') {
      throw new CommandError(
        `Amazon has no data for ${wanted.reportType} (it ended CANCELLED).`,
        'Ask for another window, or another type.',
      );
    }
    if (stand.stand === 'fetched') {
      const { report, row } = stand;
      const of = { reportType: wanted.reportType, marketplaceId: wanted.marketplaceIds[0] };
      const open = () => openKept(report.document, of);
      try {
        return { ...factsOf(report), ...(await count(open, { wanted, report })), text: () => decoded(open()) };
      } catch (error) {
        if (error instanceof DocumentDamagedError) await ledger.save(spoilt(row));
        throw error;
      }
    }
    if (stand.stand === 'cooling-down') refuseLongWait(stand.until, wanted.reportType, now());
    say(`${wanted.reportType}: Amazon is at work, looking again at ${stand.until.toISOString().slice(11, 19)} UTC`);
    await pauseUntil(stand.until, means);
  }
}

const factsOf = ({ reportId, reportDocumentId, processingStartTime, document: { s3Key } }: FetchedReport) => ({
  reportId,
  reportDocumentId,
  processingStartTime,
  s3Key,
});

async function whenAllowed<Result>(call: () => Promise<Result>, means: TakeReportMeans): Promise<Result> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof SpApiThrottledError)) throw error;
      refuseLongWait(error.retryAt, 'this operation', means.now());
      await pauseUntil(error.retryAt, means);
    }
  }
}

function refuseLongWait(until: Date, what: string, now: Date): void {
  if (until.getTime() - now.getTime() <= PATIENCE_MS) return;
  throw new CommandError(
    `Amazon lets ${what} be asked for again at ${until.toISOString()}.`,
    'Run the command again then.',
  );
}

const pauseUntil = (until: Date, { now, interrupted }: TakeReportMeans) =>
  sleep(Math.max(50, until.getTime() - now().getTime()), undefined, { signal: interrupted });

async function* decoded(document: ReturnType<ReturnType<typeof reportMeans>['openKept']>): AsyncGenerator<string> {
  for await (const block of readText(await document)) yield block.decode().text;
}
