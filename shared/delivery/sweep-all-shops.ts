import type { Log } from '../runtime/logger.ts';
import type { ShopStore } from '../shops/shop-store.ts';
import { sweepEvery, type SweepEveryMeans } from './sweep-every.ts';

export interface SweepAllMeans extends SweepEveryMeans {
  readonly shops: Pick<ShopStore, 'list' | 'find' | 'acquireDrain' | 'releaseDrain'>;
  readonly log: Pick<Log, 'error'>;
}

/** Some shops' leftovers could not be handed out; each is named in the log, the next sweep has them again. */
export class SweepFailedError extends Error {
  override readonly name = 'SweepFailedError';
}

/**
 * Sweeps every outbox of every shop. One that fails never stops another; that some did is thrown in the end. Each
 * sweep begins with another shop, so that none is always the last when time runs out.
 */
export async function sweepAllShops(means: SweepAllMeans): Promise<{ batches: number; records: number }> {
  const total = { batches: 0, records: 0 };
  const failed: string[] = [];
  for (const { shopId } of beginElsewhere(await means.shops.list(), means.now())) {
    try {
      const { batches, records } = await sweepEvery({ shopId }, means);
      total.batches += batches;
      total.records += records;
    } catch (error) {
      failed.push(shopId);
      const name = error instanceof Error ? error.name : 'unknown';
      means.log.error('The leftovers of a shop could not be handed out', { shopId, error: name });
    }
  }
  if (failed.length > 0) throw new SweepFailedError(`The leftovers of ${failed.length} shops could not be handed out.`);
  return total;
}

/** Rotated by the minute. */
function beginElsewhere<Item>(items: Item[], now: Date): Item[] {
  const first = items.length === 0 ? 0 : Math.floor(now.getTime() / 60_000) % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
