import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import type { ReportFate } from './report-switches.ts';
import type { ReportType } from './report-type.ts';

/** What a report is asked for with, complete: its times are told even for types that have no use for them. */
export interface ReportRequest {
  readonly reportType: string;
  readonly marketplaceIds: readonly string[];
  readonly dataStartTime: Date;
  readonly dataEndTime: Date;
  readonly reportOptions: Readonly<Record<string, string>>;
}

/** A report as Amazon keeps it. What it is at a moment follows from the clock: see {@link statusOf}. */
export interface Report extends ReportRequest {
  readonly reportId: string;
  readonly reportDocumentId: string;
  readonly type: ReportType;
  /** Milliseconds; the last two are infinite for one that never gets there. */
  readonly created: number;
  readonly processingStart: number;
  readonly processingEnd: number;
  /** How it will end, where that was settled when it was asked for. */
  readonly verdict: Verdict | undefined;
  /** The orders of the account when it was asked for. */
  readonly orders: readonly Order[];
  /** When it was cancelled by request; milliseconds. */
  cancelled?: number;
}

/** Why a report ends other than with its data. */
export type Verdict = ReportFate | 'too-soon-cancelled' | 'too-soon-fatal' | 'window-too-long';

export type ProcessingStatus = 'IN_QUEUE' | 'IN_PROGRESS' | 'DONE' | 'CANCELLED' | 'FATAL';

/** How far a report has come by now. `hasData` is asked only when its data decide. */
export function statusOf(report: Report, now: number, hasData: () => boolean): ProcessingStatus {
  if (report.cancelled !== undefined) return 'CANCELLED';
  if (now < report.processingStart) return 'IN_QUEUE';
  if (now < report.processingEnd) return 'IN_PROGRESS';
  return report.verdict
    ? END_OF[report.verdict]
    : report.type.cancelledWithoutData && !hasData()
      ? 'CANCELLED'
      : 'DONE';
}

const END_OF: Record<Verdict, ProcessingStatus> = {
  fatal: 'FATAL',
  'fatal-without-document': 'FATAL',
  'too-soon-fatal': 'FATAL',
  'window-too-long': 'FATAL',
  cancelled: 'CANCELLED',
  'too-soon-cancelled': 'CANCELLED',
  'done-without-document': 'DONE',
  // Neither ever ends.
  'stays-in-queue': 'IN_QUEUE',
  'stays-in-progress': 'IN_PROGRESS',
};

/** Why a report is FATAL, in the words of its document; undefined where there is none. */
export const fatalWords = (report: Report): string | undefined =>
  report.verdict && FATAL_WORDS[report.verdict]?.(report);

const FATAL_WORDS: Partial<Record<Verdict, (report: Report) => string>> = {
  fatal: ({ reportType }) => `Error in report request: ${reportType} could not be made. Please try again later.`,
  'too-soon-fatal': ({ reportType, type }) =>
    `Error in report request: ${reportType} was requested less than ${(type.coolDownMs ?? 0) / 60_000} minutes ago.`,
  'window-too-long': ({ reportType, type }) =>
    `Error in report request: ${reportType} takes a range of at most ${type.maxDays} days.`,
};
