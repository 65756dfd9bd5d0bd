import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { DynamoOutbox } from '../delivery/dynamo-outbox.ts';
import { PII_STATES } from './order.ts';

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
    timeAttributes: ['time'],
    toRecord: (row) => {
      const { version, pii, piiExpiresAt = 0, order } = OrderRow.parse(row);
      const dead = pii === 'present' && piiExpiresAt <= now().getTime() / 1000;
      return { version, ...order, pii: dead ? 'expired' : pii };
    },
  });
