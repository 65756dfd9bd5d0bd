import { SpApiRejectedError, SpApiUnavailableError } from '../sp-api/sp-api-error.ts';
import { type Acted, both, NOTHING_DONE, TOLD } from './acted.ts';
import { type Fulfillment, isFinal } from './fulfillment.ts';
import { isAtAmazon, type OutboundState, type StoredOrder } from './outbound-state.ts';
import { isAboutTheGrant } from './refusals.ts';
import type { SubmitMeans } from './submit-order.ts';
import { isToldUnseen } from './unseen.ts';

interface Following {
  readonly shopId: string;
  readonly state: StoredOrder;
  /** Until when Amazon's list has been read (ISO): it may have news since. */
  readonly listedUntil: string;
}

/** Where the list does not tell tracking (2020-07-01), one order is asked about at most so often, for so long. */
const DETAILS_EVERY_MS = 2 * 60 * 60_000;
const DETAILS_FOR_MS = 30 * 24 * 60 * 60_000;

/**
 * What is to be done about an order that Amazon has, beside reading the list: it is cancelled or released where that is wanted;
 * its tracking is read where the list does not tell it; and that there is no news of it for long is told. Safe to run again.
 */
export async function followOrder(following: Following, means: SubmitMeans): Promise<Acted> {
  const { state } = following;
  if (waitsForAmazon(state, means)) return NOTHING_DONE;
  if (isAtAmazon(state) && !isFinal(state.status)) {
    if (state.cancel === 'wanted') return ask(following, CANCEL, means);
    if (state.release && state.held) return ask(following, RELEASE, means);
  }
  if (isAtAmazon(state) && wantsDetails(state, means)) return readDetails(following, means);
  return isFinal(state.status) ? NOTHING_DONE : tellStuck(following, means);
}

/** Amazon's answer about this order could not be used a short time ago. */
const waitsForAmazon = ({ submission: { dueAt } }: StoredOrder, { now }: SubmitMeans) =>
  dueAt !== undefined && Date.parse(dueAt) > now();

interface Wish {
  readonly ask: (port: SubmitMeans['port'], orderId: string) => Promise<void>;
  readonly done: Partial<OutboundState>;
  /** Downstream is told of it: it shows in the record, and is news. */
  readonly tells: boolean;
  readonly refused: (code: string) => Partial<OutboundState>;
}

export const CANCEL: Wish = {
  ask: (port, orderId) => port.cancel(orderId),
  done: { cancel: 'asked' },
  tells: false,
  refused: (code) => ({
    cancel: 'refused',
    error: {
      name: 'CancelRefusedError',
      message: `Amazon no longer cancels the order (${code}): it is being picked, or gone.`,
    },
  }),
};

const RELEASE: Wish = {
  ask: (port, orderId) => port.release(orderId),
  done: { held: false, release: undefined },
  tells: true,
  refused: (code) => ({
    held: false,
    release: undefined,
    error: {
      name: 'ReleaseRefusedError',
      message: `Amazon does not release the order (${code}): it holds it no longer.`,
    },
  }),
};

/** Both are harmless twice. What comes of a cancellation only the order's status tells. */
export async function ask(
  { shopId, state }: Omit<Following, 'listedUntil'>,
  wish: Wish,
  { port, orders }: SubmitMeans,
): Promise<Acted> {
  try {
    await wish.ask(port, state.orderId);
  } catch (error) {
    if (error instanceof SpApiUnavailableError) return { ...NOTHING_DONE, trouble: error };
    if (!(error instanceof SpApiRejectedError)) throw error;
    if (isAboutTheGrant(error)) return { ...NOTHING_DONE, trouble: error };
    // Not to be seen yet: asked again by the next run.
    if (error.facts.status === 404) return NOTHING_DONE;
    const set = wish.refused(error.facts.code ?? `status ${error.facts.status}`);
    const told = await orders.change(shopId, { known: state, set, tell: true });
    return told ? { ...TOLD, notes: [`Order ${state.orderId}: ${set.error?.message}`] } : NOTHING_DONE;
  }
  const written = await orders.change(shopId, { known: state, set: wish.done, tell: wish.tells });
  return wish.tells && written ? TOLD : NOTHING_DONE;
}

/** Shipments appear, and tracking numbers come, without the order's status changing. */
function wantsDetails(state: StoredOrder, { port, now, speed }: SubmitMeans): boolean {
  if (port.listTellsAll || !state.fulfillment) return false;
  const complete = isFinal(state.status) && hasAllTracking(state.fulfillment);
  const since = (time: string | undefined) => now() - Date.parse(time ?? state.changedAt);
  return (
    !complete &&
    since(state.pickedUpAt) < DETAILS_FOR_MS &&
    since(state.detailsAt ?? state.changedAt) >= DETAILS_EVERY_MS / speed
  );
}

/** Goods that were sent off lie in packages, each with a number of its own. */
const hasAllTracking = ({ shipments }: Fulfillment) =>
  shipments
    .filter(({ status }) => status !== 'CANCELLED')
    .every(({ packages }) => packages.length > 0 && packages.every(({ trackingNumber }) => trackingNumber));

async function readDetails(following: Following, means: SubmitMeans): Promise<Acted> {
  const { shopId, state } = following;
  const read = await readAgain(following, means);
  if (read.told > 0 || read.trouble) return read;
  const detailsAt = new Date(means.now()).toISOString();
  const known = (await means.orders.findMany(shopId, [state.orderId])).get(state.orderId);
  if (known) await means.orders.change(shopId, { known, set: { detailsAt }, tell: false });
  return read;
}

async function readAgain({ shopId, state }: Following, { port, orders, now }: SubmitMeans): Promise<Acted> {
  const { orderId } = state;
  try {
    const time = new Date(now()).toISOString();
    const fulfillment = await port.find(orderId);
    if (!fulfillment) return NOTHING_DONE;
    const [saved] = await orders.track(shopId, [{ orderId, fulfillment }], { time });
    return saved?.verdict === 'stored' ? TOLD : NOTHING_DONE;
  } catch (error) {
    if (error instanceof SpApiUnavailableError) return { ...NOTHING_DONE, trouble: error };
    throw error;
  }
}

/**
 * Amazon is asked about an order without news, again and again: its list may have missed something. That there is none is
 * told once, until there is. After a pause of ours the list is read first, by this run: most news stands there.
 */
export async function tellStuck(following: Following, means: SubmitMeans): Promise<Acted> {
  const { shopId, state, listedUntil } = following;
  const { settings, now, speed, orders } = means;
  const asked = state.stuckToldAt && [state.stuckToldAt, state.detailsAt ?? ''].sort().at(-1);
  const silentMs = Date.parse(listedUntil) - Date.parse(asked || state.changedAt);
  if (state.held || isToldUnseen(state) || silentMs < settings.stuckAfterMs / speed) return NOTHING_DONE;
  const read = isAtAmazon(state) ? await readAgain(following, means) : NOTHING_DONE;
  if (read.told > 0 || read.trouble) return read;
  const time = new Date(now()).toISOString();
  if (state.stuckToldAt) {
    await orders.change(shopId, { known: state, set: { detailsAt: time }, tell: false });
    return read;
  }
  const message = `No news since ${state.changedAt}, in status ${state.status}. Look the order up in Seller Central; it is followed on.`;
  const set = { stuckToldAt: time, error: { name: 'OrderStuckError', message } };
  const told = await orders.change(shopId, { known: state, set, tell: true });
  return told ? both(read, { ...TOLD, notes: [`Order ${state.orderId}: ${message}`] }) : read;
}
