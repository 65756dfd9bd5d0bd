/** A run asks for what changed between two moments (ISO 8601, both inclusive), frozen before its first request. */
export interface Window {
  readonly startTime: string;
  readonly endTime: string;
}

const MINUTE_MS = 60_000;

/** Amazon refuses an upper bound less than two minutes old; the third is for its clock and ours. */
export const SETTLE_MS = 3 * MINUTE_MS;

/** Requests begin this much before the cursor: changes may show late, and reading an unchanged order costs no write. */
export const OVERLAP_MS = 10 * MINUTE_MS;

/** The first cursor where neither the run nor the shop names one. */
export const DEFAULT_LOOK_BACK_MS = 30 * 24 * 60 * MINUTE_MS;

/** Where a run begins, in which lane, and whether its requests overlap what an earlier run has read. */
export interface Beginning {
  readonly startTime: string;
  readonly lane: 'live' | 'backfill';
  readonly overlaps: boolean;
}

/** An override earlier than the cursor runs in the backfill lane; everything else is live. */
export function beginningOf(schedule: { cursor?: string; override?: string; since?: string }, now: Date): Beginning {
  const { cursor, override, since } = schedule;
  if (override !== undefined) {
    return {
      startTime: override,
      lane: cursor !== undefined && override < cursor ? 'backfill' : 'live',
      overlaps: false,
    };
  }
  if (cursor !== undefined) return { startTime: cursor, lane: 'live', overlaps: true };
  return {
    startTime: since ?? new Date(now.getTime() - DEFAULT_LOOK_BACK_MS).toISOString(),
    lane: 'live',
    overlaps: false,
  };
}

/** The window up to three minutes ago by Amazon's clock; undefined while nothing lies in it yet. */
export function freezeWindow(startTime: string, amazonNow: Date): Window | undefined {
  const endTime = new Date(amazonNow.getTime() - SETTLE_MS).toISOString();
  return startTime < endTime ? { startTime, endTime } : undefined;
}

/** The moment `ms` before another, ISO. */
export const before = (time: string, ms: number) => new Date(Date.parse(time) - ms).toISOString();
