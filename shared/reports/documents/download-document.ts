import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Log } from '../../runtime/logger.ts';
import { DocumentDamagedError } from './document-damaged-error.ts';
import { DocumentUnavailableError } from './document-unavailable-error.ts';
import { NoAnswerError, type OpenAnswer, type OpenUrl } from './open-url.ts';
import { type Received, Receiver } from './received.ts';
import type { Compression, StoredDocument } from './stored-document.ts';
import { UnknownCompressionError } from './unknown-compression-error.ts';

/** Where Amazon has put a document. */
export interface PresignedDocument {
  /** A secret: whoever has it has the document. */
  readonly url: string;
  /** `GZIP` or nothing, so far. */
  readonly compressionAlgorithm?: string | undefined;
}

export interface DownloadMeans {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly openUrl: OpenUrl;
  readonly log: Pick<Log, 'warn'>;
  /** Unix ms. */
  readonly now: () => number;
  /** No answer and no further byte for so long: the connection is given up. */
  readonly idleTimeoutMs?: number;
  /** Before the second try; twice that before the third. */
  readonly pauseMs?: number;
}

export interface DownloadedDocument extends StoredDocument {
  /** How often it was fetched, 1 to 3. */
  readonly attempts: number;
  /** What a person should know of it although it is believed. */
  readonly notes: readonly string[];
}

const ATTEMPTS = 3;
/** Amazon: a report's URL lives five minutes (getReportDocument). */
const URL_LIVES_MS = 5 * 60_000;
/** Three silent downloads are over before a stretch of work is (75 seconds). */
const IDLE_TIMEOUT_MS = 20_000;
const PAUSE_MS = 500;
const PART_BYTES = 8 * 1024 * 1024;

/**
 * Fetches a report document and keeps it under `s3Key`, byte for byte, if length, announced MD5s and gzip's own check
 * are right; else it is thrown away and fetched again, three times at most. Nothing appears under `s3Key` before all
 * checks have passed. `document` is asked right before the first download and again when its URL may have ended; what
 * it throws goes through. Three downloads that are alike, with nothing against them but the ETag, are believed: that
 * ETag was no MD5. Safe to run again at any time.
 * Throws {@link DocumentDamagedError}, {@link DocumentUnavailableError}, {@link UnknownCompressionError}.
 */
export async function downloadDocument(
  { document, s3Key }: { document: () => Promise<PresignedDocument>; s3Key: string },
  means: DownloadMeans,
): Promise<DownloadedDocument> {
  const { log, now, pauseMs = PAUSE_MS } = means;
  const failures: Failure[] = [];
  let presigned: (PresignedDocument & { at: number }) | undefined;
  while (failures.length < ATTEMPTS) {
    if (failures.length > 0) await sleep(pauseMs * failures.length);
    if (presigned === undefined || now() - presigned.at >= URL_LIVES_MS) {
      // Its five minutes begin before the answer is here.
      const at = now();
      presigned = { ...(await document()), at };
    }
    const attempt = await fetchOnce({ ...presigned, s3Key, believable: alikeButForEtag(failures) }, means);
    if ('stored' in attempt) return { ...attempt.stored, attempts: failures.length + 1 };
    failures.push(attempt);
    log.warn('a report document is fetched again', { s3Key, attempt: failures.length, reason: attempt.failure });
    if (attempt.urlMayBeDead) presigned = undefined;
  }
  const reasons = failures.map(({ failure }) => failure);
  throw failures.some(({ answered }) => answered)
    ? new DocumentDamagedError({ s3Key, damages: reasons })
    : new DocumentUnavailableError({ s3Key, answers: reasons, gone: failures.every(({ gone }) => gone) });
}

interface Failure {
  readonly failure: string;
  /** A document came, or the beginning of one. */
  readonly answered: boolean;
  readonly urlMayBeDead: boolean;
  /** There is no such document, says the storage. */
  readonly gone?: boolean;
  /** What came, where it came to its end. */
  readonly received?: Received;
}

/** The MD5 that the next download must have to be believed against its ETag: two before it came just like that. */
function alikeButForEtag(failures: readonly Failure[]): string | undefined {
  const [first, ...others] = failures.map(({ received }) => (received?.onlyEtagDiffers ? received.md5 : undefined));
  return others.length === ATTEMPTS - 2 && others.every((md5) => md5 === first) ? first : undefined;
}

