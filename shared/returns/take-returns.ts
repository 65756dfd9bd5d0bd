import type { BuyerStore } from '../buyers/buyer-store.ts';
import type { FetchedReport } from '../reports/fetch-report.ts';
import { ingestDocument } from '../reports/ingest-document.ts';
import { markIngested, passedOver } from '../reports/ingested.ts';
import type { ReportLedger, ReportRow } from '../reports/report-ledger.ts';
import type { ReportSyncMeans } from '../reports/report-sync-means.ts';
import type { WantedReport } from '../reports/wanted-report.ts';
import type { Shop } from '../shops/shop.ts';
import type { Run } from '../sync/run.ts';
import type { Advance, StretchMeans } from '../sync/sync-work.ts';
import { withNotes } from '../sync/with-notes.ts';
import { ReturnReader } from './return.ts';
import type { ReturnStore } from './return-store.ts';
import type { ReturnsPart } from './return-windows.ts';
import { afterPart, ReturnsProgress } from './returns-progress.ts';

export interface ReturnsMeans extends ReportSyncMeans {
  readonly returns: Pick<ReturnStore, 'save'>;
  readonly buyers: Pick<BuyerStore, 'save'>;
}

/** A part of a run whose report lies in the bucket. */
export interface FetchedPart {
  readonly shop: Shop;
  readonly part: ReturnsPart;
  readonly wanted: WantedReport;
  readonly report: FetchedReport;
  readonly row: ReportRow;
}

export type TakeReturnsMeans = Pick<ReturnsMeans, 'returns' | 'openDocument' | 'quarantine' | 'handOut' | 'log'> &
  StretchMeans & { readonly reports: { readonly ledger: Pick<ReportLedger, 'find' | 'findRow' | 'save'> } };

/** Stores the returns of a report, unless its bytes have been stored already. */
export async function takeReturns(
  run: Run,
  { shop, part, wanted, report, row }: FetchedPart,
  means: TakeReturnsMeans,
): Promise<Advance> {
  const adopted = `Report ${report.reportId} was there already and was adopted.`;
  const told = report.adopted ? { ...run, notes: withNotes(run.notes, [adopted]) } : run;
  const passed = passedOver(told, { row, report, what: `${part.source} returns from ${part.startTime}` });
  if (passed) {
    await markIngested(wanted, { run, report, whole: true }, means.reports);
    return { run: afterPart(passed, part), next: 'more' };
  }

  const progress = ReturnsProgress.parse(run.progress);
  const reader = new ReturnReader(part.source);
  const ingested = await ingestDocument(
    { run: told, report, from: progress, at: (position) => ({ ...progress, ...position }) },
    {
      ...means,
      open: () => means.openDocument(report, { reportType: wanted.reportType, marketplaceId: shop.marketplaceIds[0] }),
      passOver: (record) => reader.toReturn(record),
      store: async (records) => {
        const returns = records.map((record) => reader.toReturn(record));
        return tallied(await means.returns.save(shop.shopId, returns, { time: report.processingStartTime }));
      },
    },
  );
  const after = {
    ...ingested.run,
    progress: { ...ReturnsProgress.parse(ingested.run.progress), ...ingested.position },
  };
  if (!ingested.done) return { run: after, next: 'more' };
  await markIngested(wanted, { run, report, whole: ingested.whole }, means.reports);
  return { run: afterPart(after, part), next: 'more' };
}

const tallied = (saved: readonly { key: string; verdict: string; undelivered: boolean }[]) => ({
  stored: saved.filter(({ verdict }) => verdict === 'stored').length,
  unchanged: saved.filter(({ verdict }) => verdict !== 'stored').length,
  undelivered: saved.filter(({ undelivered }) => undelivered).map(({ key }) => key),
});
