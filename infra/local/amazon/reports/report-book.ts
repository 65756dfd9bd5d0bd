import { createHash } from 'node:crypto';
import { marketplaceOf } from '../marketplaces.ts';
import type { OrderBook } from '../orders/order-book.ts';
import type { Region } from '../../../../shared/shops/shop.ts';
import { errorDocument } from './documents/error-document.ts';
import type { ReportContent } from './documents/report-content.ts';
import { presignUrl, type PresignedDocument, type SigningMeans } from './presigned-url.ts';
import type { ReportSwitches } from './report-switches.ts';
import {
  fatalWords,
  type ProcessingStatus,
  type Report,
  type ReportRequest,
  statusOf,
  type Verdict,
} from './report.ts';
import type { ReportSource, ReportType } from './report-type.ts';

const DAY = 24 * 60 * 60 * 1000;

/** How long a report waits in the queue and how long its making takes, at speed 1. */
export interface ReportTimes {
  readonly queuedMs: number;
  readonly processingMs: number;
}

export const DEFAULT_REPORT_TIMES: ReportTimes = { queuedMs: 10_000, processingMs: 20_000 };

/** The world of a book of reports, and the account that they are made from. */
export interface ReportBookMeans extends Pick<ReportSource, 'listings' | 'stock' | 'returns'> {
  readonly seed: string;
  readonly region: Region;
  readonly orders: Pick<OrderBook, 'listOrders'>;
  readonly switches: ReportSwitches;
  readonly times: ReportTimes;
  /** Report times and cool-downs are so many times shorter. */
  readonly speed: number;
  /** Where documents are fetched from, once that is known. */
  readonly signing: () => SigningMeans;
}

/** The reports of one seller, whichever application asked for them. */
export class ReportBook {
  private readonly reports: Report[] = [];
  private readonly contents = new Map<string, ReportContent>();
  private readonly means: ReportBookMeans;

  constructor(means: ReportBookMeans) {
    this.means = means;
  }

  /** Asks for a report. Whether it comes too soon is settled now; what is in it, when its making begins. */
  request(request: ReportRequest, type: ReportType, now: number): Report {
    const { times, speed, switches, orders } = this.means;
    const verdict = switches.takeFate(request.reportType) ?? this.verdictOn(request, type, now);
    const processingStart = verdict === 'stays-in-queue' ? Infinity : now + times.queuedMs / speed;
    const processingEnd = verdict === 'stays-in-progress' ? Infinity : processingStart + times.processingMs / speed;
    const report: Report = {
      ...request,
      ...this.newIds(request, now),
      type,
      created: now,
      processingStart,
      processingEnd,
      verdict,
      orders: orders.listOrders(),
    };
    this.reports.push(report);
    return report;
  }

  /** The report of this id, while Amazon keeps it. */
  find(reportId: string, now: number): Report | undefined {
    return this.list(now).find((report) => report.reportId === reportId);
  }

  /** The report that this document belongs to, once there is a document. */
  findByDocument(reportDocumentId: string, now: number): Report | undefined {
    const report = this.list(now).find((each) => each.reportDocumentId === reportDocumentId);
    return report && this.hasDocument(report, now) ? report : undefined;
  }

  /** All reports that Amazon still keeps, the newest first. */
  list(now: number): readonly Report[] {
    return this.reports
      .filter(({ created, type }) => now - created <= type.retentionDays * DAY)
      .toReversed()
      .sort((a, b) => b.created - a.created);
  }

  status(report: Report, now: number): ProcessingStatus {
    return statusOf(report, now, () => this.content(report).hasRows());
  }

  hasDocument(report: Report, now: number): boolean {
    const status = this.status(report, now);
    if (status === 'FATAL') return fatalWords(report) !== undefined;
    return status === 'DONE' && report.verdict !== 'done-without-document';
  }

  /** What is in the report, made once from the account as it was when the making began. */
  content(report: Report): ReportContent {
    const made = this.contents.get(report.reportId) ?? this.compose(report);
    this.contents.set(report.reportId, made);
    return made;
  }

  /** A URL that opens a document for five minutes from `now` on. */
  presign(document: Omit<PresignedDocument, 'expires'>, now: Date): string {
    return presignUrl(document, { ...this.means.signing(), now });
  }

  private compose(report: Report): ReportContent {
    const words = fatalWords(report);
    if (words !== undefined) return errorDocument(words);
    const { listings, stock, returns, switches } = this.means;
    const [first = '', ...others] = report.marketplaceIds;
    return report.type.compose({
      listings,
      stock,
      returns,
      orders: report.orders,
      marketplaces: [marketplaceOf(first), ...others.map(marketplaceOf)],
      since: report.dataStartTime,
      until: report.dataEndTime,
      at: report.processingStart,
      english: report.reportOptions.preferredReportDocumentLocale?.startsWith('en') === true && !switches.forgetsLocale,
    });
  }

  private verdictOn(
    { reportType, dataStartTime, dataEndTime }: ReportRequest,
    type: ReportType,
    now: number,
  ): Verdict | undefined {
    const { switches, speed } = this.means;
    const coolDownMs = (type.coolDownMs ?? 0) / speed;
    const isTooSoon = this.reports.some(
      (report) => report.reportType === reportType && usesUp(report) && now - report.created < coolDownMs,
    );
    if (isTooSoon && switches.coolDowns) {
      return switches.tooSoon === 'fatal' ? 'too-soon-fatal' : 'too-soon-cancelled';
    }
    const days = (dataEndTime.getTime() - dataStartTime.getTime()) / DAY;
    return days > (type.maxDays ?? Infinity) ? 'window-too-long' : undefined;
  }

  /** Ids in Amazon's form, and others after a restart: an id that somebody kept never names another report. */
  private newIds({ reportType }: ReportRequest, now: number) {
    const name = `${this.means.seed}/report/${reportType}/${now}/${this.reports.length}`;
    const hex = createHash('sha256').update(name).digest('hex');
    const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
    return {
      reportId: String(50_000_000_000 + (Number.parseInt(hex.slice(32, 42), 16) % 9_000_000_000)),
      reportDocumentId: `amzn1.spdoc.1.4.${this.means.region}.${uuid}.T${hex.slice(42, 55).toUpperCase()}.2650`,
    };
  }
}

/** A report that was refused for coming too soon, or cancelled before its turn, leaves the cool-down as it was. */
const usesUp = ({ verdict, cancelled }: Report) =>
  cancelled === undefined && verdict !== 'too-soon-cancelled' && verdict !== 'too-soon-fatal';
