import type { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { DOCUMENT_FOLDERS } from '../contracts/documents.ts';
import type { Log } from '../runtime/logger.ts';
import { getReportDocument, type ReportDocumentRequest } from '../sp-api/reports-2021-06-30/get-report-document.ts';
import { isRestrictedReportType } from '../sp-api/restricted/catalogue.ts';
import type { SpApi } from '../sp-api/sp-api.ts';
import { downloadDocument } from './documents/download-document.ts';
import { isKept } from './documents/is-kept.ts';
import { openUrl } from './documents/open-url.ts';
import { readText } from './documents/read-text.ts';
import { type DocumentToRead, openStoredDocument } from './documents/stored-document.ts';
import type { FetchReportMeans } from './fetch-report.ts';
import { ReportLedger, type StoredDocument } from './report-ledger.ts';

interface ReportMeansOptions {
  readonly client: DynamoDBDocumentClient;
  readonly reportsTable: string;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly now: () => number;
  /** @default real time */
  readonly pause?: ((ms: number) => Promise<void>) | undefined;
  readonly speed: number;
  readonly log: Log;
}

/** A document where reading begins anew, by what the ledger knows of it. */
type KeptDocument = Pick<StoredDocument, 's3Key' | 'contentType' | 'compression'>;

/** What reports take: the ledger, and documents fetched into the bucket and read from there. */
export function reportMeans({ client, reportsTable, s3, bucket, now, pause, speed, log }: ReportMeansOptions) {
  const ledger = new ReportLedger({ client, table: reportsTable, now });
  const openKept = async (
    { s3Key, contentType, compression }: KeptDocument,
    of: { reportType: string; marketplaceId?: string | undefined },
  ): Promise<DocumentToRead> => ({
    s3Key,
    contentType,
    compression,
    ...of,
    content: await openStoredDocument(s3Key, { s3, bucket }),
  });
  const fetchInto = (name: string, document: ReportDocumentRequest, spApi: Pick<SpApi, 'call'>) =>
    downloadDocument(
      { document: () => presigned(document, spApi), s3Key: `${folderOf(document)}${name}` },
      { s3, bucket, openUrl, log, now },
    );

  /** The rest of what fetching takes, for one shop's door to Amazon. */
  const reportsOver = (spApi: Pick<SpApi, 'call'>): Omit<FetchReportMeans, 'lane'> => ({
    spApi,
    ledger,
    download: async ({ shopId, reportType }, { reportId, reportDocumentId }) => {
      const { bytes, md5, contentType, compression, s3Key } = await fetchInto(
        `${shopId}/${reportType}/${reportId}`,
        { reportDocumentId, reportType },
        spApi,
      );
      return { s3Key, bytes, md5, compression, ...(contentType !== undefined && { contentType }) };
    },
    isKept: ({ s3Key }, keptSince) => isKept({ s3Key, keptSince }, { s3, bucket, now }),
    readExplanation: async ({ reportType }, reportDocumentId) => {
      try {
        const document = { reportDocumentId, reportType };
        const kept = await fetchInto(`explanations/${reportDocumentId}`, document, spApi);
        // Its words would go into an error, and may be about a buyer.
        if (isRestrictedReportType(reportType)) return `the explanation lies at ${kept.s3Key}`;
        return await firstWords(await openKept(kept, { reportType: 'explanation' }));
      } catch (error) {
        log.warn('the explanation of a report cannot be read', {
          reason: error instanceof Error ? error.name : 'unknown',
        });
        return undefined;
      }
    },
    now,
    pause,
    speed,
    log,
  });
  return { ledger, openKept, reportsOver };
}

/** Restricted documents lie apart: they hold buyers' data as Amazon sent it, and die sooner. */
const folderOf = ({ reportType }: ReportDocumentRequest) =>
  isRestrictedReportType(reportType) ? DOCUMENT_FOLDERS.restrictedReports.prefix : 'reports/';

async function presigned(document: ReportDocumentRequest, spApi: Pick<SpApi, 'call'>) {
  const { url, compressionAlgorithm } = await getReportDocument(document, { spApi, lane: 'live' });
  return { url, compressionAlgorithm: compressionAlgorithm ?? undefined };
}

const WORDS_SHOWN = 500;

async function firstWords(document: DocumentToRead): Promise<string> {
  let words = '';
  for await (const block of readText(document)) {
    words += block.decode().text;
    if (words.length >= WORDS_SHOWN) break;
  }
  return (errorDetails(words) ?? words).replaceAll(/\s+/g, ' ').trim().slice(0, WORDS_SHOWN);
}

/** Explanations come as JSON: `{ "errorDetails": "…" }`. */
function errorDetails(text: string): string | undefined {
  try {
    return z.object({ errorDetails: z.string() }).safeParse(JSON.parse(text)).data?.errorDetails;
  } catch {
    return undefined;
  }
}
