import * as z from 'zod/mini';
import type { BatchRecord } from '../contracts/batch.ts';
import type { Kind } from '../contracts/syncs.ts';

/** The field that tells one record of a kind from another, for downstream and for us. */
const ID_FIELD = {
  orders: 'orderId',
  returns: 'key',
  products: 'key',
  shipments: 'orderId',
  'inbound-shipments': 'planKey',
} as const satisfies Record<Kind, string>;

/** The record's own id. Throws when it has none: such a record could be neither recognised nor named. */
export function recordId(kind: Kind, record: BatchRecord): string {
  const id = z.string().safeParse(record[ID_FIELD[kind]]);
  if (!id.success) throw new RecordWithoutIdError(`A record of kind ${kind} has no ${ID_FIELD[kind]}.`);
  return id.data;
}

/** A contract of ours is broken: a person must look at what wrote or sent the record. */
export class RecordWithoutIdError extends Error {
  override readonly name = 'RecordWithoutIdError';
}
