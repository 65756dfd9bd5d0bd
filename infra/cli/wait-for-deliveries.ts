import { setTimeout as sleep } from 'node:timers/promises';
import { KIND_OF } from '../../shared/contracts/syncs.ts';
import { queueDepth } from '../../shared/delivery/queue-depth.ts';
import type { Shop } from '../../shared/shops/shop.ts';
import { STAGES } from '../stages.ts';
import { countUndelivered } from './count-undelivered.ts';
import { FunctionFailedError, invokeFunction } from './invoke-function.ts';
import { queueUrlsOf } from './queue-urls.ts';
import type { BuiltSync } from './read-sync.ts';
import type { StageConnection } from './stage-connection.ts';

/** What had not reached downstream when patience ended. */
export interface Undelivered {
  /** Batches that wait in the queues. */
  readonly batches: number;
  /** Records that have not been handed to a queue, by shop. */
  readonly records: Readonly<Record<string, number>>;
  /** What downstream answered, by shop, where it is away. */
  readonly away: Readonly<Record<string, string>>;
}

const LOOK_EVERY_MS = 200;
/** As the run's promise says: 60 seconds after the last batch. */
const PATIENCE_MS = 60_000;
const DRAIN_EVERY_MS = 5_000;

/**
 * Waits until the queues are empty and nothing of the shops is undelivered, for at most a minute in which nothing moved.
 * Shops without a URL are not waited for. Sweeps up what was left lying as soon as downstream is back.
 */
export async function waitForDeliveries(
  { shopIds, syncs }: { shopIds: readonly string[]; syncs: readonly BuiltSync[] },
  { connection, interrupted, patienceMs = PATIENCE_MS }: DeliveryMeans,
): Promise<Undelivered | undefined> {
  const delivered = syncs.filter((sync) => STAGES[connection.stage].consumers[KIND_OF[sync]] === 'webhook');
  const urls = await Promise.all(delivered.map(async (sync) => (await queueUrlsOf(KIND_OF[sync], connection)).url));
  let [before, movedAt, drainedAt] = ['', Date.now(), 0];
  for (;;) {
    const shops = await shopsWithUrl(shopIds, connection);
    const records = await undeliveredOf(shops, delivered, connection);
    const batches = await queueDepth(urls, connection.clients);
    const left = Object.keys(records).length;
    if (batches === 0 && left === 0) return undefined;

    const now = JSON.stringify([batches, records]);
    if (now !== before) [before, movedAt] = [now, Date.now()];
    if (Date.now() - movedAt > patienceMs) return { batches, records, away: reasonsOf(shops) };
    const back = shops.some(({ shopId, downstreamAwayUntil }) => records[shopId] && !isAhead(downstreamAwayUntil));
    if (back && Date.now() - drainedAt > DRAIN_EVERY_MS) {
      await drain(connection, interrupted);
      drainedAt = Date.now();
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal: interrupted });
  }
}

export interface DeliveryMeans {
  readonly connection: StageConnection;
  readonly interrupted: AbortSignal;
  readonly patienceMs?: number;
}

async function shopsWithUrl(shopIds: readonly string[], { shops }: StageConnection): Promise<Shop[]> {
  const found = await Promise.all(shopIds.map((shopId) => shops.find(shopId)));
  return found.filter((shop) => shop !== undefined).filter(({ downstreamUrl }) => downstreamUrl !== undefined);
}

async function undeliveredOf(
  shops: readonly Shop[],
  syncs: readonly BuiltSync[],
  connection: StageConnection,
): Promise<Record<string, number>> {
  const records: Record<string, number> = {};
  for (const { shopId } of shops) {
    const counts = await Promise.all(syncs.map((sync) => countUndelivered({ shopId, sync }, connection)));
    const count = counts.reduce((sum, each) => sum + each, 0);
    if (count > 0) records[shopId] = count;
  }
  return records;
}

/** What cannot be swept up now shows as undelivered in the end. */
async function drain({ names, clients }: StageConnection, interrupted: AbortSignal): Promise<void> {
  try {
    await invokeFunction({ functionName: names.drainFunction, payload: {} }, { lambda: clients.lambda, interrupted });
  } catch (error) {
    if (!(error instanceof FunctionFailedError)) throw error;
  }
}

const reasonsOf = (shops: readonly Shop[]): Record<string, string> =>
  Object.fromEntries(
    shops.flatMap(({ shopId, downstreamAwayReason: reason }) => (reason === undefined ? [] : [[shopId, reason]])),
  );

const isAhead = (moment: string | undefined) => moment !== undefined && Date.parse(moment) > Date.now();

/** What waits still, for people. */
export function toUndeliveredText({ batches, records, away }: Undelivered): string {
  const waiting = Object.entries(records).map(([shopId, count]) => `${shopId} ${count}`);
  const parts = [
    ...(batches > 0 ? [`${batches} ${batches === 1 ? 'batch waits' : 'batches wait'} in the queue`] : []),
    ...(waiting.length > 0 ? [`records not handed out yet: ${waiting.join(', ')}`] : []),
    ...Object.entries(away).map(([shopId, reason]) => `${shopId}: ${reason}`),
  ];
  return parts.join('; ');
}
