import type { Batch } from '../contracts/batch.ts';
import type { Kind } from '../contracts/syncs.ts';
import type { Log } from '../runtime/logger.ts';
import type { Shop } from '../shops/shop.ts';
import type { ShopStore } from '../shops/shop-store.ts';
import { awayPauseSeconds } from './away-pause.ts';
import { toBatch } from './batch-id.ts';
import type { RunReference } from './batch-queue.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import { type Away, offerBatch, type OfferMeans } from './offer-batch.ts';
import { type QueuedBatch, readBatch } from './queued-batch.ts';
import type { RunCounters } from './run-counters.ts';

export interface DeliverMeans extends OfferMeans {
  readonly shops: Pick<ShopStore, 'find' | 'setDownstreamAway'>;
  readonly queue: Pick<DeliveryQueue, 'pause' | 'setAside' | 'putBack'>;
  readonly runs: Pick<RunCounters, 'add'>;
  /** Hands out what waited in the shop's outboxes while its downstream was away. */
  readonly sweep: (work: { shopId: string; run: RunReference | undefined }) => Promise<unknown>;
  /** Divides the pauses. */
  readonly speed: number;
  /** Told whenever a downstream does not take a batch now. */
  readonly onAway?: (kind: Kind) => void;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

/**
 * Delivers one message. `done`: SQS may delete it, and what downstream refused is among the dead letters.
 * `again`: downstream is away, and the message comes back after a pause. Safe to run again, from the start, at any
 * time: downstream recognises batches by their ids.
 */
export async function deliverBatch(message: QueuedBatch, means: DeliverMeans): Promise<'done' | 'again'> {
  const read = readBatch(message.body);
  if ('unreadable' in read) return setAside({ message, content: message.body, reason: read.unreadable }, means);
  const { batch } = read;
  const shop = await means.shops.find(batch.shopId);
  if (shop === undefined) {
    return setAside({ message, content: batch, reason: `there is no shop ${batch.shopId}` }, means);
  }

  const answer = await offerBatch({ shop, batch }, means);
  if (answer.outcome === 'away') return waitForDownstream({ message, shop, batch, away: answer }, means);

  for (const { record, status } of answer.refused) {
    const content = toBatch(batch.shopId, batch.kind, [record]);
    await setAside({ message, content, reason: `downstream answered ${status}` }, means);
  }
  if (answer.rest.length > 0) await means.queue.putBack(message, toBatch(batch.shopId, batch.kind, [...answer.rest]));
  if (message.run !== undefined) {
    await means.runs.add(message.run, { delivered: answer.accepted, deadLettered: answer.refused.length });
  }
  if (shop.downstreamAwayUntil !== undefined) await welcomeBack({ shopId: shop.shopId, run: message.run }, means);
  return 'done';
}

async function setAside(
  { message, content, reason }: { message: QueuedBatch; content: Batch | string; reason: string },
  { queue, log }: DeliverMeans,
): Promise<'done'> {
  await queue.setAside(message, { content, reason });
  const ids =
    typeof content === 'string' ? {} : { shopId: content.shopId, kind: content.kind, batchId: content.batchId };
  log.error('A batch was set aside among the dead letters', { messageId: message.messageId, ...ids, reason });
  return 'done';
}

/** After its pause the flag that holds the shop's outbox back goes out by itself, should nobody clear it. */
const FLAG_OUTLIVES_PAUSE_MS = 3 * 60_000;

async function waitForDownstream(
  { message, shop, batch, away }: { message: QueuedBatch; shop: Shop; batch: Batch; away: Away },
  { shops, queue, now, speed, onAway, log }: DeliverMeans,
): Promise<'again'> {
  const { receiveCount } = message;
  const pauseSeconds = awayPauseSeconds({ receiveCount, retryAfterMs: away.retryAfterMs, speed });
  const awayUntil = new Date(now().getTime() + pauseSeconds * 1000 + FLAG_OUTLIVES_PAUSE_MS);
  await shops.setDownstreamAway(shop.shopId, { until: awayUntil.toISOString(), reason: away.reason });
  await queue.pause(message, pauseSeconds);
  const { shopId, kind, batchId } = batch;
  onAway?.(kind);
  log.warn('Downstream is away', { shopId, kind, batchId, reason: away.reason, receiveCount, pauseSeconds });
  return 'again';
}

async function welcomeBack(
  work: { shopId: string; run: RunReference | undefined },
  { shops, sweep, log }: DeliverMeans,
): Promise<void> {
  await shops.setDownstreamAway(work.shopId, undefined);
  try {
    await sweep(work);
  } catch (error) {
    // The batch itself is delivered, and the drain sweeps every five minutes.
    log.error('The sweep after downstream came back failed', { shopId: work.shopId, error: errorName(error) });
  }
}

const errorName = (error: unknown) => (error instanceof Error ? error.name : 'unknown');
