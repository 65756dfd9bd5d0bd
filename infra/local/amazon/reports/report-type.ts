import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import type { SkuBook } from '../sku-book.ts';
import type { Stock } from '../inventory/stock.ts';
import type { Listing } from '../listings/listing.ts';
import type { Marketplace } from '../marketplaces.ts';
import type { ReturnBook } from '../returns/return-book.ts';
import type { Role } from '../seller.ts';
import type { ReportContent } from './documents/report-content.ts';

/** A type of report: who may ask for it, how often, for how long a range, and what is in it. */
export interface ReportType {
  readonly reportType: string;
  /** The seller's grant must have one of these. */
  readonly roles: readonly Role[];
  /** It is made once in this time for a seller, whoever asks (spapi 7.2). Absent: at any time. */
  readonly coolDownMs?: number;
  readonly maxDays?: number;
  /** Where its window holds nothing it ends CANCELLED; else it is DONE with a header only. */
  readonly cancelledWithoutData?: boolean;
  /** How long Amazon keeps it. */
  readonly retentionDays: number;
  compose(source: ReportSource): ReportContent;
}

/** What a report is made from: the account as it was when the making began. */
export interface ReportSource {
  readonly listings: SkuBook<Listing>;
  readonly stock: SkuBook<Stock>;
  readonly returns: ReturnBook;
  readonly orders: readonly Order[];
  readonly marketplaces: readonly [Marketplace, ...Marketplace[]];
  /** Both bounds belong to the window. */
  readonly since: Date;
  readonly until: Date;
  /** When the making began; ms. */
  readonly at: number;
  /** Headers in English although the marketplace has another language. */
  readonly english: boolean;
}

/** Whether a moment (ISO) lies in the window of the report. */
export function isInWindow(time: string, { since, until }: Pick<ReportSource, 'since' | 'until'>): boolean {
  const ms = Date.parse(time);
  return ms >= since.getTime() && ms <= until.getTime();
}
