import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Sync } from '../contracts/syncs.ts';

/** Where records go that cannot be read or stored: under the buyers' key, for thirty days. */
export interface Quarantine {
  /** Keeps the content as it came; the same content under the same key. Returns the S3 key. */
  put(record: { shopId: string; content: unknown }): Promise<string>;
}

/** `quarantine/<sync>/<shopId>/<hash>.json` in the documents bucket; `reports`: of those that are fetched by hand. */
export const s3Quarantine = ({
  s3,
  bucket,
  sync,
}: {
  s3: S3Client;
  bucket: string;
  sync: Sync | 'reports';
}): Quarantine => ({
  async put({ shopId, content }) {
    const body = JSON.stringify(content);
    const key = `quarantine/${sync}/${shopId}/${createHash('sha256').update(body).digest('hex').slice(0, 32)}.json`;
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }));
    return key;
  },
});
