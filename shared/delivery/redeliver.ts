import type { ShopStore } from '../shops/shop-store.ts';
import { type HandedOut, handOut, type HandOutMeans } from './hand-out.ts';
import type { RedeliverableOutbox } from './outbox.ts';
import { newOutboxMark } from './outbox-mark.ts';

const KEYS_AT_A_TIME = 500;

export interface RedeliverMeans extends HandOutMeans {
  readonly outbox: RedeliverableOutbox;
  readonly shops: Pick<ShopStore, 'find' | 'acquireDrain' | 'releaseDrain'>;
}

export interface Redelivered extends HandedOut {
  /** Rows that have the mark again; those not handed out now (`held`) go with the next sweep. */
  readonly marked: number;
  /** Keys asked for that the shop has no row of. */
  readonly unknown: readonly string[];
}

/**
 * Hands records out again: those under `keys`, else those that Amazon changed at `since` (ISO) or later, else all.
 * The same versions get the same `batchId` as before where they are cut alike, and a deduplication id of their own.
 */
export async function redeliver(
  { shopId, keys, since }: { shopId: string; keys?: readonly string[] | undefined; since?: string | undefined },
  means: RedeliverMeans,
): Promise<Redelivered> {
  const { outbox, now } = means;
  const total = { batches: 0, records: 0, marked: 0 };
  const unknown: string[] = [];
  let held: HandedOut['held'];
  let marked: string[] = [];
  const handOutMarked = async () => {
    if (held === undefined && marked.length > 0) {
      const handedOut = await handOut({ shopId, keys: marked }, means);
      total.batches += handedOut.batches;
      total.records += handedOut.records;
      held = handedOut.held;
    }
    marked = [];
  };

  for await (const key of keys ?? outbox.changedSince(shopId, since)) {
    if (await outbox.markUndelivered(shopId, key, newOutboxMark(now()))) {
      marked.push(key);
      total.marked += 1;
    } else {
      unknown.push(key);
    }
    if (marked.length === KEYS_AT_A_TIME) await handOutMarked();
  }
  await handOutMarked();
  return { ...total, unknown, ...(held !== undefined && { held }) };
}
