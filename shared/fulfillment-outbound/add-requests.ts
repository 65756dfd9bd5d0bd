import { isObject } from '../buyers/split-fields.ts';
import type { Shop } from '../shops/shop.ts';
import { readRequest } from './outbound-request.ts';
import { isFinal } from './fulfillment.ts';
import { isRequestKey, WRONG_ID } from './is-request-key.ts';
import { type OutboundError, QUEUED, REJECTED, rejectedState } from './outbound-state.ts';
import type { OutboundStore, QueuedOrder } from './outbound-store.ts';
import { requestHashes } from './request-hashes.ts';

/** What became of a request that a person puts. */
export interface AddedRequest {
  readonly orderId: string;
  readonly status: string;
  readonly error?: OutboundError;
}

interface AddMeans {
  readonly orders: OutboundStore;
  /** What is known of it already. */
  readonly shop?: Shop | undefined;
  readonly now: () => number;
}

/**
 * Puts requests into the table, each on its own. One that cannot be right is kept as REJECTED, without its address; one
 * without an id that can be a key is only told. An order that is under way stays as it was, and one that has ended is told,
 * unless it is COMPLETE. Safe to run again.
 */
export async function addRequests(
  { shopId, entries }: { shopId: string; entries: readonly unknown[] },
  means: AddMeans,
): Promise<AddedRequest[]> {
  const added: AddedRequest[] = [];
  const seen = new Map<string, AddedRequest>();
  for (const [index, entry] of entries.entries()) {
    const place = `number ${index + 1} of the file`;
    const orderId = isObject(entry) && typeof entry.orderId === 'string' ? entry.orderId : '';
    const earlier = seen.get(orderId);
    if (!isObject(entry) || !isRequestKey(orderId)) {
      added.push(refusal(place, 'OrderInvalidError', WRONG_ID));
    } else if (earlier) {
      const message = `orderId: stands in the file before; ${place} was left out.`;
      added.push(refusal(orderId, 'OrderInvalidError', message, earlier.status));
    } else {
      const one = await add({ shopId, entry: knownFields(entry), orderId }, means);
      seen.set(orderId, one);
      added.push(one);
    }
  }
  return added;
}

/** Nothing else is kept: whatever it is, it may be a buyer's. A wrong field of the address is told, not left out. */
function knownFields({ items, ...entry }: Record<string, unknown>): Record<string, unknown> {
  const lines = Array.isArray(items) ? items.map((line) => (isObject(line) ? only(LINE_FIELDS, line) : line)) : items;
  return { ...only(FIELDS, entry), ...(items !== undefined && { items: lines }) };
}

const FIELDS = ['orderId', 'marketplaceId', 'shippingSpeed', 'destination', 'hold', 'cancel'];
const LINE_FIELDS = ['lineItemId', 'sku', 'quantity'];

const only = (fields: readonly string[], from: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(from).filter(([name]) => fields.includes(name)));

interface Adding {
  readonly shopId: string;
  readonly entry: Record<string, unknown>;
  readonly orderId: string;
}

async function add(adding: Adding, means: AddMeans): Promise<AddedRequest> {
  const { shopId, entry, orderId } = adding;
  const found = await means.orders.find(shopId, orderId);
  const read = readRequest(entry, means.shop);
  const isUnderWay = found?.state !== undefined && found.state.status !== REJECTED;
  if (isUnderWay && ('reason' in read || isChanged(entry, found))) {
    return refusal(orderId, 'RequestChangedError', UNDER_WAY, found.state?.status);
  }
  const status = found?.state?.status;
  if (isUnderWay && status !== undefined && isFinal(status)) {
    return status === 'COMPLETE' ? { orderId, status } : refusal(orderId, 'OrderEndedError', ended(status), status);
  }
  if ('reason' in read) return reject(adding, { found, reason: read.reason }, means);
  await means.orders.putRequest(shopId, { ...entry, orderId });
  return { orderId, status: isUnderWay ? (status ?? QUEUED) : QUEUED };
}

const ended = (status: string) =>
  `The order is ${status}, and stays so. Put what you still want under another orderId.`;

const UNDER_WAY =
  'The order is under way already, and stays as it was. Cancel it, or put what you want under another orderId.';

function isChanged(entry: Record<string, unknown>, { state }: QueuedOrder): boolean {
  const { requestHash, destinationHash } = requestHashes(entry);
  return requestHash !== state?.requestHash || destinationHash !== state.destinationHash;
}

/** The state first: a request alone would be rejected for its missing address. */
async function reject(
  { shopId, entry, orderId }: Adding,
  { found, reason }: { found: QueuedOrder | undefined; reason: string },
  { orders, now }: AddMeans,
): Promise<AddedRequest> {
  const request = { orderId, ...plainFields(entry) };
  const { requestHash } = requestHashes(request);
  const state = rejectedState({ requestHash, reason }, now());
  const known = found?.state;
  const written = known
    ? await orders.change(shopId, { known, set: state, tell: true })
    : await orders.create({ shopId, orderId, state, ended: found?.ended }, { tell: true });
  if (!written) return refusal(orderId, 'RequestChangedError', UNDER_WAY);
  await orders.putRequest(shopId, request);
  return refusal(orderId, 'OrderInvalidError', reason);
}

/** What can be kept of a request that cannot be right, whatever else stands in it. */
const plainFields = (entry: Record<string, unknown>) =>
  Object.fromEntries(
    ['marketplaceId', 'shippingSpeed'].flatMap((name) => {
      const value = entry[name];
      return typeof value === 'string' && value.length <= 50 ? [[name, value]] : [];
    }),
  );

const refusal = (orderId: string, name: string, message: string, status = REJECTED): AddedRequest => ({
  orderId,
  status,
  error: { name, message },
});
