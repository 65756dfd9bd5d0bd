import { ItemStore, itemsOutbox } from '../../shared/items/item-store.ts';
import { itemsWork } from '../../shared/items/items-work.ts';
import { reportMeans } from '../../shared/reports/report-means.ts';
import { type SyncClients, syncMeans } from '../sync-means.ts';
import type { ItemsEnvironment } from './environment.ts';

/** Builds what an items run takes. */
export const itemsMeans = (environment: ItemsEnvironment, clients: SyncClients) =>
  syncMeans(environment, clients, {
    sync: 'items',
    outbox: ({ client }) => itemsOutbox({ client, table: environment.ITEMS_TABLE }),
    work: (means) => {
      const items = new ItemStore({ ...means, table: environment.ITEMS_TABLE });
      const { reportsOver, openKept } = reportMeans({
        ...means,
        reportsTable: environment.REPORTS_TABLE,
        bucket: environment.DOCUMENTS_BUCKET,
      });
      return (shop, invocation) =>
        itemsWork(shop, {
          ...means,
          ...invocation,
          items,
          reports: reportsOver(invocation.spApi),
          openDocument: ({ document }, of) => openKept(document, of),
          openKept,
        });
    },
  });
