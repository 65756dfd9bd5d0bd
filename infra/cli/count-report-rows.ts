import type { BuyerStore } from '../../shared/buyers/buyer-store.ts';
import type { Quarantine } from '../../shared/buyers/quarantine.ts';
import type { FetchedReport } from '../../shared/reports/fetch-report.ts';
import { type ReportRecord, readRecords } from '../../shared/reports/read-records.ts';
import { keepsBuyersRows, storeBuyersRows } from '../../shared/reports/store-buyers-rows.ts';
import type { WantedReport } from '../../shared/reports/wanted-report.ts';

export interface CountedRows {
  /** All of them: those that could not be read are in the document, too. */
  readonly rows: number;
  /** Rows that went to the `buyers` table, until their day. */
  readonly kept: number;
  /** One line for each row that is about a buyer and could not be read or kept: where it lies. */
  readonly setAside: readonly string[];
}

export interface CountMeans {
  readonly buyers: Pick<BuyerStore, 'save'>;
  readonly quarantine: Quarantine;
  readonly now: () => number;
}

/**
 * Counts a document's rows. Those of a kind that is kept go to the `buyers` table on the way, and to quarantine where
 * they do not fit: never into a message, which names line and reason only.
 */
export async function countReportRows(
  document: Parameters<typeof readRecords>[0],
  { wanted: { shopId, reportType }, report }: { wanted: WantedReport; report: FetchedReport },
  { buyers, quarantine, now }: CountMeans,
): Promise<CountedRows> {
  const setAside: string[] = [];
  const put = async ({ position, reason, content }: { position: number; reason: string; content: string }) => {
    const key = await quarantine.put({ shopId, content: { reportId: report.reportId, position, reason, content } });
    setAside.push(`Line ${position} of report ${report.reportId} lies in quarantine (${reason}): ${key}`);
  };
  let [rows, kept] = [0, 0];
  for await (const { records, misfits } of readRecords(document)) {
    rows += records.length + misfits.length;
    if (!keepsBuyersRows(reportType)) continue;
    for (const misfit of misfits) await put(misfit);
    const stored = await storeBuyersRows({ shopId, reportType, report, records }, { buyers, now });
    kept += stored.stored;
    for (const { record, reason } of stored.misfits ?? []) await put(toMisfit(record, reason));
  }
  return { rows, kept, setAside };
}

const toMisfit = ({ position, fields }: ReportRecord, reason: string) => ({
  position,
  reason,
  content: JSON.stringify(fields),
});
