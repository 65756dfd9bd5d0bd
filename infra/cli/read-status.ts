import { BUILT_SYNCS, KIND_OF, SYNCS } from '../../shared/contracts/syncs.ts';
import { DeadLetters } from '../../shared/delivery/dead-letters.ts';
import { queueDepth } from '../../shared/delivery/queue-depth.ts';
import type { Shop } from '../../shared/shops/shop.ts';
import type { Schedule } from '../../shared/sync/schedule.ts';
import { STAGES } from '../stages.ts';
import { countUndelivered } from './count-undelivered.ts';
import { queueUrlsOf } from './queue-urls.ts';
import type { BuiltSync } from './read-sync.ts';
import type { StageConnection } from './stage-connection.ts';

/** How a stage stands, as `azi status --json` tells it. */
export interface Status {
  readonly shops: readonly ShopStatus[];
  /** By sync: batches that wait in its queue, of all shops. */
  readonly queued: Readonly<Record<string, number>>;
}

export interface ShopStatus {
  readonly shopId: string;
  readonly sellerId: string;
  readonly region: string;
  /** Where batches go: a URL's host, `none`, or `own` where a consumer of the user's reads the queue. */
  readonly downstream: string;
  /** ISO; downstream did not answer, and is left alone until then. */
  readonly downstreamAwayUntil: string | null;
  /** What it answered, e.g. `downstream answered 503`, while it is away. */
  readonly downstreamAwayReason: string | null;
  /** Why nothing runs, e.g. a withdrawn grant. */
  readonly paused: Shop['paused'] | null;
  readonly syncs: readonly SyncStatus[];
}

export interface SyncStatus {
  readonly sync: string;
  readonly scheduleId: string;
  readonly expression: string;
  readonly enabled: boolean;
  /** Everything that changed before is stored; null: no run has succeeded yet. */
  readonly cursor: string | null;
  readonly ageSeconds: number | null;
  readonly lastRun: Schedule['lastRun'] | null;
  /** Ids of runs that are under way. */
  readonly running: readonly string[];
  /** Records that have not been handed to the queue. */
  readonly undelivered: number;
  /** Batches among the dead letters. */
  readonly deadLetters: number;
}

/** Reads how the shops named stand, or all. Changes nothing. */
export async function readStatus(
  shops: readonly Shop[],
  { connection, now }: { connection: StageConnection; now: () => Date },
): Promise<Status> {
  const queues = await Promise.all(BUILT_SYNCS.map((sync) => readQueue(sync, connection)));
  const deadLetters = queues.flatMap((queue) => queue.deadLetters);
  const read = async (shop: Shop): Promise<ShopStatus> => {
    const { shopId, sellerId, region, paused } = shop;
    const schedules = await connection.schedules.list(shopId);
    const toStatus = async (schedule: Schedule): Promise<SyncStatus[]> => {
      const sync = BUILT_SYNCS.find((built) => built === schedule.sync);
      if (!sync) return [];
      const dead = deadLetters.filter((letter) => letter.shopId === shopId && letter.kind === KIND_OF[sync]).length;
      const undelivered = await countUndelivered({ shopId, sync }, connection);
      return [{ ...toSyncStatus(schedule, now()), undelivered, deadLetters: dead }];
    };
    return {
      shopId,
      sellerId,
      region,
      downstream: downstreamOf(shop, connection),
      ...toAway(shop, now()),
      paused: paused ?? null,
      syncs: (await Promise.all(schedules.map(toStatus))).flat().sort(inDesignOrder),
    };
  };
  return {
    shops: await Promise.all(shops.map(read)),
    queued: Object.fromEntries(queues.map(({ sync, queued }) => [sync, queued])),
  };
}

const inDesignOrder = (a: SyncStatus, b: SyncStatus) =>
  SYNCS.findIndex((sync) => sync === a.sync) - SYNCS.findIndex((sync) => sync === b.sync);

async function readQueue(sync: BuiltSync, connection: StageConnection) {
  const { sqs } = connection.clients;
  const kind = KIND_OF[sync];
  const urls = await queueUrlsOf(kind, connection);
  const dead = await queueDepth([urls.deadLettersUrl], { sqs });
  return {
    sync,
    queued: await queueDepth([urls.url], { sqs }),
    // Looking hides letters from others for a moment: not without need.
    deadLetters: dead === 0 ? [] : await new DeadLetters(sqs, { kind, ...urls }).list(),
  };
}

function toSyncStatus(schedule: Schedule, now: Date): Omit<SyncStatus, 'undelivered' | 'deadLetters'> {
  const { sync, scheduleId, expression, enabled, nextStartTime, lastRun, liveLease, backfillLease } = schedule;
  return {
    sync,
    scheduleId,
    expression,
    enabled,
    cursor: nextStartTime ?? null,
    ageSeconds:
      nextStartTime === undefined ? null : Math.max(0, Math.round((now.getTime() - Date.parse(nextStartTime)) / 1000)),
    lastRun: lastRun ?? null,
    running: [liveLease, backfillLease].flatMap((lease) =>
      lease && lease.expiresAt > now.getTime() ? lease.runId : [],
    ),
  };
}

function toAway(
  { downstreamAwayUntil: until, downstreamAwayReason: reason }: Shop,
  now: Date,
): Pick<ShopStatus, 'downstreamAwayUntil' | 'downstreamAwayReason'> {
  const isAway = until !== undefined && Date.parse(until) > now.getTime();
  return { downstreamAwayUntil: isAway ? until : null, downstreamAwayReason: (isAway && reason) || null };
}

function downstreamOf({ downstreamUrl }: Shop, { stage }: Pick<StageConnection, 'stage'>): string {
  if (Object.values(STAGES[stage].consumers).every((consumer) => consumer === 'own')) return 'own';
  return downstreamUrl === undefined ? 'none' : new URL(downstreamUrl).host;
}
