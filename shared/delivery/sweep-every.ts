import type { Consumer } from '../runtime/environment-parts.ts';
import type { BatchQueue, RunReference } from './batch-queue.ts';
import type { Outbox } from './outbox.ts';
import { type SweepMeans, sweepLeftovers } from './sweep-leftovers.ts';

export interface SweepEveryMeans extends Omit<SweepMeans, 'outbox' | 'queue' | 'consumer'> {
  readonly outboxes: readonly { outbox: Outbox; queue: Pick<BatchQueue, 'send'>; consumer: Consumer }[];
}

/** Sweeps every outbox of one shop, one kind after another. */
export async function sweepEvery(
  work: { shopId: string; run?: RunReference | undefined },
  { outboxes, ...means }: SweepEveryMeans,
): Promise<{ batches: number; records: number }> {
  const total = { batches: 0, records: 0 };
  for (const connected of outboxes) {
    const { batches, records } = await sweepLeftovers(work, { ...means, ...connected });
    total.batches += batches;
    total.records += records;
  }
  return total;
}
