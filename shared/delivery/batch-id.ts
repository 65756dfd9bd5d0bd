import { createHash } from 'node:crypto';
import type { Batch, BatchRecord } from '../contracts/batch.ts';
import type { Kind } from '../contracts/syncs.ts';
import { recordId } from './record-id.ts';

/** A batch of these records, in the order given. The same records in the same versions have the same `batchId`. */
export function toBatch(shopId: string, kind: Kind, records: BatchRecord[]): Batch {
  const versions = records.map((record) => JSON.stringify([recordId(kind, record), record.version])).sort();
  return { batchId: digest([shopId, kind, ...versions]), shopId, kind, records };
}

/** 128 bits of SHA-256 in hex; arrays of different texts never digest alike. */
export const digest = (texts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 32);
