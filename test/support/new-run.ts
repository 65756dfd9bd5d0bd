import { noCounts, type Run } from '../../shared/sync/run.ts';

/** A run of shop S1 as it begins, a live one of orders unless said otherwise. */
export const newRun = (over: Partial<Run> = {}): Run => ({
  shopId: 'S1',
  scheduleId: 'S1-orders',
  runId: '20261120T120000Z-00000000',
  sync: 'orders',
  lane: 'live',
  startTime: '2026-11-20T06:00:00.000Z',
  endTime: '2026-11-20T11:57:00.000Z',
  overlaps: true,
  step: 1,
  part: 0,
  state: 'open',
  startedAt: '2026-11-20T12:00:00.000Z',
  unavailable: 0,
  ...noCounts(),
  notes: [],
  progress: {},
  expiresAt: 0,
  ...over,
});
