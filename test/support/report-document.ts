import { gzipSync } from 'node:zlib';
import type { Misfit } from '../../shared/reports/documents/misfit.ts';
import { readRows } from '../../shared/reports/documents/read-rows.ts';
import type { DocumentToRead } from '../../shared/reports/documents/stored-document.ts';

/** A kept document of these bytes, given in pieces of `pieceBytes`. */
export function reportDocument(
  bytes: Buffer | string,
  {
    reportType = 'GET_MERCHANT_LISTINGS_ALL_DATA',
    pieceBytes = 16 * 1024,
    gzip = false,
    ...over
  }: Partial<DocumentToRead> & { pieceBytes?: number; gzip?: boolean } = {},
): DocumentToRead {
  const plain = Buffer.from(bytes);
  const kept = gzip ? gzipSync(plain) : plain;
  return {
    s3Key: 'reports/S1/document-1',
    compression: gzip ? 'gzip' : 'none',
    contentType: undefined,
    reportType,
    content: inPieces(kept, pieceBytes),
    ...over,
  };
}

export async function* inPieces(bytes: Buffer, pieceBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await Promise.resolve();
    yield bytes.subarray(at, at + pieceBytes);
  }
}

export interface ReadRow {
  readonly line: number;
  readonly fields: Record<string, string>;
}

/** Everything that a document holds, read at once. */
export async function readAll(document: DocumentToRead, options?: Parameters<typeof readRows>[1]) {
  const rows: ReadRow[] = [];
  const misfits: Misfit[] = [];
  const lastLines: number[] = [];
  const charsets = new Set<string>();
  let undecodable = 0;
  const bytes: Record<string, number> = {};
  for await (const batch of readRows(document, options)) {
    rows.push(...batch.rows.map((row) => ({ line: row.line, fields: row.toFields() })));
    misfits.push(...batch.misfits);
    lastLines.push(batch.lastLine);
    charsets.add(batch.charset);
    undecodable += batch.undecodable.count;
    for (const [byte, count] of Object.entries(batch.undecodable.bytes)) bytes[byte] = (bytes[byte] ?? 0) + count;
  }
  return { rows, misfits, lastLines, charsets: [...charsets], undecodable, bytes };
}
