import {
  SpApiContractError,
  SpApiRejectedError,
  SpApiThrottledError,
  SpApiUnavailableError,
} from '../sp-api/sp-api-error.ts';
import { type Acted, both, NOTHING_DONE, TOLD } from './acted.ts';
import { ask, CANCEL } from './follow-order.ts';
import type { Fulfillment } from './fulfillment.ts';
import { heedWishes } from './heed-wishes.ts';
import { isSameOrder } from './is-same-order.ts';
import { isLeftAlone } from './trouble-of-one.ts';
import { isToldUnseen, unseen } from './unseen.ts';
import type { FulfillmentPort, OrderToCreate } from './fulfillment-port.ts';
import type { OutboundMeans } from './outbound-means.ts';
import { Destination } from './outbound-request.ts';
import type { OutboundSettings } from './outbound-settings.ts';
import {
  CANCELLED,
  type OutboundError,
  type OutboundState,
  QUEUED,
  REJECTED,
  type StoredOrder,
  type Submission,
  SUBMITTED,
  SUBMITTING,
} from './outbound-state.ts';
import { addressRecordId } from './outbound-store.ts';
import { describeRefusal, isAboutTheGrant, saysItExists } from './refusals.ts';

export interface SubmitMeans extends Pick<OutboundMeans, 'orders' | 'buyerReader' | 'now' | 'speed'> {
  readonly port: FulfillmentPort;
  readonly settings: OutboundSettings;
}

interface Submitting {
  readonly shopId: string;
  readonly runId: string;
  readonly state: StoredOrder;
}

/** A create takes at most a call, a call with a new token, and its pauses: so long another run leaves it alone. */
const CREATE_TAKES_AT_MOST_MS = 90_000;

/** Between the reads that look for an order whose create had no answer; then it is created again. */
const UNANSWERED_PAUSES_MS = [2000, 10_000, 30_000, 60_000];

/** Amazon has accepted it: it is seen in the list sooner or later, and looked for only when it is not. */
const ACCEPTED_PAUSES_MS = [10 * 60_000, 20 * 60_000, 30 * 60_000];

/** An order that Amazon may have and does not show is looked for every so often, more and more seldom, and daily in the end. */
const UNSEEN_PAUSE_MS = 60 * 60_000;
const UNSEEN_PAUSES = 24;

const FORBIDDEN_PAUSE_MS = 60 * 60_000;

/** After so many creates without an outcome it is told, and still tried. */
const ATTEMPTS_UNTIL_TOLD = 3;

/**
 * Brings an order to Amazon, exactly once: the intent is written first, then comes the create. Where its outcome is not known
 * Amazon is read by the order's id, some times with growing pauses, and only an order that is not there is created again,
 * under the same id. One that Amazon may have, and refuses to take again, stays as it is until Amazon shows it. Safe to run
 * again, from the start, at any time.
 */
export async function submitOrder(submitting: Submitting, means: SubmitMeans): Promise<Acted> {
  if (!isToCancelUnseen(submitting.state)) return goOn(submitting, means);
  const { shopId, state: before } = submitting;
  const asked = await ask(submitting, CANCEL, means);
  const state = (await means.orders.findMany(shopId, [before.orderId])).get(before.orderId);
  return asked.trouble || !state ? asked : both(asked, await goOn({ ...submitting, state }, means));
}

/** Amazon has accepted the order, and takes a cancellation before it shows it; or says 404, and is asked again by the next run. */
const isToCancelUnseen = ({ status, cancel }: StoredOrder) => status === SUBMITTED && cancel === 'wanted';

async function goOn(submitting: Submitting, means: SubmitMeans): Promise<Acted> {
  const { state, runId } = submitting;
  const { dueAt, runId: owner } = state.submission;
  const now = means.now();
  // An earlier step of this very run is known to be over.
  const waits =
    dueAt !== undefined && Date.parse(dueAt) > now && (owner === undefined || owner !== runId) && !isToCallOff(state);
  if (waits) {
    // What was told is not waited for.
    const isTold = isToldUnseen(state) || isLeftAlone(state);
    return { ...NOTHING_DONE, dueAt: state.status === SUBMITTING && !isTold ? Date.parse(dueAt) : undefined };
  }
  return state.status === QUEUED ? create(submitting, means) : lookFor(submitting, means);
}