async function fetchOnce(
  work: PresignedDocument & { s3Key: string; believable: string | undefined },
  means: DownloadMeans,
): Promise<Failure | { stored: Omit<DownloadedDocument, 'attempts'> }> {
  const { s3Key, believable } = work;
  const { openUrl, idleTimeoutMs = IDLE_TIMEOUT_MS } = means;
  const compression = compressionOf(work);
  let answer: OpenAnswer;
  try {
    answer = await openUrl(work.url, { timeoutMs: idleTimeoutMs });
  } catch (error) {
    if (error instanceof NoAnswerError) return { failure: error.message, answered: false, urlMayBeDead: false };
    throw error;
  }
  if (answer.status !== 200) {
    answer.body.destroy();
    const { status } = answer;
    return { failure: `answered ${status}`, answered: false, urlMayBeDead: status < 500, gone: status === 404 };
  }

  const receiver = new Receiver(answer, { s3Key, compression });
  let broken: Failure | undefined;
  let received: Received | undefined;
  /** The body, which ends well only if it may be kept: an upload that fails leaves nothing behind. */
  const believed = async function* () {
    try {
      for await (const chunk of chunksOf(answer.body, idleTimeoutMs)) {
        await receiver.take(chunk);
        yield chunk;
      }
    } catch (error) {
      if (!(error instanceof BrokenOffError)) throw error;
      const length = answer.header('content-length') ?? 'an unknown number of';
      const failure = `it broke off after ${receiver.bytes} of ${length} bytes (${error.code})`;
      broken = { failure, answered: true, urlMayBeDead: false };
      throw error;
    }
    received = await receiver.end();
    const excused = received.onlyEtagDiffers && received.md5 === believable;
    if (received.damages.length > 0 && !excused) {
      broken = { failure: received.damages.join(', '), answered: true, urlMayBeDead: false, received };
      throw new NotBelievedError();
    }
  };
  const body = Readable.from(believed(), { objectMode: false });
  const contentType = answer.header('content-type');
  try {
    await upload({ body, s3Key, contentType }, means);
  } catch (error) {
    if (broken) return broken;
    throw error;
  } finally {
    body.destroy();
    answer.body.destroy();
  }
  if (received === undefined) throw new Error(`S3 has taken ${s3Key} before all of it had come.`);
  const { bytes, md5, compression: packed, damages } = received;
  const notes = damages.length > 0 ? ['The ETag of a document was no MD5: it came three times alike.'] : [];
  return { stored: { s3Key, bytes, md5, contentType, compression: packed, notes } };
}

/** Ends an upload; the reason stands in the attempt's failure. */
class NotBelievedError extends Error {
  override readonly name = 'NotBelievedError';
}

/** The connection ended before the body did. */
class BrokenOffError extends Error {
  override readonly name = 'BrokenOffError';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

function compressionOf({ compressionAlgorithm }: PresignedDocument): Compression {
  if (compressionAlgorithm === undefined || compressionAlgorithm === '') return 'none';
  if (compressionAlgorithm.toUpperCase() === 'GZIP') return 'gzip';
  throw new UnknownCompressionError(compressionAlgorithm);
}

async function upload(
  { body, s3Key, contentType }: { body: Readable; s3Key: string; contentType: string | undefined },
  { s3, bucket }: DownloadMeans,
): Promise<void> {
  const params = { Bucket: bucket, Key: s3Key, Body: body, ContentType: contentType };
  // One part at a time, and the next one in the making: 16 MiB at most.
  await new Upload({ client: s3, params, partSize: PART_BYTES, queueSize: 1 }).done();
}

/**
 * The body's chunks; a silence of `idleTimeoutMs` ends it, where time in which nobody reads does not count.
 * Throws {@link BrokenOffError}.
 */
async function* chunksOf(body: Readable, idleTimeoutMs: number): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<unknown> = body[Symbol.asyncIterator]();
  for (;;) {
    const timer = setTimeout(() => body.destroy(new BrokenOffError('ETIMEDOUT')), idleTimeoutMs);
    let next: IteratorResult<unknown>;
    try {
      next = await chunks.next();
    } catch (error) {
      throw new BrokenOffError(codeOf(error));
    } finally {
      clearTimeout(timer);
    }
    if (next.done === true) return;
    if (Buffer.isBuffer(next.value)) yield next.value;
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'ENETWORK';
