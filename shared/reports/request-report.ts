import { createReport } from '../sp-api/reports-2021-06-30/create-report.ts';
import { SpApiRejectedError, SpApiThrottledError } from '../sp-api/sp-api-error.ts';
import { adoptable, isOfUse, reportsSince, sameWish } from './adoptable.ts';
import { anew } from './anew.ts';
import { CANCELLED_PAUSE_MS } from './cancelled.ts';
import type { FetchReportMeans, ReportStand } from './fetch-report.ts';
import { pauseAfterAsking } from './pause-after-asking.ts';
import type { Report } from '../sp-api/reports-2021-06-30/report.ts';
import type { ReportRow } from './report-ledger.ts';
import type { WantedReport } from './wanted-report.ts';

/** Amazon may show a new report with delay. */
export const SHOWS_LATE_MS = 60_000;
const CLOCKS_DIFFER_MS = 2 * 60_000;

/** Adopts a report that is there, or asks for one where the type's cool-down is over: the intent is written first. */
export async function requestReport(
  row: ReportRow,
  wanted: WantedReport,
  means: FetchReportMeans,
): Promise<ReportRow | ReportStand> {
  const { now, ledger, log } = means;
  const coolDownMs = pauseAfterAsking(wanted, means);
  const known = await reportsSince(wanted, means);
  const found = await firstFree(adoptable(known, wanted, { row, now: now() }), { row, wanted }, means);
  if (found) {
    log.info('a report is adopted', { reportId: found.reportId, reportType: wanted.reportType });
    return { ...row, state: 'requested', reportId: found.reportId, adopted: true, requestedAt: iso(now()), checks: 0 };
  }

  const pauseUntil = Date.parse(row.cancelledAt ?? '') + CANCELLED_PAUSE_MS / means.speed;
  if (pauseUntil > now()) return { stand: 'working', until: new Date(pauseUntil) };

  const asked = Math.max(0, ...known.map(({ createdTime }) => Date.parse(createdTime)));
  const allowedFrom = Math.max(await ledger.allowedFrom(wanted.shopId, wanted.reportType), asked + coolDownMs);
  if (coolDownMs > 0 && allowedFrom > now()) return { stand: 'cooling-down', until: new Date(allowedFrom) };

  const intent = await ledger.save({ ...row, state: 'requesting', requestedAt: iso(now()), adopted: false, checks: 0 });
  const { reportType, marketplaceIds, dataStartTime, dataEndTime, reportOptions } = wanted;
  try {
    const reportId = await createReport(
      { reportType, marketplaceIds, dataStartTime, dataEndTime, reportOptions },
      means,
    );
    if (coolDownMs > 0) await ledger.coolDownUntil(wanted.shopId, reportType, now() + coolDownMs);
    return { ...intent, state: 'requested', reportId };
  } catch (error) {
    // Refused or throttled: surely not done. Anything else may have been, and is found out by reading.
    if (error instanceof SpApiRejectedError || error instanceof SpApiThrottledError)
      await ledger.save({ ...row, revision: intent.revision });
    throw error;
  }
}

/** We may have asked and not heard the answer: Amazon knows. */
export async function findRequested(
  row: ReportRow,
  wanted: WantedReport,
  means: FetchReportMeans,
): Promise<ReportRow | ReportStand> {
  const requestedAt = Date.parse(row.requestedAt ?? iso(means.now()));
  // A clock may be off by a little; a report older than our intention is another's.
  const since = requestedAt - CLOCKS_DIFFER_MS;
  const known = await reportsSince(wanted, means, since);
  const candidates = known.filter(
    (report) => sameWish(report, wanted) && isOfUse(report, row) && Date.parse(report.createdTime) >= since,
  );
  const ours = await firstFree(candidates, { row, wanted }, means);
  if (ours) return { ...row, state: 'requested', reportId: ours.reportId };
  const showsBy = requestedAt + SHOWS_LATE_MS / means.speed;
  return means.now() < showsBy
    ? { stand: 'working', until: new Date(showsBy) }
    : { ...anew(row), cancelledAt: row.cancelledAt };
}

/** The first report that no other wish of the type has: those may be of other options, which getReports does not tell. */
async function firstFree(
  reports: readonly Report[],
  { row, wanted }: { row: ReportRow; wanted: WantedReport },
  { ledger }: FetchReportMeans,
): Promise<Report | undefined> {
  if (reports.length === 0) return undefined;
  const taken = await ledger.takenByOthers(row, wanted.reportType);
  return reports.find(({ reportId }) => !taken.has(reportId));
}

const iso = (time: number) => new Date(time).toISOString();
