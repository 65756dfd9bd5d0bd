import { OrderStore } from '../../shared/orders/order-store.ts';
import { ordersOutbox } from '../../shared/orders/orders-outbox.ts';
import { ordersWork } from '../../shared/orders/orders-work.ts';
import { type SyncClients, syncMeans } from '../sync-means.ts';
import type { OrdersEnvironment } from './environment.ts';

/** Builds what an orders run takes. */
export const ordersMeans = (environment: OrdersEnvironment, clients: SyncClients) =>
  syncMeans(environment, clients, {
    sync: 'orders',
    outbox: ({ client, now }) => ordersOutbox({ client, table: environment.ORDERS_TABLE, now: () => new Date(now()) }),
    work: (means) => {
      const orders = new OrderStore({ ...means, table: environment.ORDERS_TABLE });
      return (shop, invocation) => ordersWork(shop, { ...means, ...invocation, orders });
    },
  });
