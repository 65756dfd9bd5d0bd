import type { Run } from '../sync/run.ts';
import type { Advance } from '../sync/sync-work.ts';
import { withNotes } from '../sync/with-notes.ts';

/** A cool-down that a live run waits out: its lease holds the lane meanwhile. A backfill waits out any. */
const PATIENCE_MS = 2 * 60_000;

/**
 * All that is left of a run's window cools down. The run waits when that is short, or when it has no next firing (a
 * backfill); else it ends, what is left of its window stays open, and its notes say until when.
 */
export function waitOrSkip(
  run: Run,
  cooling: readonly { reportType: string; until: string }[],
  { now }: { now: () => number },
): Advance {
  const soonest = cooling.reduce((first, { until }) => (until < first ? until : first), cooling[0]?.until ?? '');
  const waitMs = Date.parse(soonest) - now();
  if (waitMs <= PATIENCE_MS || run.lane === 'backfill') return { run, next: 'wait', until: new Date(soonest) };
  const notes = cooling.map(
    ({ reportType, until }) =>
      `Amazon lets ${reportType} be asked for again at ${until}; the window stays open until then.`,
  );
  return { run: { ...run, notes: withNotes(run.notes, notes) }, next: 'skipped' };
}
