import type { Shop } from '../shops/shop.ts';
import { SpApiRejectedError, SpApiUnavailableError } from '../sp-api/sp-api-error.ts';
import type { Run } from '../sync/run.ts';
import type { StretchMeans } from '../sync/sync-work.ts';
import { withNotes } from '../sync/with-notes.ts';
import type { Fulfillment } from './fulfillment.ts';
import type { ListedOrder, ListedPage } from './fulfillment-port.ts';
import type { OutboundMeans } from './outbound-means.ts';
import { hasChangedIn } from './has-changed-in.ts';
import { heldUp } from './held-up.ts';
import { isUnexpected } from './is-unexpected.ts';
import { OutboundProgress } from './outbound-progress.ts';
import { isSameOrder } from './is-same-order.ts';
import { isAtAmazon, type StoredOrder } from './outbound-state.ts';
import { isAboutTheOrder } from './trouble-of-one.ts';
import type { SubmitMeans } from './submit-order.ts';

export type TrackMeans = SubmitMeans & Pick<OutboundMeans, 'quarantine' | 'log'> & Pick<StretchMeans, 'checkpoint'>;

const MAX_DEAD_TOKENS = 5;

/**
 * One page of Amazon's list of orders that changed: what it says of ours is stored. Orders that are not in the table
 * were made elsewhere, and are none of ours. Safe to run again. After the last page `tracked` is true.
 */
export async function trackPage(shop: Shop, run: Run, means: TrackMeans): Promise<Run> {
  const progress = OutboundProgress.parse(run.progress);
  const time = new Date(means.now()).toISOString();
  const page = await readList(run, progress, means);
  if (!page) {
    const anew: OutboundProgress = { ...progress, pageToken: undefined, deadTokens: progress.deadTokens + 1 };
    return { ...run, progress: anew };
  }
  const known = await means.orders.findMany(
    shop.shopId,
    page.orders.map(({ orderId }) => orderId),
  );
  const ours = newestOfEach(page.orders.filter(({ orderId }) => known.has(orderId)));
  const inFull = await readInFull(ours, known, means);
  const changed = inFull.orders.filter((order) => isOurs(order, known.get(order.orderId)));
  const { saved, failed } = await saveEach(shop, { orders: changed, time }, means);
  const isCounted = (orderId: string) => {
    const before = known.get(orderId);
    return before !== undefined && hasChangedIn(run, before);
  };
  const stored = saved.filter(({ verdict, record }) => verdict === 'stored' && !isCounted(record.orderId)).length;
  const undelivered = saved.filter(({ row }) => row.undeliveredSince !== undefined).map(({ record }) => record.orderId);
  const toDeliver = [...progress.toDeliver, ...undelivered];
  if (inFull.error !== undefined) {
    // What was read of the page counts. Nothing stored is no step forward while Amazon is down.
    const partly: OutboundProgress = { ...progress, toDeliver };
    if (stored > 0) {
      await means.checkpoint({ ...run, read: run.read + stored, stored: run.stored + stored, progress: partly });
    }
    throw inFull.error;
  }
  const read = ours.filter(({ orderId }) => !isCounted(orderId)).length;
  const notes = [...inFull.notes, ...(await setAside(shop, run, page, means))];
  const next: OutboundProgress = {
    ...progress,
    pageToken: page.nextToken,
    tracked: page.nextToken === undefined,
    toDeliver,
  };
  const gone: Run = {
    ...run,
    read: run.read + read + page.unreadable.length,
    stored: run.stored + stored,
    unchanged: run.unchanged + read - stored,
    quarantined: run.quarantined + page.unreadable.length,
    notes: withNotes(run.notes, notes),
    progress: next,
  };
  return [...inFull.failed, ...failed].reduce((reached, one) => heldUp(reached, one, means), gone);
}

interface Told {
  readonly orderId: string;
  readonly fulfillment: Fulfillment;
}

interface HeldUp {
  readonly orderId: string;
  readonly error: Error;
}

