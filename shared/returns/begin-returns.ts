import type { Run } from '../sync/run.ts';
import type { Schedule } from '../sync/schedule.ts';
import { before, OVERLAP_MS } from '../sync/window.ts';
import { returnsParts, SOURCES, type Source } from './return-windows.ts';
import { type ReadRange, ReturnsMemory, ReturnsProgress } from './returns-progress.ts';

const READ_AGAIN_EVERY_MS = 24 * 60 * 60_000;

/** What a run is to read of each source: from the cursor on, or from where an earlier run has come to with that source. */
export function beginReturns(
  { startTime, endTime, overlaps }: Pick<Run, 'startTime' | 'endTime' | 'overlaps'>,
  schedule: Pick<Schedule, 'memory' | 'nextStartTime'>,
  { now }: { now: () => number },
): ReturnsProgress {
  const memory = ReturnsMemory.safeParse(schedule.memory).data ?? { readAgainAt: {}, read: {} };
  const carriesOn = overlaps || schedule.nextStartTime === undefined;
  // A gap between the cursor and what is remembered would be one for ever.
  const known = (source: Source): ReadRange | undefined => {
    const range = carriesOn ? memory.read[source] : undefined;
    return range && range.from <= startTime && range.until > startTime ? range : undefined;
  };
  const due = (source: Source) => now() - Date.parse(memory.readAgainAt[source] ?? '1970-01-01') >= READ_AGAIN_EVERY_MS;
  // An override names its beginning; only what carries on looks back.
  const readAgain = SOURCES.filter((source) => (overlaps || known(source) !== undefined) && due(source));
  const startOf = (source: Source) => {
    const range = known(source);
    if (range) return before(range.until, OVERLAP_MS);
    return overlaps ? before(startTime, OVERLAP_MS) : startTime;
  };
  return {
    parts: returnsParts({ startTimes: { FBA: startOf('FBA'), MERCHANT: startOf('MERCHANT') }, endTime, readAgain }),
    position: 0,
    quarantinedBefore: 0,
    toDeliver: [],
    waiting: {},
    failed: [],
    readAgain,
    memory,
  };
}

/** What the schedule is to remember, also of a run that failed or was skipped: each source by itself. */
export function rememberReturns(run: Run, { now }: { now: () => number }): ReturnsMemory | undefined {
  // A window that somebody named says nothing of what lies between it and the cursor.
  if (!run.overlaps && run.foundCursor !== undefined) return undefined;
  const { parts, readAgain, memory } = ReturnsProgress.parse(run.progress);
  // Where all has been read the cursor says so.
  const read: ReturnsMemory['read'] = {};
  const readAgainAt = { ...memory.readAgainAt };
  for (const source of SOURCES) {
    const left = parts.filter((part) => part.source === source).map(({ startTime }) => startTime);
    if (left.length === 0 && readAgain.includes(source)) readAgainAt[source] = new Date(now()).toISOString();
    const range = rangeAfter(run, { left, known: memory.read[source] });
    if (range && parts.length > 0) read[source] = range;
  }
  return { readAgainAt, read };
}

function rangeAfter(
  { startTime, endTime }: Pick<Run, 'startTime' | 'endTime'>,
  { left, known }: { left: readonly string[]; known: ReadRange | undefined },
): ReadRange | undefined {
  const continued = known !== undefined && known.from <= startTime && known.until > startTime ? known : undefined;
  const from = continued?.from ?? startTime;
  const until = left.toSorted()[0] ?? endTime;
  if (continued && until < continued.until) return continued;
  return until > from ? { from, until } : undefined;
}
