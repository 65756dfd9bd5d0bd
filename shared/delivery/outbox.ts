import type { BatchRecord } from '../contracts/batch.ts';
import type { Kind } from '../contracts/syncs.ts';

/** A row whose newest version has not been handed to SQS yet. */
export interface UndeliveredRecord {
  /** The row's sort key. */
  readonly key: string;
  readonly version: number;
  /** The outbox mark, ISO (see `outbox-mark.ts`): new with every new version and with every redelivery. */
  readonly undeliveredSince: string;
  readonly record: BatchRecord;
}

/** The undelivered records of one kind, in the table where they live. */
export interface Outbox {
  readonly kind: Kind;
  /** Sort keys of the shop's rows that carry the mark, oldest first; from the sparse index, so it may lag. */
  undelivered(shopId: string): AsyncIterable<string>;
  /** Consistent read of base rows, in any order; rows without the mark (already handed out) are left out. Any number of keys. */
  read(shopId: string, keys: readonly string[]): Promise<UndeliveredRecord[]>;
  /** Removes the mark on condition that version and mark are still the ones sent; otherwise leaves it. */
  clear(shopId: string, sent: Pick<UndeliveredRecord, 'key' | 'version' | 'undeliveredSince'>): Promise<void>;
}

/** What handing out again needs of an outbox. */
export interface RedeliverableOutbox extends Outbox {
  /** Sort keys of the shop's rows whose record Amazon changed at `since` (ISO) or later; of all its rows without it. */
  changedSince(shopId: string, since: string | undefined): AsyncIterable<string>;
  /** Gives a row the mark again. False: there is no such row. */
  markUndelivered(shopId: string, key: string, undeliveredSince: string): Promise<boolean>;
}
