import { reportMeans } from '../../shared/reports/report-means.ts';
import { ReturnStore, returnsOutbox } from '../../shared/returns/return-store.ts';
import { returnsWork } from '../../shared/returns/returns-work.ts';
import { type SyncClients, syncMeans } from '../sync-means.ts';
import type { ReturnsEnvironment } from './environment.ts';

/** Builds what a returns run takes. */
export const returnsMeans = (environment: ReturnsEnvironment, clients: SyncClients) =>
  syncMeans(environment, clients, {
    sync: 'returns',
    outbox: ({ client }) => returnsOutbox({ client, table: environment.RETURNS_TABLE }),
    work: (means) => {
      const returns = new ReturnStore({ ...means, table: environment.RETURNS_TABLE });
      const { reportsOver, openKept } = reportMeans({
        ...means,
        reportsTable: environment.REPORTS_TABLE,
        bucket: environment.DOCUMENTS_BUCKET,
      });
      return (shop, invocation) =>
        returnsWork(shop, {
          ...means,
          ...invocation,
          returns,
          reports: reportsOver(invocation.spApi),
          openDocument: ({ document }, of) => openKept(document, of),
        });
    },
  });
