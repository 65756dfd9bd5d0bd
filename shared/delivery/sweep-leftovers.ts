import type { RunReference } from './batch-queue.ts';
import { type HandedOut, handOut, type HandOutMeans } from './hand-out.ts';

/** Keys taken from the index at a time: whole batches whatever their size up to 50. */
const KEYS_AT_A_TIME = 500;
const TIME_FOR_A_HAND_OUT_MS = 10_000;

export interface SweepMeans extends HandOutMeans {
  /** Milliseconds that are left to this process; under ten seconds nothing new is begun. */
  readonly timeLeftMs: () => number;
}

/**
 * Hands out whatever the outbox's index shows, oldest first, as far as time allows.
 * Safe to run any time: the index may lag, base rows decide.
 */
export async function sweepLeftovers(
  { shopId, run }: { shopId: string; run?: RunReference | undefined },
  means: SweepMeans,
): Promise<HandedOut> {
  const total = { batches: 0, records: 0 };
  for await (const keys of inChunks(means.outbox.undelivered(shopId), KEYS_AT_A_TIME)) {
    if (means.timeLeftMs() < TIME_FOR_A_HAND_OUT_MS) return total;
    const { batches, records, held } = await handOut({ shopId, keys, run }, means);
    total.batches += batches;
    total.records += records;
    if (held !== undefined) return { ...total, held };
  }
  return total;
}

async function* inChunks<Item>(items: AsyncIterable<Item>, size: number): AsyncIterable<Item[]> {
  let chunk: Item[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
