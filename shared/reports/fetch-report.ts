import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../runtime/logger.ts';
import { createReport } from '../sp-api/reports-2021-06-30/create-report.ts';
import { getReport } from '../sp-api/reports-2021-06-30/get-report.ts';
import type { Report } from '../sp-api/reports-2021-06-30/report.ts';
import type { SpApi } from '../sp-api/sp-api.ts';
import { SpApiRejectedError, SpApiThrottledError } from '../sp-api/sp-api-error.ts';
import type { Lane } from '../sp-api/usage/usage-limiter.ts';
import { adoptable, reportsSince, sameWish } from './adoptable.ts';
import { LedgerConflictError, type ReportLedger, type ReportRow, type StoredDocument } from './report-ledger.ts';
import { ReportFatalError, ReportOverdueError } from './report-error.ts';
import { rulesOf } from './report-types.ts';
import type { WantedReport } from './wanted-report.ts';

/** A report whose document lies in the bucket, checked. */
export interface FetchedReport {
  readonly reportId: string;
  readonly reportDocumentId: string;
  /** When Amazon began to write it, ISO: newer wins by this. */
  readonly processingStartTime: string;
  readonly document: StoredDocument;
  readonly adopted: boolean;
}

/** How a wish stands after we have looked after it. */
export type ReportStand =
  | { readonly stand: 'fetched'; readonly report: FetchedReport; readonly row: ReportRow }
  /** Amazon is at work: look again then. */
  | { readonly stand: 'working'; readonly until: Date }
  /** Amazon must not be asked before this moment. */
  | { readonly stand: 'cooling-down'; readonly until: Date }
  /** Amazon has nothing for this window. */
  | { readonly stand: 'no-data' };

export interface FetchReportMeans {
  readonly spApi: Pick<SpApi, 'call'>;
  readonly lane: Lane;
  readonly ledger: ReportLedger;
  /** Downloads a document into the bucket, checked; three tries at most. */
  readonly download: (
    wanted: WantedReport,
    report: { reportId: string; reportDocumentId: string },
  ) => Promise<StoredDocument>;
  /** Whether a document that was downloaded then (ISO) is still in the bucket. */
  readonly isKept: (document: Pick<StoredDocument, 's3Key'>, keptSince: string) => Promise<boolean>;
  /** The words of a document that explains a failure, shortened; undefined where they cannot be read. */
  readonly readExplanation: (wanted: WantedReport, reportDocumentId: string) => Promise<string | undefined>;
  readonly now: () => number;
  /** Divides the pauses that are our policy, and Amazon's cool-downs in a simulation. */
  /** @default real time */
  readonly pause?: ((ms: number) => Promise<void>) | undefined;
  readonly speed: number;
  readonly log: Log;
}

/** Pauses between looks at a report in the making; the last one repeats. */
const CHECK_PAUSES_MS = [30_000, 30_000, 45_000, 60_000, 90_000, 120_000, 180_000, 300_000];
/** Amazon has stuck reports; a wish is given up after this and asked for anew by the next run. */
const DEADLINE_MS = 12 * 60 * 60_000;
const COOL_DOWN_MARGIN_MS = 60_000;
/** getReports may show a new report with delay. */
const SHOWS_LATE_MS = 60_000;
const CLOCKS_DIFFER_MS = 2 * 60_000;
/** A pause that is slept here: only a simulation has such short ones. */
const SHORT_PAUSE_MS = 1000;
const CHECKS_IN_PROCESS = 40;

/**
 * Takes a wish one or more acts further: adopts a report that is there, requests one, checks it, fetches its document.
 * The ledger knows how far it has come, so it is safe to run again at any time, from any process. A document that the
 * bucket has forgotten meanwhile is asked for anew.
 * Throws ReportFatalError and ReportOverdueError (the next call begins anew), and the client's errors.
 */
