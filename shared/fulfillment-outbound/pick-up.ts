import { dateOfDeath } from '../buyers/date-of-death.ts';
import type { Shop } from '../shops/shop.ts';
import { type Acted, NOTHING_DONE, TOLD } from './acted.ts';
import type { EndedOrder } from './ended-orders.ts';
import type { OutboundMeans } from './outbound-means.ts';
import { type Destination, isOrderId, type OutboundRequest, readRequest } from './outbound-request.ts';
import { isPutAgain } from './is-put-again.ts';
import { type OutboundState, QUEUED, rejectedState, type StoredOrder } from './outbound-state.ts';
import { addressRecordId, type QueuedOrder } from './outbound-store.ts';
import { requestHashes } from './request-hashes.ts';

interface PickedUp extends Acted {
  /** Our row as it stands now; undefined: another run has changed it, and goes on with it. */
  readonly state: StoredOrder | undefined;
}

interface Picking {
  readonly shop: Shop;
  readonly order: QueuedOrder & { readonly request: Record<string, unknown> };
}

type PickUpMeans = Pick<OutboundMeans, 'orders' | 'buyers' | 'now'>;

/**
 * Takes a request into our care: its address goes to `buyers` first, then our row is written, then the address is taken
 * out of the request. One that cannot be right is REJECTED with its reason, and may be put again; of one that is under way
 * a change is told and not obeyed. Safe to run again, from the start, at any time.
 */
export async function pickUp(picking: Picking, means: PickUpMeans): Promise<PickedUp> {
  const { shop, order } = picking;
  const { request: row, state } = order;
  const hashes = requestHashes(row);
  const picked =
    state === undefined || isPutAgain(row, state)
      ? await take(picking, hashes, means)
      : await tellChange(picking, { state, ...hashes }, means);
  // When our row was not written the address has not been kept: it stays where it is.
  if (row.destination !== undefined && picked.state) {
    await means.orders.removeDestination(shop.shopId, order.orderId, row);
  }
  return picked;
}

type Hashes = ReturnType<typeof requestHashes>;

async function take(picking: Picking, hashes: Hashes, means: PickUpMeans): Promise<PickedUp> {
  const { ended } = picking.order;
  if (ended && !ended.isFree) return refuse(picking, { ...hashes, reason: idIsUsed(ended) }, means);
  const read = readRequest(picking.order.request, picking.shop);
  if ('reason' in read) return refuse(picking, { ...hashes, reason: read.reason }, means);
  return queue(picking, { ...hashes, ...read }, means);
}

/** Why a request cannot be whose id was that of an order which Amazon had. */
export const idIsUsed = ({ status, changedAt }: EndedOrder) =>
  `orderId: an order of this id has ended already (${status}, ${changedAt.slice(0, 10)}); put this one under another id.`;

async function refuse(
  { shop: { shopId }, order: { orderId, state, ended } }: Picking,
  refused: Hashes & { reason: string },
  { orders, now }: PickUpMeans,
): Promise<PickedUp> {
  if (state?.requestHash === refused.requestHash && state.error?.message === refused.reason) {
    return { ...NOTHING_DONE, state };
  }
  const set = rejectedState(refused, now());
  const written = state
    ? await orders.change(shopId, { known: state, set: { ...set, submission: state.submission }, tell: true })
    : await orders.create({ shopId, orderId, state: set, ended }, { tell: true });
  if (!written) return { ...NOTHING_DONE, state: undefined };
  const named = isOrderId(orderId) ? `Order ${orderId}` : 'An order whose id cannot be used';
  return { ...TOLD, notes: [`${named} was rejected: ${refused.reason}`], state: written };
}

async function queue(
  { shop: { shopId }, order: { orderId, request: row, state, ended } }: Picking,
  { request, destination, ...hashes }: Hashes & { request: OutboundRequest; destination: Destination },
  { orders, buyers, now }: PickUpMeans,
): Promise<PickedUp> {
  const pickedUpAt = new Date(now()).toISOString();
  const piiExpiresAt = dateOfDeath(pickedUpAt);
  const recordId = addressRecordId(orderId);
  await buyers.save({ shopId, recordId, lastUpdatedTime: pickedUpAt, data: { destination }, expiresAt: piiExpiresAt });
  const set: OutboundState = {
    status: QUEUED,
    error: null,
    ...hashes,
    request,
    pickedUpAt,
    held: row.hold === true,
    submission: { attempts: 0, reads: 0 },
    cancel: undefined,
    release: undefined,
    refusedChange: undefined,
    refusedHold: undefined,
    estimatedPrice: undefined,
    stuckToldAt: null,
    pii: 'present',
    piiExpiresAt,
    changedAt: pickedUpAt,
  };
  const written = state
    ? await orders.change(shopId, { known: state, set, tell: false })
    : await orders.create({ shopId, orderId, state: set, ended }, { tell: false });
  return { ...NOTHING_DONE, pickedUp: written !== undefined, state: written };
}

async function tellChange(
  { shop: { shopId }, order: { orderId } }: Picking,
  { state, requestHash, destinationHash }: { state: StoredOrder } & Hashes,
  { orders }: PickUpMeans,
): Promise<PickedUp> {
  const isOther = requestHash !== state.requestHash;
  const goesElsewhere = destinationHash !== undefined && destinationHash !== state.destinationHash;
  const change = isOther ? requestHash : destinationHash;
  if (!(isOther || goesElsewhere) || state.refusedChange === change) return { ...NOTHING_DONE, state };
  const fields = isOther ? 'marketplaceId, shippingSpeed or items' : 'destination';
  const message = `The request was changed (${fields}) after it had been picked up; the order stays as it was. To ship something else, cancel it and put a new order under another id.`;
  const written = await orders.change(shopId, {
    known: state,
    set: { refusedChange: change, error: { name: 'RequestChangedError', message } },
    tell: true,
  });
  return written
    ? { ...TOLD, notes: [`Order ${orderId}: ${message}`], state: written }
    : { ...NOTHING_DONE, state: undefined };
}
