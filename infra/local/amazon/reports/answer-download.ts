import type { DownloadAnswer, HttpRequest } from '../http-listener.ts';
import type { Seller } from '../seller.ts';
import { CHARSET_LABEL } from './documents/charset.ts';
import { firstBytes, flipBit, slowly } from './documents/damaged-bytes.ts';
import { documentBytes, type DocumentForm, type DocumentMeasure } from './documents/document-bytes.ts';
import type { MeasuredDocuments } from './documents/measured-documents.ts';
import type { ReportContent } from './documents/report-content.ts';
import { readPresignedUrl } from './presigned-url.ts';
import type { Report } from './report.ts';
import type { DownloadDamage, ReportSwitches } from './report-switches.ts';
import { storageError } from './storage-error.ts';

export interface DownloadMeans {
  readonly sellers: readonly Seller[];
  readonly switches: ReportSwitches;
  readonly measured: MeasuredDocuments;
  readonly signingKey: string;
  /** Amazon's clock. */
  readonly now: () => Date;
}

/** What is sent, whose it was, and what is wrong with it. */
export interface Downloaded {
  readonly answer: DownloadAnswer;
  readonly sellerId?: string;
  readonly damage?: DownloadDamage;
}

/**
 * Answers a download as the store behind presigned URLs does: to whoever has the URL, for five minutes, and to no one who
 * brings credentials besides (spapi 7.2).
 */
export async function answerDownload(request: HttpRequest, means: DownloadMeans): Promise<Downloaded> {
  const now = means.now();
  const signed = request.method === 'GET' ? readPresignedUrl(request.url, means.signingKey) : undefined;
  if (!signed) return { answer: storageError(403, 'SignatureDoesNotMatch', 'The signature does not match.') };
  const refusal = refuseHeaders(request);
  if (refusal) return { answer: refusal };
  if (now >= signed.expires) return { answer: EXPIRED };
  const found = findDocument(signed.reportDocumentId, means.sellers, now);
  if (!found) return { answer: storageError(404, 'NoSuchKey', 'The specified key does not exist.') };
  const { seller, report } = found;
  const damage = means.switches.takeDamage(report.reportType);
  const answer = await sendDocument(
    { report, content: seller.reports.content(report), contentEncoding: signed.contentEncoding, damage },
    means,
  );
  return { answer, sellerId: seller.sellerId, ...(damage && { damage }) };
}

const EXPIRED = storageError(403, 'AccessDenied', 'Request has expired');

/** Credentials in a header, or a header of Amazon's that the URL does not sign, break a presigned URL. */
function refuseHeaders({ headers }: HttpRequest): DownloadAnswer | undefined {
  if (headers.authorization !== undefined) {
    return storageError(400, 'InvalidArgument', 'Only one auth mechanism allowed.');
  }
  return Object.keys(headers).some((name) => name.startsWith('x-amz-'))
    ? storageError(403, 'AccessDenied', 'There were headers present in the request which were not signed')
    : undefined;
}

function findDocument(reportDocumentId: string, sellers: readonly Seller[], now: Date) {
  for (const seller of sellers) {
    const report = seller.reports.findByDocument(reportDocumentId, now.getTime());
    if (report) return { seller, report };
  }
  return undefined;
}

interface Sending {
  readonly report: Report;
  readonly content: ReportContent;
  readonly contentEncoding: 'identity' | 'gzip';
  readonly damage: DownloadDamage | undefined;
}

async function sendDocument(
  sending: Sending,
  { switches, measured }: Pick<DownloadMeans, 'switches' | 'measured'>,
): Promise<DownloadAnswer> {
  const { report, content, contentEncoding, damage } = sending;
  if (damage === 'expired') return EXPIRED;
  if (damage === 'unavailable') return storageError(503, 'SlowDown', 'Please reduce your request rate.');
  const form: DocumentForm = {
    charset: content.mediaType === 'text/xml' ? content.charset : (switches.charset ?? content.charset),
    oddKinds: switches.oddKinds(report.reportType),
    gzip: switches.gzip && damage !== 'uncompressed',
  };
  const whole = await measured.measure(content, form);
  const half = Math.floor(whole.length / 2);
  return {
    status: 200,
    headers: {
      'content-type': contentType(content, form, switches),
      'content-encoding': switches.gzip ? contentEncoding : 'identity',
      'content-length': String(damage === 'truncated' ? half : whole.length),
      'accept-ranges': 'bytes',
      server: 'AmazonS3',
      ...checksumHeaders(whole, damage, switches),
    },
    bytes: damagedBytes(documentBytes(content, form), whole, { damage, slownessMs: switches.slownessMs }),
    ending: damage === 'reset' ? 'reset' : damage === 'short' ? 'early' : 'whole',
  };
}

function contentType(
  { mediaType }: ReportContent,
  { charset }: DocumentForm,
  { charsetLabel }: ReportSwitches,
): string {
  if (charsetLabel === null) return mediaType;
  return `${mediaType}; charset=${charsetLabel ?? CHARSET_LABEL[charset]}`;
}

function checksumHeaders(
  { md5 }: DocumentMeasure,
  damage: DownloadDamage | undefined,
  { checksums }: ReportSwitches,
): Record<string, string> {
  const known = checksums ? damage : 'etag-of-parts';
  const other = Buffer.from(md5.toReversed());
  return (known && OTHER_CHECKSUMS[known]?.(other)) ?? checksumsOf(md5);
}

const etag = (md5: Buffer, parts = '') => ({ etag: `"${md5.toString('hex')}${parts}"` });
const checksumsOf = (md5: Buffer) => ({ ...etag(md5), 'content-md5': md5.toString('base64') });

/** What downloads say that do not say the truth, from an MD5 of something else. */
const OTHER_CHECKSUMS: Partial<Record<DownloadDamage, (other: Buffer) => Record<string, string>>> = {
  'wrong-md5': checksumsOf,
  'etag-of-nothing': (other) => etag(other),
  'etag-of-parts': (other) => etag(other, '-3'),
  'etag-of-kms': (other) => ({ ...etag(other), 'x-amz-server-side-encryption': 'aws:kms' }),
  'etag-of-customer-key': (other) => ({
    ...etag(other),
    'x-amz-server-side-encryption-customer-algorithm': 'AES256',
  }),
};

function damagedBytes(
  bytes: AsyncIterable<Buffer>,
  { length }: DocumentMeasure,
  { damage, slownessMs }: { damage: DownloadDamage | undefined; slownessMs: number },
): AsyncIterable<Buffer> {
  const half = Math.floor(length / 2);
  if (damage === 'truncated' || damage === 'short' || damage === 'reset') return firstBytes(bytes, half);
  if (damage === 'bit-flip') return flipBit(bytes, half);
  return damage === 'slow' ? slowly(bytes, { length, delayMs: slownessMs }) : bytes;
}
