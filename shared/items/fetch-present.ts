import { anew } from '../reports/anew.ts';
import { fetchReport, type ReportStand } from '../reports/fetch-report.ts';
import { waitOrSkip } from '../reports/wait-or-skip.ts';
import type { WantedReport } from '../reports/wanted-report.ts';
import type { Run } from '../sync/run.ts';
import type { Advance } from '../sync/sync-work.ts';
import type { ItemsMeans } from './items-run.ts';

/** A document that a failed run has left behind is read by the next one, if that comes soon. */
const FRESH_MS = 30 * 60_000;

/** A report that shows the present: what another run has ingested already is asked for anew, once a run. */
export async function fetchPresent(
  wanted: WantedReport,
  run: Pick<Run, 'runId' | 'startedAt' | 'lane'>,
  means: Pick<ItemsMeans, 'reports'>,
): Promise<ReportStand> {
  const row = await means.reports.ledger.find(wanted);
  const ingested = row.reportId !== undefined && row.reportId === row.ingestedReportId;
  const ingestedBefore = ingested && row.ingestedByRun !== run.runId;
  const stale = row.state === 'fetched' && Date.parse(row.requestedAt ?? '') < Date.parse(run.startedAt) - FRESH_MS;
  if (row.state === 'no-data' || ingestedBefore || stale) await means.reports.ledger.save(anew(row));
  return fetchReport(wanted, { ...means.reports, lane: run.lane });
}

/** How a run goes on that has no document yet. */
export function waitFor(
  stand: Extract<ReportStand, { stand: 'working' | 'cooling-down' }>,
  { run, reportType }: { run: Run; reportType: string },
  means: ItemsMeans,
): Advance {
  if (stand.stand === 'working') return { run, next: 'wait', until: stand.until };
  return waitOrSkip(run, [{ reportType, until: stand.until.toISOString() }], means);
}
