import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { OddDocumentKind } from '../report-switches.ts';
import type { Charset } from './charset.ts';
import type { ReportContent } from './report-content.ts';
import { textEncoder } from './text-encoder.ts';

/** How a report is put into bytes. */
export interface DocumentForm {
  readonly charset: Charset;
  readonly oddKinds: readonly OddDocumentKind[];
  readonly gzip: boolean;
}

/** The bytes of a document, made while they are read: one of a million rows takes no more memory than one of ten. */
export function documentBytes(
  content: ReportContent,
  { charset, oddKinds, gzip }: DocumentForm,
): AsyncIterable<Buffer> {
  const plain = Readable.from(encode(content.lines(oddKinds), charset), { objectMode: false });
  // The speed of a simulation is worth more than the last percent of size.
  return gzip ? pipeline(plain, createGzip({ level: 1 }), () => undefined) : plain;
}

/** Lines are put together to pieces of about this many characters. */
const PIECE = 64 * 1024;

function* encode(lines: Iterable<string>, charset: Charset): Generator<Buffer> {
  const toBytes = textEncoder(charset);
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield toBytes(piece);
    piece = '';
  }
  if (piece) yield toBytes(piece);
}

/** What a server must know of a document before it sends the first byte. */
export interface DocumentMeasure {
  readonly length: number;
  readonly md5: Buffer;
}

/** Reads the bytes once and keeps none. */
export async function measure(bytes: AsyncIterable<Buffer>): Promise<DocumentMeasure> {
  const hash = createHash('md5');
  let length = 0;
  for await (const piece of bytes) {
    hash.update(piece);
    length += piece.length;
  }
  return { length, md5: hash.digest() };
}
