import type { BuyerStore } from '../buyers/buyer-store.ts';
import { dateOfDeath } from '../buyers/date-of-death.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { FetchedReport } from './fetch-report.ts';
import type { StoredRecords } from './ingest-document.ts';
import type { ReportRecord } from './read-records.ts';

/**
 * The restricted reports whose rows are kept, each an order's item with its buyer, and the moment from which a row's days
 * are counted. Nothing says when an order is delivered, so it is the latest moment that is surely not after that.
 */
const DAYS_BEGIN: Readonly<Record<string, (row: ReportRecord['fields'], report: FetchedReport) => string>> = {
  /** Some have been delivered long ago. */
  GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING: ({ purchaseDate = '' }) => purchaseDate,
  /** None has been sent yet. */
  GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING: (_, { processingStartTime }) => processingStartTime,
};

/** Whether the rows of such a report go to the `buyers` table; those of other restricted types stay in their document. */
export const keepsBuyersRows = (reportType: string) => Object.hasOwn(DAYS_BEGIN, reportType);

/**
 * Keeps rows in the `buyers` table and nowhere else: whole, for what of them is not the buyer's is in `orders` already.
 * Newer reports win, expired rows are not written. Safe to run again.
 */
export async function storeBuyersRows(
  {
    shopId,
    reportType,
    report,
    records,
  }: { shopId: string; reportType: string; report: FetchedReport; records: readonly ReportRecord[] },
  { buyers, now }: { buyers: Pick<BuyerStore, 'save'>; now: () => number },
): Promise<StoredRecords> {
  const misfits: { record: ReportRecord; reason: string }[] = [];
  let stored = 0;
  let expired = 0;
  await inParallel(records, 10, async (record) => {
    const { orderId = '', orderItemId = '' } = record.fields;
    const expiresAt = dateOfDeath(DAYS_BEGIN[reportType]?.(record.fields, report) ?? '');
    if (orderId === '' || orderItemId === '') misfits.push({ record, reason: 'it names no order item' });
    else if (Number.isNaN(expiresAt)) misfits.push({ record, reason: 'its purchase date is none' });
    else if (expiresAt <= now() / 1000) expired += 1;
    else {
      const recordId = `${reportType}#${orderId}#${orderItemId}`;
      const lastUpdatedTime = report.processingStartTime;
      await buyers.save({ shopId, recordId, lastUpdatedTime, data: record.fields, expiresAt });
      stored += 1;
    }
  });
  return { stored, unchanged: 0, undelivered: [], pii: { present: stored, expired }, misfits };
}