/** Together; where that meets an unexpected error, one by one. */
async function saveEach(
  { shopId }: Shop,
  { orders, time }: { orders: readonly Told[]; time: string },
  means: TrackMeans,
) {
  const save = (some: readonly Told[]) => means.orders.track(shopId, some, { time });
  const failed: HeldUp[] = [];
  try {
    return { saved: await save(orders), failed };
  } catch (error) {
    if (!isUnexpected(error)) throw error;
  }
  const saved: Awaited<ReturnType<typeof save>> = [];
  for (const order of orders) {
    try {
      saved.push(...(await save([order])));
    } catch (error) {
      if (!isUnexpected(error)) throw error;
      failed.push({ orderId: order.orderId, error });
    }
  }
  return { saved, failed };
}

/** Undefined: the page token is dead, and the list is to be read from its beginning. */
async function readList(
  run: Run,
  progress: OutboundProgress,
  { port, log }: TrackMeans,
): Promise<ListedPage | undefined> {
  const { updatedAfter, pageToken, deadTokens } = progress;
  try {
    return await port.list({ updatedAfter, pageToken });
  } catch (error) {
    const isDead = error instanceof SpApiRejectedError && error.facts.status === 400 && pageToken !== undefined;
    if (!isDead || deadTokens >= MAX_DEAD_TOKENS) throw error;
    log.warn('a page token is dead, the list is read anew', { runId: run.runId, updatedAfter });
    return undefined;
  }
}

/** Once Amazon has shown an order as ours it stays so; before, its id may have been used elsewhere for another. */
const isOurs = ({ fulfillment }: { fulfillment: Fulfillment }, state: StoredOrder | undefined) =>
  state !== undefined && (isAtAmazon(state) || isSameOrder(state, fulfillment));

/** So many orders in a row that cannot be read are not the orders' trouble. */
const UNREADABLE_IN_A_ROW = 3;

/**
 * Where the list tells no more than a status, each order whose status has changed is read by its id. `error`: Amazon's
 * trouble, at which reading ended.
 */
async function readInFull(
  ours: readonly ListedOrder[],
  known: ReadonlyMap<string, StoredOrder>,
  { port }: TrackMeans,
): Promise<{ orders: Told[]; notes: string[]; failed: HeldUp[]; error?: unknown }> {
  const orders: Told[] = [];
  const notes: string[] = [];
  const failed: HeldUp[] = [];
  let inARow = 0;
  for (const { orderId, status, statusUpdateTime, fulfillment } of ours) {
    const before = known.get(orderId)?.fulfillment;
    const isSame = before?.status === status && before.statusUpdateTime === statusUpdateTime;
    try {
      const told = fulfillment ?? (isSame ? undefined : await port.find(orderId));
      if (told) orders.push({ orderId, fulfillment: told });
      inARow = 0;
    } catch (error) {
      if (isUnexpected(error)) {
        failed.push({ orderId, error });
        continue;
      }
      inARow += 1;
      const isOfOne = isAboutTheOrder(error) || error instanceof SpApiUnavailableError;
      if (!isOfOne || inARow >= UNREADABLE_IN_A_ROW) return { orders, notes, failed, error };
      notes.push(`Order ${orderId}: ${error.message}. It is followed on.`);
    }
  }
  return { orders, notes, failed };
}

/** A page may hold an order twice, changed in between: the later one is newer. */
const newestOfEach = (orders: readonly ListedOrder[]): ListedOrder[] => [
  ...new Map(orders.map((order) => [order.orderId, order])).values(),
];

async function setAside(
  shop: Shop,
  run: Run,
  { unreadable }: ListedPage,
  { quarantine, log }: TrackMeans,
): Promise<string[]> {
  const notes: string[] = [];
  for (const content of unreadable) {
    const key = await quarantine.put({ shopId: shop.shopId, content });
    notes.push(`A fulfillment order that cannot be read lies in quarantine: ${key}`);
    log.error('a fulfillment order went to quarantine', { runId: run.runId, key });
  }
  return notes;
}
