import type { Shop } from '../shops/shop.ts';
import { SpApiRejectedError, SpApiThrottledError, SpApiUnavailableError } from '../sp-api/sp-api-error.ts';
import type { Run } from '../sync/run.ts';
import type { StretchMeans } from '../sync/sync-work.ts';
import { withNotes } from '../sync/with-notes.ts';
import { type Acted, both, NOTHING_DONE } from './acted.ts';
import { followOrder, tellStuck } from './follow-order.ts';
import { isFinal } from './fulfillment.ts';
import { hasChangedIn } from './has-changed-in.ts';
import { heldUp } from './held-up.ts';
import { heedWishes } from './heed-wishes.ts';
import type { OutboundMeans } from './outbound-means.ts';
import { OutboundProgress } from './outbound-progress.ts';
import { type OutboundState, QUEUED, SUBMITTED, SUBMITTING } from './outbound-state.ts';
import type { QueuedOrder } from './outbound-store.ts';
import { isOrderId } from './outbound-request.ts';
import { isUnexpected } from './is-unexpected.ts';
import { isPutAgain } from './is-put-again.ts';
import { pickUp } from './pick-up.ts';
import { isAboutTheOrder, passBy } from './trouble-of-one.ts';
import { isAboutTheGrant } from './refusals.ts';
import { type SubmitMeans, submitOrder } from './submit-order.ts';

export type TableMeans = SubmitMeans & Pick<OutboundMeans, 'buyers' | 'log'>;

/** One order may have its own trouble with Amazon; so many in a row have Amazon's. */
const TROUBLES_IN_A_ROW = 3;

/** A stretch ends after a page with something to do, or after so many without: most orders are long done. */
const IDLE_PAGES = 20;

/**
 * Deals with some orders of the table, one after another: each draws on the same usage plan. What goes wrong with one
 * holds up no other; what goes wrong with Amazon ends the stretch. The last one: `phase` is `track`.
 */
export async function goThroughTable(shop: Shop, run: Run, means: TableMeans & StretchMeans): Promise<Run> {
  let reached = run;
  for (let pages = 0; pages < IDLE_PAGES; pages++) {
    const before = reached;
    const { phase, after } = OutboundProgress.parse(reached.progress);
    if (phase !== 'submit' || means.timeIsUp()) return reached;
    const page = await means.orders.readPage(shop.shopId, after);
    if (page.unusable > 0) reached = noted(reached, [UNUSABLE]);
    const dealt = await dealWithPage(page.orders, { shop, run: reached }, means);
    if (!dealt.all) return dealt.run;
    const progress = OutboundProgress.parse(dealt.run.progress);
    const passed: OutboundProgress =
      page.last === undefined ? { ...progress, phase: 'track', after: '' } : { ...progress, after: page.last };
    reached = { ...dealt.run, progress: passed };
    if (dealt.run !== before) return reached;
  }
  return reached;
}

const broken = (orderId: string) =>
  `${isOrderId(orderId) ? `Order ${orderId}` : 'An order whose id cannot be used'}: its row with #state behind the id cannot be read, and it was left alone. Such rows are ours, and no other system may write them; Seller Central shows whether Amazon has the order.`;

async function dealWithPage(
  orders: readonly QueuedOrder[],
  { shop, run }: { shop: Shop; run: Run },
  means: TableMeans & StretchMeans,
): Promise<{ run: Run; all: boolean }> {
  let reached = run;
  let troubles = 0;
  for (const order of orders) {
    if (means.timeIsUp()) return { run: reached, all: false };
    try {
      const acted = await withoutHoldingUp(() => dealWith(order, { shop, run }, means), { shop, order }, means);
      if (acted.unexpected) {
        reached = heldUp(reached, { orderId: order.orderId, error: acted.unexpected }, means);
        continue;
      }
      reached = counted(reached, order, acted);
      troubles = acted.trouble ? troubles + 1 : 0;
      if (acted.trouble && troubles >= TROUBLES_IN_A_ROW) throw acted.trouble;
    } catch (error) {
      // Amazon is not asked before the order has been picked up.
      const done = error instanceof SpApiThrottledError ? counted(reached, order, NOTHING_DONE) : reached;
      await keep(done, { run, error }, means);
      throw error;
    }
  }
  return { run: reached, all: true };
}

/** What has been done counts, also where Amazon ends the stretch. Nothing done is no step forward while Amazon is down. */
async function keep(
  reached: Run,
  { run, error }: { run: Run; error: unknown },
  { checkpoint }: Pick<StretchMeans, 'checkpoint'>,
): Promise<void> {
  const isForward = reached.read > run.read || toldIn(reached) > toldIn(run);
  if (isForward || (reached !== run && !(error instanceof SpApiUnavailableError))) await checkpoint(reached);
}

