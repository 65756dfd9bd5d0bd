import type { Report } from '../sp-api/reports-2021-06-30/report.ts';
import { reportsSince } from './adoptable.ts';
import type { FetchReportMeans, ReportStand } from './fetch-report.ts';
import { pauseAfterAsking } from './pause-after-asking.ts';
import type { ReportRow } from './report-ledger.ts';
import { rulesOf } from './report-types.ts';
import { spoilt } from './spoilt.ts';
import type { WantedReport } from './wanted-report.ts';

/** Who asks for a type without a known cool-down after less than this may have asked too soon. */
const SHORTLY_MS = 5 * 60_000;

/** After a CANCELLED of such a type, until the wish is asked for again: longer, because Amazon's clock counts. */
export const CANCELLED_PAUSE_MS = SHORTLY_MS + 60_000;

/**
 * CANCELLED is "no data" only when nobody had asked for the type inside its cool-down before: else it may be the answer to
 * asking too soon, and the window stays open until a full cool-down has passed. A type without a known cool-down is taken to
 * have one of five minutes; it is waited out, and a second CANCELLED after it is "no data", whoever asked meanwhile.
 */
export async function cancelled(
  row: ReportRow,
  report: Report,
  wanted: WantedReport,
  means: FetchReportMeans,
): Promise<ReportRow | ReportStand> {
  const { ledger, speed } = means;
  const known = rulesOf(wanted.reportType).coolDownMs;
  const created = Date.parse(report.createdTime);
  const alone = created - (known === 0 ? SHORTLY_MS : known) / speed;
  const again = known === 0 && Date.parse(row.cancelledAt ?? '') <= alone;
  if (again || !(await askedBetween(alone, created, { report, wanted }, means))) return { ...row, state: 'no-data' };

  if (known === 0) {
    await ledger.save({ ...spoilt(row), cancelledAt: report.createdTime });
    return { stand: 'working', until: new Date(created + CANCELLED_PAUSE_MS / speed) };
  }
  const until = created + pauseAfterAsking(wanted, means);
  await ledger.coolDownUntil(wanted.shopId, wanted.reportType, until);
  await ledger.save(spoilt(row));
  return { stand: 'cooling-down', until: new Date(until) };
}

/** Whether anybody asked for another report of the type in that time. */
async function askedBetween(
  after: number,
  upTo: number,
  { report, wanted }: { report: Report; wanted: WantedReport },
  means: FetchReportMeans,
): Promise<boolean> {
  const reports = await reportsSince(wanted, means, after);
  return reports
    .filter(({ reportId }) => reportId !== report.reportId)
    .some(({ createdTime }) => Date.parse(createdTime) > after && Date.parse(createdTime) <= upTo);
}
