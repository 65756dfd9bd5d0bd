import { setTimeout as sleep } from 'node:timers/promises';
import { BuyerStore } from '../../shared/buyers/buyer-store.ts';
import { anew, type FetchedReport, fetchReport } from '../../shared/reports/fetch-report.ts';
import { readRecords } from '../../shared/reports/read-records.ts';
import { readText } from '../../shared/reports/documents/read-text.ts';
import { rulesOf } from '../../shared/reports/report-types.ts';
import { reportMeans } from '../../shared/reports/report-means.ts';
import { keepsBuyersRows, storeBuyersRows } from '../../shared/reports/store-buyers-rows.ts';
import type { WantedReport } from '../../shared/reports/wanted-report.ts';
import type { SpApi } from '../../shared/sp-api/sp-api.ts';
import { SpApiThrottledError } from '../../shared/sp-api/sp-api-error.ts';
import { CommandError } from './command-error.ts';
import { stageVariables } from './connect-amazon.ts';
import type { StageConnection } from './stage-connection.ts';

/** A report that was asked for by hand. */
export interface ReportOnDemand {
  readonly reportId: string;
  readonly reportDocumentId: string;
  /** Rows that could be read; those that could not are counted too: they are in the document. */
  readonly rows: number;
  readonly s3Key: string;
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

/** A report about the present is good for this long. */
const FRESH_MS = 30 * 60_000;

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
  const row = await ledger.find(wanted);
  const stale = Date.parse(row.requestedAt ?? '') < now().getTime() - FRESH_MS / Number(SPEED);
  if (!rulesOf(wanted.reportType).windowed && stale) await ledger.save(anew(row));
  const reports = { ...reportsOver(spApi), lane: 'backfill' as const };
  for (;;) {
    const stand = await whenAllowed(() => fetchReport(wanted, reports), means);
    if (stand.stand === 'no-data') {
      throw new CommandError(
        `Amazon has no data for ${wanted.reportType} (it ended CANCELLED).`,
        'Ask for another window, or another type.',
      );
    }
    if (stand.stand === 'fetched') {
      const { report } = stand;
      const of = { reportType: wanted.reportType, marketplaceId: wanted.marketplaceIds[0] };
      const { reportId, reportDocumentId, document } = report;
      return {
        reportId,
        reportDocumentId,
        rows: await countRows(await openKept(document, of), { wanted, report }, means),
        s3Key: document.s3Key,
        text: () => decoded(openKept(document, of)),
      };
    }
    if (stand.stand === 'cooling-down') refuseLongWait(stand.until, wanted.reportType, now());
    say(`${wanted.reportType}: Amazon is at work, looking again at ${stand.until.toISOString().slice(11, 19)} UTC`);
    await pauseUntil(stand.until, means);
  }
}

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

/** Counts the rows. Those that are about buyers go to the `buyers` table on the way, where their kind is kept. */
async function countRows(
  document: Parameters<typeof readRecords>[0],
  { wanted: { shopId, reportType }, report }: { wanted: WantedReport; report: FetchedReport },
  { connection, now, say }: TakeReportMeans,
): Promise<number> {
  const buyers = new BuyerStore(connection.clients.documents, connection.names.table('buyers'));
  let [rows, kept] = [0, 0];
  for await (const { records, misfits } of readRecords(document)) {
    rows += records.length + misfits.length;
    if (!keepsBuyersRows(reportType)) continue;
    const work = { shopId, reportType, report, records };
    kept += (await storeBuyersRows(work, { buyers, now: () => now().getTime() })).stored;
  }
  if (keepsBuyersRows(reportType))
    say(`${reportType}: ${kept} of ${rows} rows are kept with the buyers, until their day`);
  return rows;
}

async function* decoded(document: ReturnType<ReturnType<typeof reportMeans>['openKept']>): AsyncGenerator<string> {
  for await (const block of readText(await document)) yield block.decode().text;
}