export async function fetchReport(wanted: WantedReport, means: FetchReportMeans): Promise<ReportStand> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      return await act(wanted, means);
    } catch (error) {
      // Another lane has moved the wish on: look again at how it stands now.
      if (!(error instanceof LedgerConflictError) || conflicts === MAX_CONFLICTS) throw error;
    }
  }
}

const MAX_CONFLICTS = 5;

async function act(wanted: WantedReport, means: FetchReportMeans): Promise<ReportStand> {
  let row = await means.ledger.find(wanted);
  if (await isForgotten(row, means)) row = await means.ledger.save(anew(row));
  for (;;) {
    const next = await ACTS[row.state](row, wanted, means);
    if ('stand' in next) return next;
    row = await means.ledger.save(next);
  }
}

/** Begins a finished wish anew: for reports that show the present, and after a failure. */
export const anew = (row: ReportRow): ReportRow => ({
  shopId: row.shopId,
  reportKey: row.reportKey,
  revision: row.revision,
  expiresAt: row.expiresAt,
  ingestedReportId: row.ingestedReportId,
  ingestedMd5: row.ingestedMd5,
  ingestedByRun: row.ingestedByRun,
  state: 'wanted',
  checks: 0,
});

const isForgotten = async ({ state, document, fetchedAt, requestedAt = '' }: ReportRow, { isKept }: FetchReportMeans) =>
  state === 'fetched' && document !== undefined && !(await isKept(document, fetchedAt ?? requestedAt));

/** From one asking to the next: the type's cool-down, and a minute because Amazon counts from when it heard us. */
function pauseAfterAsking({ reportType }: WantedReport, { speed }: FetchReportMeans): number {
  const { coolDownMs } = rulesOf(reportType);
  return coolDownMs === 0 ? 0 : (coolDownMs + COOL_DOWN_MARGIN_MS) / speed;
}

type Act = (row: ReportRow, wanted: WantedReport, means: FetchReportMeans) => Promise<ReportRow | ReportStand>;

const ACTS: Readonly<Record<ReportRow['state'], Act>> = {
  wanted: request,
  requesting: findWhatWasRequested,
  requested: check,
  done: fetchDocument,
  fetched: (row) => Promise.resolve(toStand(row)),
  'no-data': () => Promise.resolve({ stand: 'no-data' }),
};

async function request(
  row: ReportRow,
  wanted: WantedReport,
  means: FetchReportMeans,
): Promise<ReportRow | ReportStand> {
  const { now, ledger, log } = means;
  const coolDownMs = pauseAfterAsking(wanted, means);
  const known = await reportsSince(wanted, means);
  const found = adoptable(known, wanted, { row, now: now() });
  if (found) {
    log.info('a report is adopted', { reportId: found.reportId, reportType: wanted.reportType });
    return { ...row, state: 'requested', reportId: found.reportId, adopted: true, requestedAt: iso(now()), checks: 0 };
  }

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
    if (error instanceof SpApiRejectedError || error instanceof SpApiThrottledError) await ledger.save(anew(intent));
    throw error;
  }
}

/** We may have asked and not heard the answer: Amazon knows. */
async function findWhatWasRequested(
  row: ReportRow,
  wanted: WantedReport,
  means: FetchReportMeans,
): Promise<ReportRow | ReportStand> {
  const requestedAt = Date.parse(row.requestedAt ?? iso(means.now()));
  // A clock may be off by a little; a report older than our intention is another's.
  const since = requestedAt - CLOCKS_DIFFER_MS;
  const known = await reportsSince(wanted, means, since);
  const ours = known.find((report) => sameWish(report, wanted) && Date.parse(report.createdTime) >= since);
  if (ours) return { ...row, state: 'requested', reportId: ours.reportId };
  const showsBy = requestedAt + SHOWS_LATE_MS / means.speed;
  return means.now() < showsBy ? { stand: 'working', until: new Date(showsBy) } : anew(row);
}

