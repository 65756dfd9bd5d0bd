import { describe, expect, it } from 'vitest';
import { beginReturns, rememberReturns } from '../../../shared/returns/begin-returns.ts';
import type { ReadRange } from '../../../shared/returns/returns-progress.ts';
import { newRun } from '../../support/new-run.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const at = (day: number, hour = 0) =>
  `2026-11-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`;
/** Read again today, so that only what is new is due. */
const readAgainAt = { FBA: at(20, 6), MERCHANT: at(20, 6) };
const CURSOR = at(10);

/** Where a run from the cursor on begins with FBA, which an earlier run has read so far without the merchant's. */
function beginningOfFba(read: ReadRange, { startTime = CURSOR, overlaps = true } = {}) {
  const schedule = { nextStartTime: CURSOR, memory: { readAgainAt, read: { FBA: read } } };
  const { parts } = beginReturns({ startTime, endTime: at(20, 11), overlaps }, schedule, { now: () => NOW });
  return parts.find(({ source }) => source === 'FBA')?.startTime;
}

describe('a source that has been read beyond the cursor', () => {
  it('is gone on with from there', () => {
    expect(beginningOfFba({ from: at(9), until: at(15) })).toBe('2026-11-14T23:50:00.000Z');
    expect(beginningOfFba({ from: CURSOR, until: at(15) })).toBe('2026-11-14T23:50:00.000Z');
  });

  it('is read from the cursor on where there is a gap between the two', () => {
    expect(beginningOfFba({ from: at(12), until: at(15) })).toBe('2026-11-09T23:50:00.000Z');
  });

  it('is read from the cursor on where it has not come so far', () => {
    expect(beginningOfFba({ from: at(8), until: CURSOR })).toBe('2026-11-09T23:50:00.000Z');
  });

  it('is read as a whole where somebody names the window', () => {
    expect(beginningOfFba({ from: at(9), until: at(15) }, { startTime: at(11), overlaps: false })).toBe(at(11));
  });
});

describe('a run that read one source of two', () => {
  const merchantLeft = { source: 'MERCHANT', startTime: CURSOR, endTime: at(20, 11) };
  const memoryAfter = (over: Parameters<typeof newRun>[0], read: Record<string, ReadRange> = {}) => {
    const progress = {
      parts: [merchantLeft],
      position: 0,
      toDeliver: [],
      readAgain: ['FBA'],
      memory: { readAgainAt, read },
    };
    const run = newRun({
      sync: 'returns',
      startTime: CURSOR,
      endTime: at(20, 11),
      foundCursor: CURSOR,
      progress,
      ...over,
    });
    return rememberReturns(run, { now: () => NOW });
  };

  it('leaves behind how far it has come with it', () => {
    expect(memoryAfter({ overlaps: true })).toEqual({
      readAgainAt: { ...readAgainAt, FBA: at(20, 12) },
      read: { FBA: { from: CURSOR, until: at(20, 11) } },
    });
  });

  it('leaves nothing behind where somebody had named its window', () => {
    expect(memoryAfter({ overlaps: false })).toBeUndefined();
  });

  it('leaves it behind where there was no cursor before: its window is the first', () => {
    expect(memoryAfter({ overlaps: false, foundCursor: undefined })?.read).toEqual({
      FBA: { from: CURSOR, until: at(20, 11) },
    });
  });

  it('joins it to what was known, unless there is a gap between', () => {
    expect(memoryAfter({}, { FBA: { from: at(9), until: at(15) } })?.read.FBA).toEqual({
      from: at(9),
      until: at(20, 11),
    });
    expect(memoryAfter({}, { FBA: { from: at(12), until: at(15) } })?.read.FBA).toEqual({
      from: CURSOR,
      until: at(20, 11),
    });
  });
});
