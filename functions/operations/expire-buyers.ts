import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { createDocumentClient } from '../../shared/aws/document-client.ts';
import { expireAddresses } from '../../shared/fulfillment-outbound/expire-addresses.ts';
import { OutboundStore } from '../../shared/fulfillment-outbound/outbound-store.ts';
import { expireBuyers } from '../../shared/operations/expire-buyers.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';

export const ExpireBuyersEnvironment = z.object({ BUYERS_TABLE: z.string(), FULFILLMENT_OUTBOUND_TABLE: z.string() });
export type ExpireBuyersEnvironment = z.infer<typeof ExpireBuyersEnvironment>;

const environment = readEnvironment(ExpireBuyersEnvironment);
const client = createDocumentClient();
const log = createLogger();

const now = () => Date.now();
const requests = environment.FULFILLMENT_OUTBOUND_TABLE;
// Nothing is tracked here: the dates of buyers stay as they are.
const orders = new OutboundStore({ client, table: requests, buyers: { update: async () => {} }, now });

/** Once a day: deletes buyers' data whose time has come, and addresses that have waited for too long to be picked up. */
export const handler = async (_event: unknown, context: Context) => {
  const timeLeftMs = () => context.getRemainingTimeInMillis();
  const [buyers, addresses] = await Promise.allSettled([
    expireBuyers({ client, table: environment.BUYERS_TABLE, now: () => new Date(now()), timeLeftMs }),
    expireAddresses({ client, table: requests, orders, now, timeLeftMs }),
  ]);
  // Neither holds up the other.
  if (buyers.status === 'rejected') throw buyers.reason;
  if (addresses.status === 'rejected') throw addresses.reason;
  const swept = { deleted: buyers.value, addresses: addresses.value };
  log.info('Buyers whose time had come were deleted', swept);
  return swept;
};
