import { BuyerReader } from '../../shared/delivery/buyer-reader.ts';
import { OutboundStore } from '../../shared/fulfillment-outbound/outbound-store.ts';
import { outboundWork } from '../../shared/fulfillment-outbound/outbound-work.ts';
import { ShipmentsOutbox } from '../../shared/fulfillment-outbound/shipments-outbox.ts';
import { type SyncClients, syncMeans } from '../sync-means.ts';
import type { FulfillmentOutboundEnvironment } from './environment.ts';

/** Builds what a fulfillment-outbound run takes. */
export const fulfillmentOutboundMeans = (environment: FulfillmentOutboundEnvironment, clients: SyncClients) => {
  const table = environment.FULFILLMENT_OUTBOUND_TABLE;
  return syncMeans(environment, clients, {
    sync: 'fulfillment-outbound',
    outbox: ({ client, now }) => new ShipmentsOutbox({ client, table, now: () => new Date(now()) }),
    work: (means) => {
      const orders = new OutboundStore({ ...means, table });
      const buyerReader = new BuyerReader(means.client, environment.BUYERS_TABLE, () => new Date(means.now()));
      return (shop, invocation) => outboundWork(shop, { ...means, ...invocation, orders, buyerReader });
    },
  });
};
