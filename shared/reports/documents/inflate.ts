import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DocumentDamagedError } from './document-damaged-error.ts';
import type { DocumentToRead } from './stored-document.ts';

/** Bytes that are handed on at a time: large enough that the hand-over costs nothing, small enough for the cache. */
const CHUNK_BYTES = 128 * 1024;

/**
 * The document's bytes as text is written in them: gunzipped where they begin as gzip does, else as they are (an HTTP
 * client may have inflated them on the way). What is damaged, cut off or followed by something else throws
 * {@link DocumentDamagedError}, at the latest at the end.
 */
export async function* inflate({
  content,
  s3Key,
  compression,
}: Pick<DocumentToRead, 'content' | 's3Key' | 'compression'>): AsyncGenerator<Buffer> {
  const damaged = (damage: string) => new DocumentDamagedError({ s3Key, damages: [damage] });
  const chunks = content[Symbol.asyncIterator]();
  const { beginning, ended } = await readBeginning(chunks);
  const rest = { [Symbol.asyncIterator]: () => chunks };

  if (!beginsAsGzip(beginning)) {
    if (!beginsAsText(beginning)) throw damaged('its first bytes are neither gzip nor text');
    if (compression === 'gzip' && beginning.length < BEGINNING_BYTES) throw damaged('it ends within its first bytes');
    yield beginning;
    if (!ended) for await (const chunk of rest) yield toBuffer(chunk);
    return;
  }

  let given = 0;
  const counted = async function* () {
    given += beginning.length;
    yield beginning;
    if (ended) return;
    for await (const chunk of rest) {
      given += chunk.length;
      yield chunk;
    }
  };
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const source = Readable.from(counted(), { objectMode: false });
  // Its errors reach the reader through `gunzip`.
  pipeline(source, gunzip, () => {});
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (error) {
    const code = zlibCode(error);
    if (code === undefined) throw error;
    throw damaged(code === 'Z_BUF_ERROR' ? 'the gzip ends early' : `the gzip does not check (${code})`);
  } finally {
    source.destroy();
  }
  // Node stops silently at whatever follows the last member that looks like one.
  if (gunzip.bytesWritten < given) throw damaged('something that is not gzip follows the gzip');
}

/** As long as gzip's own header. */
const BEGINNING_BYTES = 10;

async function readBeginning(chunks: AsyncIterator<Uint8Array>): Promise<{ beginning: Buffer; ended: boolean }> {
  let beginning = Buffer.alloc(0);
  while (beginning.length < BEGINNING_BYTES) {
    const { value, done } = await chunks.next();
    if (done === true) return { beginning, ended: true };
    beginning = Buffer.concat([beginning, value]);
  }
  return { beginning, ended: false };
}

/** RFC 1952: a gzip member begins with 1f 8b. */
export const beginsAsGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Text has no control characters but tab, line feed and carriage return; every gzip header has one (08, deflate). */
const beginsAsText = (bytes: Uint8Array) =>
  bytes.subarray(0, BEGINNING_BYTES).every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);

const toBuffer = (chunk: Uint8Array) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);

const zlibCode = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
    ? error.code
    : undefined;
