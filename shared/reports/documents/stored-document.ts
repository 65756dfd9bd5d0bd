import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** How the kept bytes are packed; the download looked at them, whatever Amazon had announced. */
export type Compression = 'gzip' | 'none';

/** A report document that passed its checks, as the ledger remembers it. */
export interface StoredDocument {
  readonly s3Key: string;
  /** Length of what is kept, packed. */
  readonly bytes: number;
  /** Of the kept bytes, hex: equal to that of the last ingested document means there is nothing new. */
  readonly md5: string;
  /** As Amazon's storage sent it; its charset is the best that is known of the text. */
  readonly contentType?: string | undefined;
  readonly compression: Compression;
}

/** What is needed to read a document's text. */
export interface DocumentToRead extends Pick<StoredDocument, 's3Key' | 'contentType' | 'compression'> {
  /** The kept bytes in pieces of any size. */
  readonly content: AsyncIterable<Uint8Array>;
  readonly reportType: string;
  /** Where one is known: it tells the charset of a document that does not. */
  readonly marketplaceId?: string | undefined;
}

/** The bytes of a kept document, from its beginning. Read them to the end or `destroy` the stream. */
export async function openStoredDocument(s3Key: string, { s3, bucket }: { s3: S3Client; bucket: string }) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: s3Key }));
  if (!(Body instanceof Readable)) throw new Error(`S3 gave no content for ${s3Key}.`);
  return Body;
}
