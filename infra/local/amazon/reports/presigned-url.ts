import { createHmac } from 'node:crypto';

const PATH = '/report-documents/';
const LIFETIME_S = 300;

/** What a presigned URL says, once it is known that Amazon signed it. */
export interface PresignedDocument {
  readonly reportDocumentId: string;
  readonly contentEncoding: 'identity' | 'gzip';
  readonly expires: Date;
}

export interface SigningMeans {
  /** Scheme, host and port of this server. */
  readonly origin: string;
  readonly signingKey: string;
}

/** A URL that opens the document for five minutes from `now` on, to whoever has it. */
export function presignUrl(
  { reportDocumentId, contentEncoding }: Omit<PresignedDocument, 'expires'>,
  { origin, signingKey, now }: SigningMeans & { now: Date },
): string {
  const parameters = {
    'response-content-encoding': contentEncoding,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Date': toBasic(now),
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Expires': String(LIFETIME_S),
  };
  const url = new URL(`${PATH}${encodeURIComponent(reportDocumentId)}`, origin);
  url.search = new URLSearchParams(parameters).toString();
  url.searchParams.set('X-Amz-Signature', sign(url, signingKey));
  return url.href;
}

export const isDocumentPath = (path: string) => path.startsWith(PATH);

/** Reads a presigned URL; undefined when Amazon did not sign just this. */
export function readPresignedUrl(url: URL, signingKey: string): PresignedDocument | undefined {
  if (url.searchParams.get('X-Amz-Signature') !== sign(url, signingKey)) return undefined;
  const issued = fromBasic(url.searchParams.get('X-Amz-Date') ?? '');
  return {
    reportDocumentId: decodeURIComponent(url.pathname.slice(PATH.length)),
    contentEncoding: url.searchParams.get('response-content-encoding') === 'gzip' ? 'gzip' : 'identity',
    expires: new Date(issued.getTime() + LIFETIME_S * 1000),
  };
}

/** Over path and query, whichever host the URL was reached by. */
function sign({ pathname, searchParams }: URL, signingKey: string): string {
  const signed = new URLSearchParams(searchParams);
  signed.delete('X-Amz-Signature');
  signed.sort();
  return createHmac('sha256', signingKey).update(`${pathname}?${signed.toString()}`).digest('hex');
}

/** ISO 8601 basic, whole seconds. */
const toBasic = (time: Date) => time.toISOString().replace(/[-:]|\.\d{3}/g, '');
const fromBasic = (text: string) =>
  new Date(text.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'));
