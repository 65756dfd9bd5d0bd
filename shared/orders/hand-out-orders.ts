import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { DynamoOutbox } from '../delivery/dynamo-outbox.ts';
import { type HandedOut, handOut } from '../delivery/hand-out.ts';
import { type SweepMeans, sweepLeftovers } from '../delivery/sweep-leftovers.ts';
import type { Run } from '../sync/run.ts';
import { PII_STATES } from './order.ts';

/** Hands orders downstream for a run. */
export interface OrderHandOut {
  readonly batchSize: number;
  keys(shopId: string, orderIds: readonly string[], run: Run): Promise<HandedOut>;
  leftovers(shopId: string, run: Run): Promise<HandedOut>;
}

export const handOutOrders = (means: SweepMeans): OrderHandOut => ({
  batchSize: means.batchSize,
  keys: (shopId, keys, { scheduleId, runId }) => handOut({ shopId, keys, run: { scheduleId, runId } }, means),
  leftovers: (shopId, { scheduleId, runId }) => sweepLeftovers({ shopId, run: { scheduleId, runId } }, means),
});

const OrderRow = z.object({
  version: z.number(),
  pii: z.enum(PII_STATES),
  piiExpiresAt: z.optional(z.number()),
  order: z.record(z.string(), z.unknown()),
});

/** The outbox of the `orders` table. A record is the allow-listed order under Amazon's names, with `version` and `pii`. */
export const ordersOutbox = ({
  client,
  table,
  now,
}: {
  client: DynamoDBDocumentClient;
  table: string;
  now: () => Date;
}) =>
  new DynamoOutbox({
    client,
    table,
    kind: 'orders',
    keyAttribute: 'orderId',
    timeAttribute: 'lastUpdatedTime',
    toRecord: (row) => {
      const { version, pii, piiExpiresAt = 0, order } = OrderRow.parse(row);
      const dead = pii === 'present' && piiExpiresAt <= now().getTime() / 1000;
      return { version, ...order, pii: dead ? 'expired' : pii };
    },
  });
