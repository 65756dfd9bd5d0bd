import type { Sync } from '../../shared/contracts/syncs.ts';
import { noCounts, type Run } from '../../shared/sync/run.ts';
import type { ShippedOrder } from './shipped-orders.ts';
import { type RunReport, toRunReport } from '../../shared/sync/run-report.ts';

/** A run that the command saw through: what `--json` prints of it, and what the screen needs beside. */
export interface RunEntry {
  readonly report: RunReport;
  readonly scheduleId: string;
  /** Undefined when no run came about. */
  readonly runId?: string;
  /** Left open by a process that is gone, and carried on by this one. */
  readonly resumed: boolean;
  readonly durationMs: number;
  /** Orders that it has brought news of, where Amazon has sent them off; for the screen alone. */
  readonly shipped?: readonly ShippedOrder[];
}

/** The report of a trigger that made no run: it was skipped, or failed before one began. */
export function toReportWithoutRun(
  { shopId, sync }: { shopId: string; sync: Sync },
  outcome: { note: string } | { error: NonNullable<RunReport['error']> },
): RunReport {
  return {
    shopId,
    sync,
    outcome: 'note' in outcome ? 'skipped' : 'failed',
    window: null,
    ...noCounts(),
    notes: 'note' in outcome ? [outcome.note] : [],
    error: 'error' in outcome ? outcome.error : null,
  };
}

/** The report of a run that broke off: its counts so far, and why. It stays open, and is resumed by the next command. */
export const toBrokenReport = (run: Run, error: NonNullable<RunReport['error']>): RunReport => ({
  ...toRunReport(run),
  outcome: 'failed',
  error,
});
