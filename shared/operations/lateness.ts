import type { Schedule } from '../sync/schedule.ts';
import { nextFirings, parseScheduleExpression } from '../sync/schedule-expression.ts';
import { ScheduleExpressionError } from '../sync/schedule-expression-error.ts';

/** A run leaves the last three minutes to the next one, so its cursor is a little older than its firing. */
const CURSOR_BEHIND_FIRING_MS = 5 * 60_000;
const FIRINGS_THAT_MAY_FAIL = 3;
const NEVER_LATE_BEFORE_MS = 30 * 60_000;

/**
 * Whether what Amazon knows has been arriving as the schedule promises. Late: the third firing since the cursor is due
 * and the cursor is half an hour old or older; orders every ten minutes are late after 35. Counting firings, a schedule
 * that rests at night or on Sundays is not late then. Without a cursor: late unless a run is at work on the first one.
 * Undefined: nobody waits for this schedule, it is paused.
 */
export function latenessOf(
  { enabled, expression, nextStartTime, liveLease, backfillLease }: LatenessFields,
  { now }: { now: Date },
): { late: boolean; ageMs?: number } | undefined {
  if (!enabled) return undefined;
  if (nextStartTime === undefined) {
    const atWork = [liveLease, backfillLease].some((lease) => lease && lease.expiresAt > now.getTime());
    return { late: !atWork };
  }
  const cursor = new Date(nextStartTime);
  return { late: lateFrom(cursor, expression) <= now.getTime(), ageMs: Math.max(0, now.getTime() - cursor.getTime()) };
}

type LatenessFields = Pick<Schedule, 'enabled' | 'expression' | 'nextStartTime' | 'liveLease' | 'backfillLease'>;

/** Unix ms. An expression that cannot be read fires nothing, so it is late at once; one whose firings end never is. */
function lateFrom(cursor: Date, expression: string): number {
  try {
    const after = new Date(cursor.getTime() + CURSOR_BEHIND_FIRING_MS);
    const firings = nextFirings(parseScheduleExpression(expression), { after, count: FIRINGS_THAT_MAY_FAIL });
    const last = firings[FIRINGS_THAT_MAY_FAIL - 1];
    return last ? Math.max(last.getTime(), cursor.getTime() + NEVER_LATE_BEFORE_MS) : Infinity;
  } catch (error) {
    if (error instanceof ScheduleExpressionError) return cursor.getTime();
    throw error;
  }
}
