import { expect, it } from 'vitest';
import { toSummary } from '../../../infra/cli/print-summary.ts';
import type { RunEntry } from '../../../infra/cli/run-entry.ts';
import type { Sync } from '../../../shared/contracts/syncs.ts';

const entryOf = (sync: Sync, read: number, stored: number): RunEntry => ({
  scheduleId: `S1-${sync}`,
  resumed: false,
  durationMs: 1200,
  report: {
    shopId: 'S1',
    sync,
    outcome: 'succeeded',
    window: { startTime: '2026-11-20T06:00:00.000Z', endTime: '2026-11-20T11:57:00.000Z' },
    read,
    stored,
    unchanged: read - stored,
    quarantined: 0,
    batches: 1,
    delivered: stored,
    deadLettered: 0,
    pii: {},
    calls: { getReports: 1 },
    notes: [],
    error: null,
  },
});
const summaryOf = (...entries: RunEntry[]) =>
  toSummary({ entries, undelivered: undefined, received: new Map(), silent: [], colored: false });

it.each([
  ['orders', 1, '1 order in'],
  ['returns', 23, '23 returns in'],
  ['items', 102, '102 rows of listings and stock in'],
  ['items', 1, '1 row of listings and stock in'],
] as const)('%s says what %i read rows are', (sync, read, words) => {
  expect(summaryOf(entryOf(sync, read, 0))).toContain(words);
});

it('says of a second run what is true of every sync: returns of the past are read again', () => {
  expect(summaryOf(entryOf('orders', 3, 3), entryOf('returns', 23, 23))).toContain(
    'A second run stores and sends only what has changed at Amazon since this one: where nothing has, nothing.',
  );
  expect(summaryOf(entryOf('returns', 23, 0))).toContain('nothing was stored, nothing sent');
});
