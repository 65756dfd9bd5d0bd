import { gunzipSync } from 'node:zlib';
import type { ReportView } from '../../infra/local/amazon/reports/report-view.ts';
import { type AmazonAnswer, callAmazon } from './call-amazon.ts';
import type { TestAmazon } from './test-amazon.ts';

export const REPORTS = '/reports/2021-06-30/reports';
export const DOCUMENTS = '/reports/2021-06-30/documents';

export const LISTINGS = 'GET_MERCHANT_LISTINGS_ALL_DATA';
export const FBA_INVENTORY = 'GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA';
export const FBA_RETURNS = 'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA';
export const MERCHANT_RETURNS = 'GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE';
export const MERCHANT_RETURNS_XML = 'GET_XML_RETURNS_DATA_BY_RETURN_DATE';
export const ALL_ORDERS = 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL';
export const SHIPPING_ORDERS = 'GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING';
export const ACTIONABLE_ORDERS = 'GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING';

/** Thirty days up to the test's noon. */
export const MONTH = { dataStartTime: '2026-02-08T12:00:00Z', dataEndTime: '2026-03-10T12:00:00Z' };

/** Ten seconds in the queue and twenty in the making, at speed 1. */
export const UNTIL_DONE = 30_000;

type Specification = Record<string, unknown>;

/** Asks for a report, of listings in the US for a month unless said otherwise. */
export const createReport = (given: TestAmazon, specification: Specification = {}) =>
  callAmazon<{ reportId: string }>(given, `POST ${REPORTS}`, {
    body: { reportType: LISTINGS, marketplaceIds: ['ATVPDKIKX0DER'], ...MONTH, ...specification },
  });

export async function readReport(given: TestAmazon, reportId: string): Promise<ReportView> {
  return (await callAmazon<ReportView>(given, `GET ${REPORTS}/${reportId}`)).body;
}

/** Asks for a report and lets the time pass that it takes. */
export async function makeReport(given: TestAmazon, specification: Specification = {}): Promise<ReportView> {
  const { body } = await createReport(given, specification);
  given.pass(UNTIL_DONE);
  return readReport(given, body.reportId);
}

export interface ReportDocument {
  readonly reportDocumentId: string;
  readonly url: string;
  readonly compressionAlgorithm?: string;
}

/** Where the document of a report is. */
export const findDocument = (
  given: TestAmazon,
  { reportDocumentId }: ReportView,
): Promise<AmazonAnswer<ReportDocument>> =>
  callAmazon<ReportDocument>(given, `GET ${DOCUMENTS}/${reportDocumentId ?? 'none'}`);

/** Makes a report and fetches what is in it. */
export async function downloadReport(given: TestAmazon, specification: Specification = {}): Promise<Download> {
  const { body } = await findDocument(given, await makeReport(given, specification));
  return download(body.url);
}

export interface Download {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** Unzipped where it is zipped, and decoded by its Content-Type. */
  readonly text: string;
}

export async function download(url: string, headers: Record<string, string> = {}): Promise<Download> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  const bytes = Buffer.from(await response.arrayBuffer());
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, headers: response.headers, bytes, text: decode(bytes, contentType) };
}

function decode(bytes: Buffer, contentType: string): string {
  const charset = /charset=(\S+)/.exec(contentType)?.[1] ?? 'utf-8';
  return new TextDecoder(charset).decode(isGzip(bytes) ? tryGunzip(bytes) : bytes);
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Nothing, where the bytes are damaged. */
function tryGunzip(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes);
  } catch {
    return Buffer.alloc(0);
  }
}

/** The fields of a flat file, line by line, without the empty end after the last line. */
export const toLines = (text: string): string[][] =>
  text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t'));

/** The rows of a flat file by the names of its header. */
export function toRows(text: string): Record<string, string>[] {
  const [header = [], ...lines] = toLines(text);
  return lines.map((line) => Object.fromEntries(line.map((field, index) => [header[index] ?? '', field])));
}