/** A person does not want to wait for an order that has long been looked for. */
const isToCallOff = (state: StoredOrder) => state.cancel === 'wanted' && isToldUnseen(state);

async function create(submitting: Submitting, means: SubmitMeans): Promise<Acted> {
  const { shopId, runId } = submitting;
  let { state } = submitting;
  let order = await toOrder(submitting, means);
  const attempts = state.submission.attempts + 1;
  if (!order && attempts > 1) return keepLooking({ ...submitting, state: withoutAddress(state, attempts) }, means);
  if (!order) return reject(submitting, ADDRESS_GONE, means);
  const previewed = await preview(order, submitting, means);
  if ('told' in previewed) return previewed;
  if (means.settings.preview && attempts === 1) {
    // It has taken its time: what its user wants now counts.
    const { request } = (await means.orders.find(shopId, state.orderId)) ?? {};
    const heeded = await heedWishes({ shopId, state, request }, means);
    if (heeded.state?.status !== QUEUED) return heeded;
    state = heeded.state;
    order = { ...order, held: state.held ?? false };
  }

  const dueAt = iso(means.now() + CREATE_TAKES_AT_MOST_MS);
  const intended = await means.orders.change(shopId, {
    known: state,
    set: { ...previewed, status: SUBMITTING, submission: { attempts, reads: 0, dueAt, runId } },
    tell: false,
  });
  if (!intended) return NOTHING_DONE;
  const begun = { ...submitting, state: intended };
  try {
    const fulfillment = await means.port.create(order);
    if (fulfillment) return await adopt(begun, fulfillment, means);
    return await accepted(begun, means);
  } catch (error) {
    return afterFailedCreate(error, { ...begun, before: state }, means);
  }
}

/** The same order every time that it is created; undefined: its address has died meanwhile. */
async function toOrder(
  { shopId, state }: Submitting,
  { buyerReader }: SubmitMeans,
): Promise<OrderToCreate | undefined> {
  const { orderId, request, held = false, pickedUpAt = '' } = state;
  const recordId = addressRecordId(orderId);
  const part = (await buyerReader.read(shopId, [recordId])).get(recordId);
  const destination = Destination.safeParse(part?.destination).data;
  return destination && request && { orderId, ...request, destination, held, pickedUpAt };
}

const ADDRESS_GONE: OutboundError = {
  name: 'AddressGoneError',
  message: 'The address has reached its date of death before the order could be submitted. Put the whole order again.',
};

/** It counts as another create: the one before may have come through, and this one cannot be made. */
const withoutAddress = (state: StoredOrder, attempts: number): StoredOrder => ({
  ...state,
  submission: { ...state.submission, attempts, refusal: ADDRESS_GONE },
});

/** By shop setting, and only before the first create: what the order would cost, or that it cannot be. */
async function preview(
  order: OrderToCreate,
  submitting: Submitting,
  means: SubmitMeans,
): Promise<Acted | Pick<OutboundState, 'estimatedPrice'>> {
  if (!means.settings.preview || submitting.state.submission.attempts > 0) return {};
  try {
    const { reasons, estimatedPrice } = await means.port.preview(order);
    if (reasons.length === 0) return estimatedPrice ? { estimatedPrice } : {};
    const message = `Amazon's preview says that the order cannot be fulfilled: ${reasons.join(', ')}. It was not created; put it again when this has changed.`;
    return await reject(submitting, { name: 'NotFulfillableError', message }, means);
  } catch (error) {
    if (error instanceof SpApiUnavailableError) return { ...NOTHING_DONE, trouble: error };
    if (!(error instanceof SpApiRejectedError) || isAboutTheGrant(error)) throw error;
    return reject(submitting, corrigible(describeRefusal(error)), means);
  }
}

const corrigible = ({ name, message }: OutboundError): OutboundError => ({
  name,
  message: `${message} Correct the order and put it again.`,
});

