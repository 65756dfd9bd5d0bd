import type { Run } from './run.ts';

/** A run as `azi run --json` prints it. Counts are records, except `batches`. */
export interface RunReport {
  readonly shopId: string;
  readonly sync: string;
  readonly outcome: 'succeeded' | 'failed' | 'skipped' | 'waiting';
  readonly window: { readonly startTime: string; readonly endTime: string } | null;
  readonly read: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly batches: number;
  readonly delivered: number;
  readonly deadLettered: number;
  readonly pii: Record<string, number>;
  readonly calls: Record<string, number>;
  readonly notes: readonly string[];
  readonly error: Run['error'] | null;
}

/** The report of a run; one that is still open is `waiting`. */
export function toRunReport(run: Run): RunReport {
  const { shopId, sync, startTime, endTime, read, stored, unchanged, quarantined, batches, delivered, deadLettered } =
    run;
  return {
    shopId,
    sync,
    outcome: run.outcome ?? 'waiting',
    window: { startTime, endTime },
    read,
    stored,
    unchanged,
    quarantined,
    batches,
    delivered,
    deadLettered,
    pii: run.pii,
    calls: run.calls,
    notes: run.notes,
    error: run.error ?? null,
  };
}
