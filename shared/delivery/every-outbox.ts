import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ShipmentsOutbox } from '../fulfillment-outbound/shipments-outbox.ts';
import { itemsOutbox } from '../items/item-store.ts';
import { ordersOutbox } from '../orders/orders-outbox.ts';
import { returnsOutbox } from '../returns/return-store.ts';
import type { Consumer, Queues } from '../runtime/environment-parts.ts';
import { BatchQueue } from './batch-queue.ts';
import type { RedeliverableOutbox } from './outbox.ts';

export interface ConnectedOutbox {
  readonly outbox: RedeliverableOutbox;
  readonly queue: BatchQueue;
  readonly consumer: Consumer;
}

/** The outbox of every sync that is built, each with its queue; those whose queue is not given are left out. */
export function everyOutbox({
  client,
  sqs,
  tables,
  queues,
  now,
}: {
  client: DynamoDBDocumentClient;
  sqs: SQSClient;
  tables: { orders: string; returns: string; items: string; shipments: string };
  queues: Queues;
  now: () => Date;
}): ConnectedOutbox[] {
  const outboxes = [
    ordersOutbox({ client, table: tables.orders, now }),
    returnsOutbox({ client, table: tables.returns }),
    itemsOutbox({ client, table: tables.items }),
    new ShipmentsOutbox({ client, table: tables.shipments, now }),
  ];
  return outboxes.flatMap((outbox) => {
    const known = queues[outbox.kind];
    return known ? [{ outbox, queue: new BatchQueue(sqs, known.url), consumer: known.consumer }] : [];
  });
}