const toldIn = ({ progress }: Run) => OutboundProgress.parse(progress).toDeliver.length;

const UNUSABLE =
  'A row of the table has a key of more than 1,000 bytes and was left alone: an order id has 1 to 40 of A-Z, a-z, 0-9, _, . and -.';

async function dealWith(
  listed: QueuedOrder,
  { shop, run }: { shop: Shop; run: Run },
  means: TableMeans,
): Promise<Acted> {
  // A page may be minutes old: what its user has changed or called off since counts.
  const order = isToGo(listed) ? await means.orders.find(shop.shopId, listed.orderId) : listed;
  if (!order) return NOTHING_DONE;
  const { orderId, request, state: found, isBroken, ended } = order;
  if (isBroken) return { ...NOTHING_DONE, notes: [broken(orderId)] };
  const { shopId } = shop;
  const listedUntil = run.startTime;
  if (found && hasEndedLongAgo(found, means) && request?.destination === undefined) {
    await means.orders.giveAway(shopId, found);
    return NOTHING_DONE;
  }
  const picked = request
    ? await pickUp({ shop, order: { orderId, request, state: found, ended } }, means)
    : { ...NOTHING_DONE, state: found };
  if (!picked.state) return picked;
  const heeded = await heedWishes({ shopId, state: picked.state, request }, means);
  const before = both(picked, heeded);
  const { state } = heeded;
  if (!state) return before;
  if (![QUEUED, SUBMITTING, SUBMITTED].includes(state.status)) {
    return both(before, await followOrder({ shopId, state, listedUntil }, means));
  }
  const submitted = both(before, await submitOrder({ shopId, runId: run.runId, state }, means));
  return submitted.told > 0 ? submitted : both(submitted, await tellStuck({ shopId, state, listedUntil }, means));
}

/** It may go to Amazon in a moment. */
const isToGo = ({ request, state, isBroken }: QueuedOrder) =>
  !isBroken && (state === undefined || state.status === QUEUED || isPutAgain(request, state));

/** So long an order can be handed out again. Each run reads all that are kept. */
const KEPT_MS = 90 * 24 * 60 * 60_000;

const hasEndedLongAgo = ({ status, changedAt }: OutboundState, { now }: Pick<TableMeans, 'now'>) =>
  isFinal(status) && now() - Date.parse(changedAt) > KEPT_MS;

async function withoutHoldingUp(
  deal: () => Promise<Acted>,
  { shop: { shopId }, order: { orderId } }: { shop: Shop; order: QueuedOrder },
  means: TableMeans,
): Promise<Acted> {
  try {
    return await deal();
  } catch (error) {
    if (isUnexpected(error)) return { ...NOTHING_DONE, unexpected: error };
    if (isAboutTheOrder(error)) return passBy({ shopId, orderId, error }, means);
    const passes =
      error instanceof SpApiUnavailableError || (error instanceof SpApiRejectedError && isAboutTheGrant(error));
    if (!passes) throw error;
    return { ...NOTHING_DONE, trouble: error };
  }
}

function counted(run: Run, { orderId, request, state, isBroken }: QueuedOrder, acted: Acted): Run {
  const { told, pickedUp = false, dueAt, trouble } = acted;
  // What is waited for, the run itself tells in the end.
  const untold = trouble && acted.notes.length === 0 && dueAt === undefined;
  const notes = untold ? [`Order ${orderId}: ${trouble.message}. The next run tries again.`] : acted.notes;
  const isNew = request !== undefined && state === undefined && !isBroken;
  const isChanged = isNew || pickedUp || told > 0;
  if (!isChanged && notes.length === 0 && dueAt === undefined) return run;
  const isFirst = isChanged && !(state && hasChangedIn(run, state));
  const progress = OutboundProgress.parse(run.progress);
  const due = dueAt === undefined ? undefined : new Date(dueAt).toISOString();
  const earlier = [progress.dueAt, due].filter((time) => time !== undefined).sort();
  const after: OutboundProgress = {
    ...progress,
    after: progress.after,
    dueAt: earlier[0],
    toDeliver: told > 0 ? [...progress.toDeliver, orderId] : progress.toDeliver,
  };
  return noted(
    { ...run, read: run.read + (isFirst ? 1 : 0), stored: run.stored + (isFirst ? 1 : 0), progress: after },
    notes,
  );
}

const noted = (run: Run, notes: readonly string[]): Run => ({ ...run, notes: withNotes(run.notes, notes) });
