import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SellerOptions } from '../../infra/local/amazon/seller-account.ts';
import { createDocumentClient } from '../../shared/aws/document-client.ts';
import { fetchReport, type ReportStand } from '../../shared/reports/fetch-report.ts';
import { reportMeans } from '../../shared/reports/report-means.ts';
import type { WantedReport } from '../../shared/reports/wanted-report.ts';
import type { Dynamo } from './dynamo.ts';
import { type RestrictedHouse, startRestrictedHouse } from './restricted-house.ts';
import type { S3 } from './s3.ts';

/** A seller at a simulated Amazon whose clock stands, and a ledger for its shop: `fetch` is one look at a wish. */
export interface ReportRoom extends AsyncDisposable {
  readonly house: RestrictedHouse;
  readonly means: ReturnType<typeof reportMeans>;
  readonly client: DynamoDBDocumentClient;
  now(): number;
  fetch(wanted: WantedReport): Promise<ReportStand>;
  /** Looks again and again, letting the time pass that it takes. */
  fetchDone(wanted: WantedReport): Promise<Extract<ReportStand, { stand: 'fetched' }>>;
  /** How often Amazon was asked for a report. */
  asked(): number;
  /** The bucket forgets a document. */
  forget(s3Key: string): Promise<void>;
}

const log = { info: () => {}, warn: () => {}, error: () => {}, appendKeys: () => {} };

/** A room of its own for each story, over tables and a bucket that all share. */
export async function startReportRoom(
  { dynamo, s3 }: { dynamo: Dynamo; s3: S3 },
  seller: Partial<SellerOptions> = {},
): Promise<ReportRoom> {
  const house = await startRestrictedHouse(seller);
  for (const name of ['createReport', 'getReport', 'getReports', 'getReportDocument'])
    house.given.account.usagePlans.set(name, { rate: 100, burst: 200 });
  const now = () => house.given.now().getTime();
  const client = createDocumentClient(dynamo.client);
  const means = reportMeans({ client, reportsTable: 'reports', s3: s3.client, bucket: s3.bucket, now, speed: 1, log });
  const over = { ...means.reportsOver(house.means.spApi), lane: 'live' as const };
  const fetch = (wanted: WantedReport) => fetchReport(wanted, over);
  return {
    house,
    means,
    client,
    now,
    fetch,
    async fetchDone(wanted) {
      for (;;) {
        const stand = await fetch(wanted);
        if (stand.stand === 'fetched') return stand;
        if (stand.stand === 'no-data') throw new Error(`Amazon has no data for ${wanted.reportType}`);
        house.given.pass(stand.until.getTime() - now());
      }
    },
    asked: () => house.requests.filter(({ request }) => request === 'POST /reports/2021-06-30/reports').length,
    async forget(s3Key) {
      await s3.client.send(new DeleteObjectCommand({ Bucket: s3.bucket, Key: s3Key }));
    },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}
