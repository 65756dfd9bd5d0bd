import { beginAnew } from '../reports/anew.ts';
import { fetchReport, type ReportStand } from '../reports/fetch-report.ts';
import type { WantedReport } from '../reports/wanted-report.ts';
import type { Run } from '../sync/run.ts';
import type { ItemsMeans } from './items-run.ts';

/** What a failed run has left behind, in the making or made, is taken by the next one, if that comes soon. */
const FRESH_MS = 30 * 60_000;

/**
 * A report that shows the present: what another run has ingested already is asked for anew, once a run, and so is what was
 * asked for long before the run began, however far it has come.
 */
export async function fetchPresent(
  wanted: WantedReport,
  run: Pick<Run, 'runId' | 'startedAt' | 'lane'>,
  means: Pick<ItemsMeans, 'reports'>,
): Promise<ReportStand> {
  const { ledger } = means.reports;
  const row = await ledger.find(wanted);
  const ingested = row.reportId !== undefined && row.reportId === row.ingestedReportId;
  const ingestedBefore = ingested && row.ingestedByRun !== run.runId;
  const stale = Date.parse(row.requestedAt ?? '') < Date.parse(run.startedAt) - FRESH_MS;
  if (row.state === 'no-data' || ingestedBefore || (row.state !== 'wanted' && stale)) await beginAnew(row, ledger);
  return fetchReport(wanted, { ...means.reports, lane: run.lane });
}
