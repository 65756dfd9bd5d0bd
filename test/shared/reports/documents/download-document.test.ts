import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentDamagedError } from '../../../../shared/reports/documents/document-damaged-error.ts';
import { DocumentUnavailableError } from '../../../../shared/reports/documents/document-unavailable-error.ts';
import {
  type DownloadMeans,
  downloadDocument,
  type PresignedDocument,
} from '../../../../shared/reports/documents/download-document.ts';
import { openUrl } from '../../../../shared/reports/documents/open-url.ts';
import { openStoredDocument } from '../../../../shared/reports/documents/stored-document.ts';
import { UnknownCompressionError } from '../../../../shared/reports/documents/unknown-compression-error.ts';
import { isCurable } from '../../../../shared/runtime/curable.ts';
import {
  type DocumentAnswer,
  type DocumentServer,
  SIGNATURE,
  startDocumentServer,
} from '../../../support/document-server.ts';
import { type S3, startS3 } from '../../../support/s3.ts';

let amazon: DocumentServer;
let s3: S3;
beforeAll(async () => {
  [amazon, s3] = await Promise.all([startDocumentServer(), startS3()]);
});
afterAll(() => Promise.all([amazon.stop(), s3.stop()]));

const TEXT = Buffer.from(
  Array.from({ length: 500 }, (_, row) => `SKU-${row}\t${(row * 7919) % 1000}\r\n`).join(''),
  'utf8',
);
const PACKED = gzipSync(TEXT);
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
const flipped = (bytes: Buffer, at = bytes.length >> 1) => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 0x10, at);
  return copy;
};
/** An answer whose bytes were damaged after its headers were made. */
const damagedOnTheWay = (body: Buffer, headers: Record<string, string> = {}): DocumentAnswer => ({
  body: flipped(body),
  headers: { etag: `"${md5(body)}"`, ...headers },
});
const wrongEtag = (body: Buffer, headers: Record<string, string> = {}): DocumentAnswer => ({
  body,
  headers: { etag: `"${'0123456789abcdef'.repeat(2)}"`, ...headers },
});

const commandOf = (act: string) => `${act}MultipartUploadCommand`;

/** What the client sends meanwhile. */
async function sentBy(client: S3Client, work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        sent.push(commandName ?? '');
        return next(args);
      },
    { step: 'initialize', name: 'recording' },
  );
  await work();
  client.middlewareStack.remove('recording');
  return sent;
}