const accepted = async ({ shopId, state }: Submitting, { orders, now, speed }: SubmitMeans): Promise<Acted> => {
  const { attempts } = state.submission;
  const dueAt = iso(now() + (ACCEPTED_PAUSES_MS[0] ?? 0) / speed);
  const submission = { attempts, reads: 0, accepted: true, dueAt };
  const set = { status: SUBMITTED, error: null, submission };
  return (await orders.change(shopId, { known: state, set, tell: true })) ? TOLD : NOTHING_DONE;
};

/** What Amazon has under the id is the order, unless it was made elsewhere and is another. */
async function adopt(submitting: Submitting, fulfillment: Fulfillment, means: SubmitMeans): Promise<Acted> {
  const { shopId, state } = submitting;
  if (!isSameOrder(state, fulfillment)) return reject(submitting, ID_IN_USE, means);
  const saved = await means.orders.track(shopId, [{ orderId: state.orderId, fulfillment }], { time: iso(means.now()) });
  return { ...NOTHING_DONE, told: saved.filter(({ verdict }) => verdict === 'stored').length };
}

const ID_IN_USE: OutboundError = {
  name: 'IdInUseError',
  message:
    'Amazon has another order under this id, of other SKUs or quantities: it was made elsewhere, and is left alone. Put this one under another id.',
};

async function afterFailedCreate(
  error: unknown,
  failed: Submitting & { before: StoredOrder },
  means: SubmitMeans,
): Promise<Acted> {
  const { shopId, state, before } = failed;
  const { attempts } = state.submission;
  if (error instanceof SpApiThrottledError) {
    // It was never sent.
    const { status, submission } = before;
    await means.orders.change(shopId, { known: state, set: { status, submission }, tell: false });
    throw error;
  }
  if (error instanceof SpApiUnavailableError || error instanceof SpApiContractError) {
    const dueAt = means.now() + pauseMs({ attempts, reads: 0 }, means.speed);
    const tell = attempts === ATTEMPTS_UNTIL_TOLD;
    const set = {
      submission: { attempts, reads: 0, dueAt: iso(dueAt) },
      ...(tell && {
        error: {
          name: 'OutcomeUnknownError',
          message: `${attempts} creates had no answer, and Amazon does not show the order; it is still tried, under the same id.`,
        },
      }),
    };
    await means.orders.change(shopId, { known: state, set, tell });
    return { ...NOTHING_DONE, told: tell ? 1 : 0, dueAt, trouble: error };
  }
  if (!(error instanceof SpApiRejectedError)) throw error;
  if (isAboutTheGrant(error)) {
    const submission = { ...before.submission, dueAt: iso(means.now() + FORBIDDEN_PAUSE_MS / means.speed) };
    await means.orders.change(shopId, { known: state, set: { status: before.status, submission }, tell: false });
    const note = `Order ${state.orderId}: ${error.message}. ${error.cure} It is tried again in an hour.`;
    return { ...NOTHING_DONE, notes: [note], trouble: error };
  }
  // No source says what a second create of one id is answered: a 400 may be about an order that is there already.
  const submission = { attempts, reads: 0, refusal: describeRefusal(error), exists: saysItExists(error) };
  const refused = await means.orders.change(shopId, { known: state, set: { submission }, tell: false });
  return refused ? lookFor({ ...failed, state: refused }, means) : NOTHING_DONE;
}

/** Reads Amazon by the order's id: adopts what is there, and goes on with what is not. */
async function lookFor(submitting: Submitting, means: SubmitMeans): Promise<Acted> {
  const { state } = submitting;
  const { submission } = state;
  const isRead = await read(submitting, means);
  if (isRead) return isRead;

  const { attempts, accepted: isAccepted, refusal, exists } = submission;
  const mayBeThere = isAccepted || exists || attempts > 1;
  const looked = { ...submitting, state: { ...state, submission: { ...submission, reads: submission.reads + 1 } } };
  // A refusal of the only create there was needs no second look.
  if (refusal && !mayBeThere) return reject(submitting, corrigible(refusal), means);
  if (looked.state.submission.reads < enoughReads(submission)) return lookLater(looked, means);
  if (state.cancel === 'wanted' && !exists) return cancel(submitting, means);
  if (refusal || isAccepted || exists) return keepLooking(looked, means);
  // Amazon does not have it: the same create once more.
  return create(submitting, means);
}

