import type { ShopStore } from '../shops/shop-store.ts';
import { LwaGrantRevokedError } from '../sp-api/lwa/lwa-error.ts';
import { SpApiThrottledError, SpApiUnavailableError } from '../sp-api/sp-api-error.ts';
import { type Curable, isCurable } from '../runtime/curable.ts';
import type { Log } from '../runtime/logger.ts';
import { finishRun } from './finish-run.ts';
import type { Run, RunError } from './run.ts';
import type { RunStore } from './run-store.ts';
import type { ScheduleStore } from './schedule-store.ts';
import { SupersededError } from './superseded-error.ts';
import type { SyncWork } from './sync-work.ts';

/** What running a run takes, beside the work itself. */
export interface RunMeans {
  readonly shops: Pick<ShopStore, 'find' | 'setPaused'>;
  readonly schedules: ScheduleStore;
  readonly runs: RunStore;
  readonly now: () => number;
  /** Milliseconds until this invocation is ended from outside. */
  readonly timeLeftMs: () => number;
  /** The longest that an invocation of this function may take. */
  readonly functionTimeoutMs: number;
  /** Divides the pauses that are our policy. */
  readonly speed: number;
  /** Takes the calls counted since it was last asked, by operationId. */
  readonly takeCalls: () => Record<string, number>;
  /** Told once of every run that has ended. */
  readonly onEnded: (run: Run) => void;
  /** Told whenever a run leaves because the usage plan is spent. */
  readonly onThrottled?: (run: Run) => void;
  readonly log: Log;
}

export type Carried =
  | { readonly state: 'ended'; readonly run: Run }
  | { readonly state: 'superseded' }
  | { readonly state: 'waiting'; readonly run: Run; readonly waitUntil: Date };

/** So much must be left of an invocation for another stretch of work: one call with its retries, and storing a page. */
const TIME_FOR_A_STRETCH_MS = 75_000;

/** A lease outlives the invocation it is for by this much. */
export const LEASE_MARGIN_MS = 2 * 60_000;

/** Pauses while Amazon is down, one after another. A backfill has no next firing that would begin it again: it is more patient. */
const UNAVAILABLE_PAUSES_MS = {
  live: [10_000, 30_000, 60_000],
  backfill: [10_000, 30_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000],
};

const PROBE_PAUSED_SHOP_MS = 60 * 60_000;

/** Works on a run that this invocation owns until it ends, must wait, or time is nearly up. */
export async function carryOn(begun: Run, work: SyncWork, means: RunMeans): Promise<Carried> {
  let run: Run = { ...begun, waitUntil: undefined };
  const counted = (counting: Run): Run => ({ ...counting, calls: added(counting.calls, means.takeCalls()) });
  const timeIsUp = () => means.timeLeftMs() < TIME_FOR_A_STRETCH_MS;
  const checkpoint = async (reached: Run): Promise<Run> => {
    run = { ...counted(reached), unavailable: 0 };
    await means.runs.save(run);
    return run;
  };
  try {
    for (;;) {
      if (timeIsUp()) return await pause(counted(run), new Date(means.now()), work, means);
      const advanced = await work.advance(run, { checkpoint, timeIsUp });
      run = { ...counted(advanced.run), unavailable: 0 };
      if (advanced.next === 'wait') return await pause(run, advanced.until, work, means);
      if (advanced.next !== 'more') return await end(run, { outcome: advanced.next }, work, means);
      await means.runs.save(run);
    }
  } catch (error) {
    if (error instanceof SupersededError) return { state: 'superseded' };
    if (error instanceof SpApiThrottledError) {
      means.onThrottled?.(run);
      return pause(counted(run), error.retryAt, work, means);
    }
    if (error instanceof SpApiUnavailableError) {
      const pauseMs = UNAVAILABLE_PAUSES_MS[run.lane][run.unavailable];
      if (pauseMs !== undefined) {
        const waiting = { ...counted(run), unavailable: run.unavailable + 1 };
        return pause(waiting, new Date(means.now() + pauseMs / means.speed), work, means);
      }
    }
    if (error instanceof LwaGrantRevokedError) await pauseShop(run.shopId, means);
    if (isCurable(error)) {
      return end(counted(run), { outcome: 'failed', error: toRunError(error) }, work, means);
    }
    throw error;
  }
}

async function pause(running: Run, waitUntil: Date, work: SyncWork, means: RunMeans): Promise<Carried> {
  try {
    const run: Run = { ...(await work.settle(running)), waitUntil: waitUntil.toISOString() };
    await means.runs.save(run);
    const expiresAt = waitUntil.getTime() + means.functionTimeoutMs + LEASE_MARGIN_MS;
    const renewed = await means.schedules.renewLease(run, {
      runId: run.runId,
      from: run.step,
      to: run.step,
      expiresAt,
    });
    return renewed ? { state: 'waiting', run, waitUntil } : { state: 'superseded' };
  } catch (error) {
    if (error instanceof SupersededError) return { state: 'superseded' };
    throw error;
  }
}

async function end(
  running: Run,
  how: { outcome: 'succeeded' | 'skipped' | 'failed'; error?: RunError },
  work: SyncWork,
  means: RunMeans,
): Promise<Carried> {
  try {
    const settled = await work.settle(running);
    const run: Run = {
      ...settled,
      ...how,
      state: 'ended',
      waitUntil: undefined,
      endedAt: new Date(means.now()).toISOString(),
    };
    await means.runs.save(run);
    await finishRun(run, work.memory(run), means);
    return { state: 'ended', run };
  } catch (error) {
    if (error instanceof SupersededError) return { state: 'superseded' };
    throw error;
  }
}

/** A shop whose seller has withdrawn the grant is left alone, but looked at every hour: it resumes by itself. */
async function pauseShop(shopId: string, { shops, now }: RunMeans): Promise<void> {
  const shop = await shops.find(shopId);
  await shops.setPaused(shopId, {
    reason: 'invalid_grant',
    since: shop?.paused?.since ?? new Date(now()).toISOString(),
    probeAt: new Date(now() + PROBE_PAUSED_SHOP_MS).toISOString(),
  });
}

const toRunError = ({ name, message, cure }: Curable): RunError => ({ name, message, cure });

/** The sum of two counts by name. */
export function added(counts: Record<string, number>, more: Record<string, number>): Record<string, number> {
  const sum = { ...counts };
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
