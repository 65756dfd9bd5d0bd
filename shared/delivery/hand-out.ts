import { MAX_RECORDS_PER_BATCH } from '../contracts/batch.ts';
import type { Log } from '../runtime/logger.ts';
import type { Shop } from '../shops/shop.ts';
import type { ShopStore } from '../shops/shop-store.ts';
import { digest, toBatch } from './batch-id.ts';
import type { BatchQueue, RunReference } from './batch-queue.ts';
import { cutBatches } from './cut-batches.ts';
import { takeDrain } from './drain-lease.ts';
import { MAX_RECORD_BYTES, messageBytes } from './message-body.ts';
import type { Outbox, UndeliveredRecord } from './outbox.ts';

export interface HandOutMeans {
  readonly outbox: Outbox;
  readonly queue: Pick<BatchQueue, 'send'>;
  readonly shops: Pick<ShopStore, 'find' | 'acquireDrain' | 'releaseDrain'>;
  readonly now: () => Date;
  /** Records in a batch, 1 to 50. */
  readonly batchSize: number;
  readonly consumer: 'webhook' | 'own';
  readonly log?: Pick<Log, 'error'>;
}

export interface HandedOut {
  readonly batches: number;
  readonly records: number;
  /** Why nothing more was handed out; what is left keeps its mark, and a sweep finds it. */
  readonly held?: 'no-url' | 'away' | 'busy';
}

/**
 * Sends the shop's undelivered records under these keys to the queue, in the order of the keys, then takes their
 * marks away. Records already handed out are left alone. Safe to run again, from the start, at any time:
 * a crash between send and clear repeats the same batches under the same deduplication ids.
 */
export async function handOut(
  { shopId, keys, run }: { shopId: string; keys: readonly string[]; run?: RunReference | undefined },
  means: HandOutMeans,
): Promise<HandedOut> {
  const { outbox, queue, shops, now } = means;
  let [batches, records] = [0, 0];
  if (keys.length === 0) return { batches, records };

  const held = whyHeld(await findShop(shopId, shops), means);
  if (held !== undefined) return { batches, records, held };
  const drain = await takeDrain({ shopId, kind: outbox.kind }, { shops, now });
  if (drain === undefined) return { batches, records, held: 'busy' };

  const maxCount = Math.min(means.batchSize, MAX_RECORDS_PER_BATCH);
  const cut = { maxCount, maxBytes: MAX_RECORD_BYTES, bytes: (row: UndeliveredRecord) => messageBytes(row.record) };
  try {
    for await (const rows of cutBatches(undeliveredInOrder({ shopId, keys }, means), cut)) {
      if (!(await drain.renew())) return { batches, records, held: 'busy' };
      const batch = toBatch(
        shopId,
        outbox.kind,
        rows.map((row) => row.record),
      );
      await queue.send({ batch, deduplicationId: deduplicationId(batch.batchId, rows), run });
      await Promise.all(rows.map((row) => outbox.clear(shopId, row)));
      batches += 1;
      records += rows.length;
    }
  } finally {
    await drain.release();
  }
  return { batches, records };
}

/** The shop of a hand-out is not in the `shops` table: it was removed, or the schedule names another. */
export class UnknownShopError extends Error {
  override readonly name = 'UnknownShopError';
}

async function findShop(shopId: string, shops: Pick<ShopStore, 'find'>): Promise<Shop> {
  const shop = await shops.find(shopId);
  if (shop === undefined) throw new UnknownShopError(`There is no shop ${shopId}. Add it with azi shop add.`);
  return shop;
}

function whyHeld(shop: Shop, { consumer, now }: HandOutMeans): 'no-url' | 'away' | undefined {
  if (consumer === 'own') return undefined;
  if (shop.downstreamUrl === undefined) return 'no-url';
  const away = shop.downstreamAwayUntil !== undefined && Date.parse(shop.downstreamAwayUntil) > now().getTime();
  return away ? 'away' : undefined;
}

/** The marks are part of it: a crash repeats them, so SQS swallows the repetition; a redelivery has new ones. */
const deduplicationId = (batchId: string, rows: UndeliveredRecord[]) =>
  digest([batchId, ...rows.map((row) => row.undeliveredSince).sort()]);

/** Reads a hundred rows at a time, so that memory is bounded however many keys there are. */
async function* undeliveredInOrder(
  { shopId, keys }: { shopId: string; keys: readonly string[] },
  { outbox, log }: HandOutMeans,
): AsyncIterable<UndeliveredRecord> {
  const distinct = [...new Set(keys)];
  for (let from = 0; from < distinct.length; from += 100) {
    const some = distinct.slice(from, from + 100);
    const rows = new Map((await outbox.read(shopId, some)).map((row) => [row.key, row]));
    for (const key of some) {
      const row = rows.get(key);
      if (row === undefined) continue;
      if (messageBytes(row.record) <= MAX_RECORD_BYTES) yield row;
      else log?.error('A record is larger than an SQS message can be; it stays undelivered', { shopId, key });
    }
  }
}