async function check(row: ReportRow, wanted: WantedReport, means: FetchReportMeans): Promise<ReportRow | ReportStand> {
  const report = await orForgotten(getReport(row.reportId ?? '', means));
  if (report === undefined) return anew(row);
  const seen: ReportRow = {
    ...row,
    createdTime: report.createdTime,
    processingStartTime: report.processingStartTime ?? row.processingStartTime,
    reportDocumentId: report.reportDocumentId ?? undefined,
  };
  switch (report.processingStatus) {
    case 'DONE':
      return { ...seen, state: 'done' };
    case 'CANCELLED':
      return cancelled(seen, report, wanted, means);
    case 'FATAL':
      return fatal(seen, wanted, means);
    default:
      return stillWorking(seen, wanted, means);
  }
}

/** Undefined: Amazon answers 404. It forgets reports after 90 days, and other applications may have had them cancelled. */
async function orForgotten<Result>(call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof SpApiRejectedError && error.facts.status === 404) return undefined;
    throw error;
  }
}

async function stillWorking(
  row: ReportRow,
  wanted: WantedReport,
  means: FetchReportMeans,
): Promise<ReportRow | ReportStand> {
  const { now, speed, ledger } = means;
  if (now() > Date.parse(row.requestedAt ?? '') + DEADLINE_MS / speed) {
    await ledger.save(anew(row));
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

/**
 * CANCELLED is "no data" only when nobody had asked inside the cool-down before: else it may be the answer to asking
 * too soon, and the window stays open until a full cool-down has passed.
 */
async function cancelled(
  row: ReportRow,
  report: Report,
  wanted: WantedReport,
  means: FetchReportMeans,
): Promise<ReportRow | ReportStand> {
  const coolDownMs = rulesOf(wanted.reportType).coolDownMs / means.speed;
  if (coolDownMs === 0) return { ...row, state: 'no-data' };
  const created = Date.parse(report.createdTime);
  const askedBefore = (await reportsSince(wanted, means, created - coolDownMs)).some(
    ({ reportId, createdTime }) =>
      reportId !== report.reportId &&
      Date.parse(createdTime) > created - coolDownMs &&
      Date.parse(createdTime) <= created,
  );
  if (!askedBefore) return { ...row, state: 'no-data' };
  const until = created + pauseAfterAsking(wanted, means);
  await means.ledger.coolDownUntil(wanted.shopId, wanted.reportType, until);
  await means.ledger.save(anew(row));
  return { stand: 'cooling-down', until: new Date(until) };
}

async function fatal(row: ReportRow, wanted: WantedReport, means: FetchReportMeans): Promise<never> {
  const explanation = row.reportDocumentId && (await means.readExplanation(wanted, row.reportDocumentId));
  const coolDownMs = pauseAfterAsking(wanted, means);
  await means.ledger.coolDownUntil(wanted.shopId, wanted.reportType, means.now() + coolDownMs);
  await means.ledger.save(anew(row));
  throw new ReportFatalError(wanted.reportType, row.reportId ?? '', explanation);
}

async function fetchDocument(row: ReportRow, wanted: WantedReport, means: FetchReportMeans): Promise<ReportRow> {
  const { reportId = '', reportDocumentId = '' } = row;
  const document = await orForgotten(means.download(wanted, { reportId, reportDocumentId }));
  return document === undefined ? anew(row) : { ...row, state: 'fetched', document, fetchedAt: iso(means.now()) };
}

function toStand(row: ReportRow): ReportStand {
  const { reportId = '', reportDocumentId = '', document, adopted = false } = row;
  if (!document) throw new Error(`${row.reportKey} is fetched, but the ledger knows no document`);
  const processingStartTime = new Date(row.processingStartTime ?? row.createdTime ?? 0).toISOString();
  return { stand: 'fetched', report: { reportId, reportDocumentId, processingStartTime, document, adopted }, row };
}

const iso = (time: number) => new Date(time).toISOString();