let stories = 0;
/** A download with a clock that moves `ageMs` with each look, and everything that was said meanwhile. */
function story({
  compressionAlgorithm,
  ageMs = 0,
  idleTimeoutMs = 10_000,
}: {
  compressionAlgorithm?: string;
  ageMs?: number;
  idleTimeoutMs?: number;
} = {}) {
  const s3Key = `reports/S1/document-${++stories}`;
  const logged: unknown[] = [];
  let asked = 0;
  let now = 0;
  const document = (): Promise<PresignedDocument> => {
    asked += 1;
    return Promise.resolve({ url: amazon.url(), ...(compressionAlgorithm !== undefined && { compressionAlgorithm }) });
  };
  const means: DownloadMeans = {
    s3: s3.client,
    bucket: s3.bucket,
    openUrl,
    log: { warn: (...words: unknown[]) => void logged.push(words) },
    now: () => (now += ageMs),
    idleTimeoutMs,
    pauseMs: 1,
  };
  return {
    s3Key,
    logged,
    get asked() {
      return asked;
    },
    download: (over: Partial<DownloadMeans> = {}) => downloadDocument({ document, s3Key }, { ...means, ...over }),
    failure: async () => {
      try {
        await downloadDocument({ document, s3Key }, means);
      } catch (error) {
        return error;
      }
      throw new Error('it was believed');
    },
    kept: async () => {
      const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: s3Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    nothingKept: async () => !(await s3.keys()).includes(s3Key),
  };
}

describe('a good document', () => {
  it('is kept byte for byte, and described', async () => {
    amazon.answerWith({ body: PACKED, contentType: 'text/plain; charset=Cp1252' });
    const told = story({ compressionAlgorithm: 'GZIP' });

    const document = await told.download();

    expect(document).toEqual({
      s3Key: told.s3Key,
      bytes: PACKED.length,
      md5: md5(PACKED),
      contentType: 'text/plain; charset=Cp1252',
      compression: 'gzip',
      attempts: 1,
      notes: [],
    });
    expect(await told.kept()).toEqual(PACKED);
    const stored = await openStoredDocument(told.s3Key, { s3: s3.client, bucket: s3.bucket });
    expect(Buffer.concat(await stored.toArray())).toEqual(PACKED);
  });

  it('is asked for with the URL and nothing of ours', async () => {
    amazon.answerWith({ body: PACKED });

    await story({ compressionAlgorithm: 'GZIP' }).download();

    const names = Object.keys(amazon.requests[0]?.headers ?? {});
    expect(names.filter((name) => /^(x-|authorization|cookie)/.test(name))).toEqual([]);
    expect(amazon.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('may be larger than one part of an upload', async () => {
    const large = randomBytes(9 * 1024 * 1024).toString('base64');
    const packed = gzipSync(large);
    amazon.answerWith({ body: packed });
    const told = story({ compressionAlgorithm: 'GZIP' });

    const document = await told.download();

    expect(document.md5).toBe(md5(packed));
    expect(md5(await told.kept())).toBe(md5(packed));
  });

  it('may come slowly', async () => {
    amazon.answerWith({ body: PACKED, pieceEveryMs: 60 });

    expect(await story({ compressionAlgorithm: 'GZIP' }).download()).toMatchObject({ attempts: 1 });
  });

  it.each([
    ['not packed at all', { body: TEXT }, undefined, 'none'],
    ['inflated on the way although GZIP was announced', { body: TEXT }, 'GZIP', 'none'],
    ['gzip although nothing was announced', { body: PACKED }, undefined, 'gzip'],
    ['with its packing as Content-Encoding', { body: PACKED, headers: { 'content-encoding': 'gzip' } }, 'GZIP', 'gzip'],
    ['without a length', { body: PACKED, chunked: true }, 'GZIP', 'gzip'],
    [
      'with a Content-MD5',
      { body: PACKED, headers: { 'content-md5': Buffer.from(md5(PACKED), 'hex').toString('base64') } },
      'GZIP',
      'gzip',
    ],
    ['with the ETag of a multipart upload', wrongEtag(PACKED, { etag: `"${'0'.repeat(32)}-3"` }), 'GZIP', 'gzip'],
    ['under a KMS key', wrongEtag(PACKED, { 'x-amz-server-side-encryption': 'aws:kms' }), 'GZIP', 'gzip'],
    ['under a double KMS key', wrongEtag(PACKED, { 'x-amz-server-side-encryption': 'aws:kms:dsse' }), 'GZIP', 'gzip'],
    [
      'under a customer’s key',
      wrongEtag(PACKED, { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }),
      'GZIP',
      'gzip',
    ],
  ] as const)('may come %s', async (_, answer: DocumentAnswer, compressionAlgorithm, compression) => {
    amazon.answerWith(answer);
    const told = story(compressionAlgorithm === undefined ? {} : { compressionAlgorithm });

    expect(await told.download()).toMatchObject({ attempts: 1, compression, notes: [] });
    expect(await told.kept()).toEqual(answer.body);
  });
});

const DAMAGES: readonly (readonly [string, DocumentAnswer, RegExp])[] = [
  ['a bit flipped, the ETag tells', damagedOnTheWay(TEXT), /not the ETag/],
  ['a bit flipped in gzip, no MD5 at all', damagedOnTheWay(PACKED, { etag: '"x-1"' }), /gzip does not check/],
  ['a bit flipped in gzip’s first byte', { body: flipped(PACKED, 0) }, /neither gzip nor text/],
  ['gzip cut off where it was made', { body: PACKED.subarray(0, -20) }, /gzip ends early/],
  [
    'something behind the gzip',
    { body: Buffer.concat([PACKED, Buffer.from('more')]) },
    /follows the gzip|does not check/,
  ],
  ['a wrong Content-MD5', { body: PACKED, headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' } }, /Content-MD5/],
  ['the connection reset', { body: PACKED, resetAfter: 100 }, /broke off after 100 of \d+ bytes/],
  ['nothing at all', { body: Buffer.alloc(0) }, /empty/],
  ['silence in the middle', { body: PACKED, stallAfter: 100 }, /broke off after 100 of .*ETIMEDOUT/],
];

/** Silence is waited out: shortly. */
const patienceWith = ({ stallAfter }: DocumentAnswer) => (stallAfter === undefined ? {} : { idleTimeoutMs: 400 });

describe('a damaged document', () => {
  it.each(DAMAGES)('is thrown away and fetched again: %s', async (_, damaged) => {
    const good = damaged.body.length < 1000 && damaged.body.length > 0 ? PACKED : TEXT;
    amazon.answerWith(damaged, { body: good });
    const told = story(patienceWith(damaged));

    const document = await told.download();

    expect(document).toMatchObject({ attempts: 2, md5: md5(good) });
    expect(told.asked).toBe(1);
  });

  it.each(DAMAGES)('fails by name after three downloads, and nothing is kept: %s', async (_, damaged, words) => {
    // Never twice the same bytes: else an ETag that differs is taken for no MD5.
    const other = { ...damaged, body: Buffer.concat([damaged.body]) };
    if (words.source.includes('ETag')) other.body = flipped(damaged.body, 3);
    amazon.answerWith(damaged, other, damaged);
    const told = story(patienceWith(damaged));

    const failure = await told.failure();

    expect(failure).toBeInstanceOf(DocumentDamagedError);
    expect(isCurable(failure)).toBe(true);
    if (!(failure instanceof DocumentDamagedError)) throw failure;
    expect(failure.damages).toHaveLength(3);
    for (const damage of failure.damages) expect(damage).toMatch(words);
    expect(failure.message).toContain(told.s3Key);
    expect(amazon.requests).toHaveLength(3);
    expect(await told.nothingKept()).toBe(true);
  });

  it('leaves nothing behind when it is larger than one part either', async () => {
    const packed = gzipSync(randomBytes(9 * 1024 * 1024).toString('base64'));
    amazon.answerWith({ body: flipped(packed, packed.length - 6) });
    const told = story({ compressionAlgorithm: 'GZIP' });

    const sent = await sentBy(s3.client, async () => {
      expect(await told.failure()).toBeInstanceOf(DocumentDamagedError);
    });

    expect(await told.nothingKept()).toBe(true);
    // Parts of an upload that is neither completed nor aborted lie in the bucket unseen, and cost.
    const uploads = sent.filter((command) => /MultipartUpload/.test(command));
    expect(uploads).toEqual(
      Array.from({ length: 3 }, () => ['Create', 'Abort'])
        .flat()
        .map(commandOf),
    );
  });

  it('does not replace a good one that is kept already', async () => {
    amazon.answerWith({ body: PACKED }, { body: flipped(PACKED) });
    const told = story({ compressionAlgorithm: 'GZIP' });
    await told.download();

    expect(await told.failure()).toBeInstanceOf(DocumentDamagedError);
    expect(await told.kept()).toEqual(PACKED);
  });
});

it('a length that is not the announced one is a damage, also where the connection did not notice', async () => {
  const told = story();

  const download = told.download({
    openUrl: () =>
      Promise.resolve({
        status: 200,
        header: (name) => (name === 'content-length' ? String(TEXT.length) : undefined),
        body: Readable.from([TEXT.subarray(0, 100)]),
      }),
  });

  await expect(download).rejects.toThrow(`100 bytes came where ${TEXT.length} were announced`);
});

describe('an ETag that is no MD5', () => {
  it('is recognised by three downloads that are alike, and noted', async () => {
    amazon.answerWith(wrongEtag(PACKED));
    const told = story({ compressionAlgorithm: 'GZIP' });

    const document = await told.download();

    expect(document).toMatchObject({ attempts: 3, md5: md5(PACKED) });
    expect(document.notes).toEqual([expect.stringContaining('ETag')]);
    expect(await told.kept()).toEqual(PACKED);
  });

  it('is not taken for one where the downloads differ', async () => {
    amazon.answerWith(wrongEtag(TEXT), wrongEtag(flipped(TEXT)), wrongEtag(TEXT));

    expect(await story().failure()).toBeInstanceOf(DocumentDamagedError);
  });

  it('excuses no Content-MD5 that differs', async () => {
    amazon.answerWith(wrongEtag(TEXT, { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }));

    expect(await story().failure()).toBeInstanceOf(DocumentDamagedError);
  });
});

describe('a URL that gives nothing', () => {
  it('is asked for anew when it has ended', async () => {
    amazon.answerWith({ body: Buffer.from('<Error><Code>AccessDenied</Code></Error>'), status: 403 }, { body: TEXT });
    const told = story();

    expect(await told.download()).toMatchObject({ attempts: 2 });
    expect(told.asked).toBe(2);
    expect(new Set(amazon.requests.map(({ url }) => url)).size).toBe(2);
  });

  it('is asked for anew when it is five minutes old', async () => {
    amazon.answerWith({ body: TEXT, resetAfter: 10 }, { body: TEXT });
    const told = story({ ageMs: 5 * 60_000 });

    expect(await told.download()).toMatchObject({ attempts: 2 });
    expect(told.asked).toBe(2);
  });

  it('is used again when storage has a bad moment', async () => {
    amazon.answerWith({ body: Buffer.alloc(0), status: 503 }, { body: TEXT });
    const told = story();

    expect(await told.download()).toMatchObject({ attempts: 2 });
    expect(told.asked).toBe(1);
  });

  it.each([
    ['is gone where storage says so each time', [404, 404, 404], true],
    ['is not gone for one 404 among other answers', [404, 503, 404], false],
  ])('%s', async (_, statuses, gone) => {
    amazon.answerWith(...statuses.map((status) => ({ body: Buffer.alloc(0), status })));

    expect(await story().failure()).toMatchObject({ name: 'DocumentUnavailableError', gone });
  });

  it('is not followed elsewhere', async () => {
    const elsewhere = { location: 'http://127.0.0.1:9/elsewhere' };
    amazon.answerWith({ body: Buffer.alloc(0), status: 302, headers: elsewhere });

    const failure = await story().failure();

    expect(failure).toBeInstanceOf(DocumentUnavailableError);
    expect(failure).toMatchObject({ answers: ['answered 302', 'answered 302', 'answered 302'] });
  });

  it('fails by name when nobody is there', async () => {
    const told = story();

    const download = told.download({ openUrl: (_, options) => openUrl('http://127.0.0.1:9/', options) });

    await expect(download).rejects.toThrow(DocumentUnavailableError);
    await expect(download).rejects.toThrow(/ECONNREFUSED/);
  });

  it('stands in no error and no log line', async () => {
    const answers: DocumentAnswer[] = [
      { body: TEXT, resetAfter: 10 },
      { body: TEXT, status: 403 },
      { body: flipped(PACKED) },
    ];
    amazon.answerWith(...answers);
    const told = story({ compressionAlgorithm: 'GZIP' });

    const failure = await told.failure();

    const said = JSON.stringify([told.logged, failure, String(failure), failure instanceof Error && failure.stack]);
    expect(said).toContain('broke off');
    expect(said).not.toContain(SIGNATURE);
  });
});

describe('what is not the document’s fault', () => {
  it('goes up: Amazon gives no URL now', async () => {
    const throttled = new Error('come back later');
    const download = downloadDocument(
      { document: () => Promise.reject(throttled), s3Key: 'reports/S1/none' },
      { s3: s3.client, bucket: s3.bucket, openUrl, log: { warn: () => {} }, now: () => 0 },
    );

    await expect(download).rejects.toBe(throttled);
  });

  it('goes up: our own bucket refuses', async () => {
    amazon.answerWith({ body: PACKED });
    const told = story({ compressionAlgorithm: 'GZIP' });

    await expect(told.download({ bucket: 'another-bucket' })).rejects.toThrow(/bucket/i);
    expect(amazon.requests).toHaveLength(1);
  });

  it('goes up: a packing that we do not know', async () => {
    amazon.answerWith({ body: PACKED });

    await expect(story({ compressionAlgorithm: 'ZSTD' }).download()).rejects.toThrow(UnknownCompressionError);
    expect(amazon.requests).toHaveLength(0);
  });
});
