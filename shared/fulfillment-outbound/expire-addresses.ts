import { type DynamoDBDocumentClient, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { ifConditionHolds } from '../aws/if-condition-holds.ts';
import { type OutboundError, REJECTED, rejectedState } from './outbound-state.ts';
import { isRequestKey } from './is-request-key.ts';
import type { OutboundStore } from './outbound-store.ts';
import { requestHashes } from './request-hashes.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Amazon's Data Protection Policy allows thirty days. Three are the table's recovery window, and a day passes at most
 * until the sweep first sees an address, and one until it comes back to it.
 */
const ADDRESS_WAITS_MS = 25 * DAY_MS;

/** What is left of a Lambda's time when the sweep stops: enough to finish the page it is at. */
const TIME_FOR_A_PAGE_MS = 30_000;

/** When the sweep first saw the address. A request that is put again, as a whole, has none. */
const SEEN_AT = 'aziAddressSeenAt';

export interface ExpireAddressesMeans {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly orders: Pick<OutboundStore, 'find' | 'create' | 'change'>;
  readonly now: () => number;
  readonly timeLeftMs: () => number;
}

/** The sweep ran out of time before it had seen every request. */
export class AddressSweepUnfinishedError extends Error {
  override readonly name = 'AddressSweepUnfinishedError';
}

/**
 * Takes the addresses out of requests that no run has picked up for too long: their shop is paused or gone, say. The order
 * is REJECTED, and may be put again. Returns how many went. Safe to run again.
 */
export async function expireAddresses(means: ExpireAddressesMeans): Promise<number> {
  const { client, table, timeLeftMs } = means;
  let taken = 0;
  const scan = { TableName: table, ConsistentRead: true, FilterExpression: 'attribute_exists(destination)' };
  for await (const { Items = [] } of paginateScan({ client }, scan)) {
    if (timeLeftMs() < TIME_FOR_A_PAGE_MS) {
      throw new AddressSweepUnfinishedError(
        `Time was up after ${taken} addresses. Run the function again; it goes on where it is needed.`,
      );
    }
    for (const item of Items) if (await look(Request.parse(item), means)) taken += 1;
  }
  return taken;
}

const Request = z.looseObject({ shopId: z.string(), orderId: z.string(), [SEEN_AT]: z.optional(z.unknown()) });
type Request = z.infer<typeof Request>;

/** True: the address was taken. */
async function look(request: Request, means: ExpireAddressesMeans): Promise<boolean> {
  const seenAt = request[SEEN_AT];
  const seen = typeof seenAt === 'string' ? Date.parse(seenAt) : Number.NaN;
  const key = { shopId: request.shopId, orderId: request.orderId };
  if (Number.isNaN(seen)) {
    await update(key, `SET ${SEEN_AT} = :now`, { ':now': new Date(means.now()).toISOString() }, means);
    return false;
  }
  if (means.now() - seen < ADDRESS_WAITS_MS) return false;
  // A request that was put since carries no such mark.
  if (!(await update(key, 'REMOVE destination', { ':seen': seenAt }, means))) return false;
  await tell(request, means);
  return true;
}

async function update(
  key: { shopId: string; orderId: string },
  expression: string,
  values: Record<string, unknown>,
  { client, table }: ExpireAddressesMeans,
): Promise<boolean> {
  const isSame = ':seen' in values ? ` AND ${SEEN_AT} = :seen` : '';
  return ifConditionHolds(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: key,
        UpdateExpression: expression,
        ConditionExpression: `attribute_exists(destination)${isSame}`,
        ExpressionAttributeValues: values,
      }),
    ),
  );
}

const EXPIRED: OutboundError = {
  name: 'AddressExpiredError',
  message:
    'destination: has waited for too long, since no run has picked the order up, and was deleted. Put the whole order again.',
};

/** An order that is under way has its address elsewhere, and goes on. */
async function tell(
  { shopId, orderId, ...fields }: Request,
  { orders, now }: Pick<ExpireAddressesMeans, 'orders' | 'now'>,
): Promise<void> {
  if (!isRequestKey(orderId)) return;
  const found = await orders.find(shopId, orderId);
  const { requestHash } = requestHashes(fields);
  const state = { ...rejectedState({ requestHash, reason: EXPIRED.message }, now()), error: EXPIRED };
  if (found?.state?.status === REJECTED) {
    const set = { error: EXPIRED, requestHash };
    await orders.change(shopId, { known: found.state, set, tell: true });
  } else if (!found?.state && !found?.isBroken) {
    await orders.create({ shopId, orderId, state, ended: found?.ended }, { tell: true });
  }
}
