import { setTimeout as sleep } from 'node:timers/promises';
import { getReport } from '../sp-api/reports-2021-06-30/get-report.ts';
import { cancelled } from './cancelled.ts';
import type { FetchReportMeans, ReportStand } from './fetch-report.ts';
import { DEADLINE_MS } from './deadline.ts';
import { lost, saysGone } from './lost.ts';
import { pauseAfterAsking } from './pause-after-asking.ts';
import { ReportFatalError, ReportOverdueError } from './report-error.ts';
import type { ReportRow } from './report-ledger.ts';
import { SHOWS_LATE_MS } from './request-report.ts';
import { spoilt } from './spoilt.ts';
import type { WantedReport } from './wanted-report.ts';

/** Pauses between looks at a report in the making; the last one repeats. */
const CHECK_PAUSES_MS = [30_000, 30_000, 45_000, 60_000, 90_000, 120_000, 180_000, 300_000];
/** A pause that is slept here: only a simulation has such short ones. */
const SHORT_PAUSE_MS = 1000;
const CHECKS_IN_PROCESS = 40;

/** How a requested report stands: every processingStatus has its exit. */
export async function checkReport(
  row: ReportRow,
  wanted: WantedReport,
  means: FetchReportMeans,
): Promise<ReportRow | ReportStand> {
  const report = await getReport(row.reportId ?? '', means).catch((error: unknown) => {
    if (saysGone(error)) return undefined;
    throw error;
  });
  if (report === undefined) {
    const showsBy = Date.parse(row.requestedAt ?? '') + SHOWS_LATE_MS / means.speed;
    const mayShow = row.adopted !== true && means.now() < showsBy;
    return mayShow ? { stand: 'working', until: new Date(showsBy) } : lost(row, wanted, means);
  }
  const seen: ReportRow = {
    ...row,
    createdTime: report.createdTime,
    processingStartTime: report.processingStartTime ?? row.processingStartTime,
    reportDocumentId: report.reportDocumentId ?? undefined,
  };
  switch (report.processingStatus) {
    case 'DONE':
      // Without a document there is nothing to fetch, now or later.
      if (seen.reportDocumentId === undefined) return lost(seen, wanted, means);
      return { ...seen, state: 'done' };
    case 'CANCELLED':
      return cancelled(seen, report, wanted, means);
    case 'FATAL':
      return fatal(seen, wanted, means);
    default:
      return stillWorking(seen, wanted, means);
  }
}

async function stillWorking(
  row: ReportRow,
  wanted: WantedReport,
  means: FetchReportMeans,
): Promise<ReportRow | ReportStand> {
  const { now, speed, ledger } = means;
  if (now() > Date.parse(row.requestedAt ?? '') + DEADLINE_MS / speed) {
    await ledger.save(spoilt(row));
    throw new ReportOverdueError(wanted.reportType, row.reportId ?? '');
  }
  const pauseMs = (CHECK_PAUSES_MS[row.checks] ?? CHECK_PAUSES_MS.at(-1) ?? 0) / speed;
  const looked: ReportRow = { ...row, checks: row.checks + 1 };
  if (pauseMs <= SHORT_PAUSE_MS && row.checks < CHECKS_IN_PROCESS) {
    await (means.pause ?? sleep)(pauseMs);
    return looked;
  }
  await ledger.save(looked);
  return { stand: 'working', until: new Date(now() + pauseMs) };
}

async function fatal(row: ReportRow, wanted: WantedReport, means: FetchReportMeans): Promise<never> {
  const explanation = row.reportDocumentId && (await means.readExplanation(wanted, row.reportDocumentId));
  const coolDownMs = pauseAfterAsking(wanted, means);
  await means.ledger.coolDownUntil(wanted.shopId, wanted.reportType, means.now() + coolDownMs);
  await means.ledger.save(spoilt(row));
  throw new ReportFatalError(wanted.reportType, row.reportId ?? '', explanation);
}
