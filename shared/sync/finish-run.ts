import type { ShopStore } from '../shops/shop-store.ts';
import type { Log } from '../runtime/logger.ts';
import type { Run } from './run.ts';
import type { ScheduleStore } from './schedule-store.ts';
import { SupersededError } from './superseded-error.ts';

/**
 * The last act of a run whose row says that it has ended: moves the cursor, gives the lease back. Safe to run again.
 * The cursor moves only if the run began at or before the cursor it found (no gap) and that cursor is still there (never back).
 */
export async function finishRun(
  run: Run,
  memory: unknown,
  {
    schedules,
    shops,
    onEnded,
    log,
  }: { schedules: ScheduleStore; shops: Pick<ShopStore, 'find' | 'setPaused'>; onEnded: (run: Run) => void; log: Log },
): Promise<void> {
  const lastRun = { outcome: run.outcome ?? 'failed', endedAt: run.endedAt ?? run.startedAt, error: run.error };
  const cursor = cursorAfter(run);
  const finished =
    (cursor !== undefined && (await schedules.finish(run, { cursor, lastRun, memory }))) ||
    (await schedules.finish(run, { lastRun, memory }));
  if (!finished) throw new SupersededError(`run ${run.runId} was finished by another`);
  if (run.outcome === 'succeeded' && (await shops.find(run.shopId))?.paused)
    await shops.setPaused(run.shopId, undefined);
  onEnded(run);
  const { read, stored, unchanged, quarantined, batches, calls } = run;
  const facts = { runId: run.runId, outcome: run.outcome, read, stored, unchanged, quarantined, batches, calls };
  if (run.error) log.error('the run has failed', { ...facts, reason: run.error });
  else log.info('the run has ended', facts);
}

function cursorAfter({ outcome, reachedUntil, startTime, foundCursor }: Run): string | undefined {
  if (outcome === 'failed' || reachedUntil === undefined) return undefined;
  if (foundCursor === undefined) return reachedUntil;
  return startTime <= foundCursor && reachedUntil > foundCursor ? reachedUntil : undefined;
}
