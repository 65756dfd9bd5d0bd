import type { BuyerStore } from '../../shared/buyers/buyer-store.ts';
import type { Quarantine } from '../../shared/buyers/quarantine.ts';
import type { FetchedReport } from '../../shared/reports/fetch-report.ts';
import type { Misfit } from '../../shared/reports/documents/misfit.ts';
import { hasRows } from '../../shared/reports/documents/has-rows.ts';
import { type ReportRecord, readRecords } from '../../shared/reports/read-records.ts';
import type { DocumentToRead } from '../../shared/reports/documents/stored-document.ts';
import { keepsBuyersRows, storeBuyersRows } from '../../shared/reports/store-buyers-rows.ts';
import type { WantedReport } from '../../shared/reports/wanted-report.ts';

export interface CountedRows {
  /** All of them: those that could not be read are in the document, too. Null: it has none that could be counted. */
  readonly rows: number | null;
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
 * they do not fit: never into a message, which names line and reason only. `open` opens the document, twice.
 */
export async function countReportRows(
  open: () => Promise<DocumentToRead>,
  { wanted: { shopId, reportType }, report }: { wanted: WantedReport; report: FetchedReport },
  { buyers, quarantine, now }: CountMeans,
): Promise<CountedRows> {
  if (!keepsBuyersRows(reportType) && !(await hasRows(await open()))) return { rows: null, kept: 0, setAside: [] };
  const setAside: string[] = [];
  /** All of a batch in one object: a document may hold nothing else. */
  const put = async (misfits: readonly Misfit[]) => {
    if (misfits.length === 0) return;
    const { reportId } = report;
    const key = await quarantine.put({ shopId, content: { reportId, misfits } });
    for (const { position, reason } of misfits)
      setAside.push(`Line ${position} of report ${reportId} lies in quarantine (${reason}): ${key}`);
  };
  let [rows, kept] = [0, 0];
  for await (const { records, misfits } of readRecords(await open())) {
    rows += records.length + misfits.length;
    if (!keepsBuyersRows(reportType)) continue;
    const stored = await storeBuyersRows({ shopId, reportType, report, records }, { buyers, now });
    kept += stored.stored;
    await put([...misfits, ...(stored.misfits ?? []).map(({ record, reason }) => toMisfit(record, reason))]);
  }
  return { rows, kept, setAside };
}

const toMisfit = ({ position, fields }: ReportRecord, reason: string): Misfit => ({
  position,
  reason,
  content: JSON.stringify(fields),
});
