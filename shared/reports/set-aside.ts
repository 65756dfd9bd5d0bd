import type { Quarantine } from '../buyers/quarantine.ts';
import type { Log } from '../runtime/logger.ts';
import type { Run } from '../sync/run.ts';
import { withNotes } from '../sync/with-notes.ts';
import type { Misfit } from './documents/misfit.ts';
import type { FetchedReport } from './fetch-report.ts';

/**
 * Puts rows of a report that do not fit into quarantine, all of them in one object: a document may hold nothing else. The
 * run counts them, and its notes name each by its line. Safe to run again.
 */
export async function setAside(
  { run, report: { reportId }, misfits }: { run: Run; report: FetchedReport; misfits: readonly Misfit[] },
  { quarantine, log }: { quarantine: Quarantine; log: Log },
): Promise<Run> {
  if (misfits.length === 0) return run;
  const key = await quarantine.put({ shopId: run.shopId, content: { reportId, misfits } });
  log.error('rows went to quarantine', { runId: run.runId, reportId, rows: misfits.length, key });
  const notes = misfits.map(
    ({ position, reason }) => `Line ${position} of report ${reportId} lies in quarantine (${reason}): ${key}`,
  );
  return { ...run, quarantined: run.quarantined + misfits.length, notes: withNotes(run.notes, notes) };
}