const enoughReads = ({ accepted: isAccepted }: Submission) =>
  (isAccepted ? ACCEPTED_PAUSES_MS : UNANSWERED_PAUSES_MS).length;

/** What is done about an order that Amazon shows, or that cannot be read; undefined: Amazon does not show it. */
async function read(submitting: Submitting, means: SubmitMeans): Promise<Acted | undefined> {
  const { shopId, state } = submitting;
  const { orderId, submission } = state;
  try {
    const fulfillment = await means.port.find(orderId);
    return fulfillment && (await adopt(submitting, fulfillment, means));
  } catch (error) {
    if (!(error instanceof SpApiUnavailableError)) throw error;
    const dueAt = means.now() + pauseMs(submission, means.speed);
    const set = { submission: { ...submission, runId: undefined, dueAt: iso(dueAt) } };
    await means.orders.change(shopId, { known: state, set, tell: false });
    return { ...NOTHING_DONE, dueAt: state.status === SUBMITTING ? dueAt : undefined, trouble: error };
  }
}

async function lookLater({ shopId, state }: Submitting, means: SubmitMeans): Promise<Acted> {
  const dueAt = means.now() + pauseMs(state.submission, means.speed);
  const submission = { ...state.submission, runId: undefined, dueAt: iso(dueAt) };
  await means.orders.change(shopId, { known: state, set: { submission }, tell: false });
  return { ...NOTHING_DONE, dueAt: submission.accepted ? undefined : dueAt };
}

/** Amazon may have it: told once, looked for on, and cancelled there if that is wanted. */
async function keepLooking(submitting: Submitting, means: SubmitMeans): Promise<Acted> {
  const { shopId, state } = submitting;
  const { submission } = state;
  const pauses = Math.min(UNSEEN_PAUSES, Math.max(1, submission.reads + 1 - enoughReads(submission)));
  const dueAt = iso(means.now() + (UNSEEN_PAUSE_MS * pauses) / means.speed);
  const tell = !isToldUnseen(state);
  const error = unseen(state);
  const kept = await means.orders.change(shopId, {
    known: state,
    set: { submission: { ...submission, runId: undefined, dueAt }, ...(tell && { error }) },
    tell,
  });
  if (!kept) return NOTHING_DONE;
  const told = tell ? { ...TOLD, notes: [`Order ${state.orderId}: ${error.message}`] } : NOTHING_DONE;
  return kept.cancel === 'wanted' ? both(told, await ask({ shopId, state: kept }, CANCEL, means)) : told;
}

/** Amazon does not have it, and is not to have it. Should it come to light later, it is cancelled there. */
async function cancel({ shopId, state }: Submitting, { orders }: SubmitMeans): Promise<Acted> {
  return (await orders.change(shopId, { known: state, set: { status: CANCELLED }, tell: true })) ? TOLD : NOTHING_DONE;
}

async function reject({ shopId, state }: Submitting, error: OutboundError, { orders }: SubmitMeans): Promise<Acted> {
  const submission = { attempts: state.submission.attempts, reads: 0 };
  const written = await orders.change(shopId, {
    known: state,
    set: { status: REJECTED, error, submission },
    tell: true,
  });
  return written ? { ...TOLD, notes: [`Order ${state.orderId} was rejected: ${error.message}`] } : NOTHING_DONE;
}

/** They grow with every read, and with every create. */
function pauseMs(
  { attempts, reads, accepted }: { attempts: number; reads: number; accepted?: boolean | undefined },
  speed: number,
) {
  const pauses = accepted ? ACCEPTED_PAUSES_MS : UNANSWERED_PAUSES_MS;
  return ((pauses[reads] ?? pauses.at(-1) ?? 0) * Math.max(1, attempts)) / speed;
}

const iso = (time: number) => new Date(time).toISOString();
