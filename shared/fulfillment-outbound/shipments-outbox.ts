import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { BatchRecord } from '../contracts/batch.ts';
import { DynamoOutbox } from '../delivery/dynamo-outbox.ts';
import type { RedeliverableOutbox, UndeliveredRecord } from '../delivery/outbox.ts';
import * as z from 'zod/mini';
import { orderOfKey, OutboundState, stateKey } from './outbound-state.ts';

/** The outbox of the `fulfillment-outbound` table. Its keys are order ids; only rows of ours are ever looked at. */
export class ShipmentsOutbox implements RedeliverableOutbox {
  readonly kind = 'shipments';
  private readonly rows: DynamoOutbox;

  constructor({ client, table, now }: { client: DynamoDBDocumentClient; table: string; now: () => Date }) {
    this.rows = new DynamoOutbox({
      client,
      table,
      kind: 'shipments',
      keyAttribute: 'orderId',
      timeAttributes: ['changedAt'],
      toRecord: (row) => toRecord(row, now()),
    });
  }

  undelivered = (shopId: string) => ordersOf(this.rows.undelivered(shopId));

  async read(shopId: string, orderIds: readonly string[]): Promise<UndeliveredRecord[]> {
    const rows = await this.rows.read(shopId, orderIds.map(stateKey));
    return rows.map((row) => ({ ...row, key: orderOfKey(row.key) ?? row.key }));
  }

  clear = (shopId: string, sent: Pick<UndeliveredRecord, 'key' | 'version' | 'undeliveredSince'>) =>
    this.rows.clear(shopId, { ...sent, key: stateKey(sent.key) });

  changedSince = (shopId: string, since: string | undefined) => ordersOf(this.rows.changedSince(shopId, since));

  markUndelivered = (shopId: string, orderId: string, undeliveredSince: string) =>
    this.rows.markUndelivered(shopId, stateKey(orderId), undeliveredSince);
}

async function* ordersOf(keys: AsyncIterable<string>): AsyncIterable<string> {
  for await (const key of keys) {
    const orderId = orderOfKey(key);
    if (orderId !== undefined) yield orderId;
  }
}

const StateRow = z.extend(OutboundState, { orderId: z.string(), version: z.number() });

/** What downstream gets of an order; `pii` is of its address, which is joined in for shops that want it. */
function toRecord(row: Record<string, unknown>, now: Date): BatchRecord {
  const { orderId, version, status, error, request, held, estimatedPrice, fulfillment, pii, piiExpiresAt, changedAt } =
    StateRow.parse(row);
  const { status: _, lineItems, shipments = [], ...times } = fulfillment ?? {};
  return {
    version,
    orderId: orderOfKey(orderId) ?? orderId,
    status,
    changedAt,
    ...(error && { error }),
    ...(held && { held }),
    ...(request && { marketplaceId: request.marketplaceId, shippingSpeed: request.shippingSpeed }),
    ...(estimatedPrice && { estimatedPrice }),
    ...times,
    lineItems: lineItems ?? request?.items ?? [],
    shipments,
    pii: pii === 'present' && piiExpiresAt <= now.getTime() / 1000 ? 'expired' : pii,
  };
}
