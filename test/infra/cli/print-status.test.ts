import { expect, it } from 'vitest';
import { toStatusText } from '../../../infra/cli/print-status.ts';
import type { SyncStatus } from '../../../infra/cli/read-status.ts';

const sync: SyncStatus = {
  sync: 'orders',
  scheduleId: 'my-shop-orders',
  expression: 'rate(10 minutes)',
  enabled: true,
  cursor: null,
  ageSeconds: null,
  lastRun: null,
  running: [],
  undelivered: 0,
  deadLetters: 0,
};

const statusOf = (status: SyncStatus) =>
  toStatusText({
    shops: [
      {
        shopId: 'my-shop',
        sellerId: 'A1',
        region: 'eu',
        downstream: 'erp.example.com',
        downstreamAwayUntil: null,
        downstreamAwayReason: null,
        paused: null,
        syncs: [status],
      },
    ],
    queued: {},
  });

it('tells a sync that has never run from one whose first run has failed', () => {
  const error = { name: 'E', message: 'm', cure: 'c' };
  const failed = statusOf({
    ...sync,
    lastRun: { runId: '1', outcome: 'failed', endedAt: '2026-11-22T00:00:00Z', error },
  });

  expect(statusOf(sync)).toContain('never run');
  expect(failed).toMatch(/nothing yet .*failed/);
  expect(failed).not.toContain('never run');
});
