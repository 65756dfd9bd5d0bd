import type { Shop } from '../shops/shop.ts';
import { SpApiRejectedError } from '../sp-api/sp-api-error.ts';
import type { Run } from '../sync/run.ts';
import { withNotes } from '../sync/with-notes.ts';
import type { Fulfillment } from './fulfillment.ts';
import type { ListedOrder, ListedPage } from './fulfillment-port.ts';
import type { OutboundMeans } from './outbound-means.ts';
import { hasChangedIn } from './has-changed-in.ts';
import { OutboundProgress } from './outbound-progress.ts';
import { isSameOrder } from './is-same-order.ts';
import { isAtAmazon, type StoredOrder } from './outbound-state.ts';
import { isAboutTheOrder } from './trouble-of-one.ts';
import type { SubmitMeans } from './submit-order.ts';

export type TrackMeans = SubmitMeans & Pick<OutboundMeans, 'quarantine' | 'log'>;

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
  const saved = await means.orders.track(shop.shopId, changed, { time });
  const isCounted = (orderId: string) => {
    const before = known.get(orderId);
    return before !== undefined && hasChangedIn(run, before);
  };
  const read = ours.filter(({ orderId }) => !isCounted(orderId)).length;
  const stored = saved.filter(({ verdict, record }) => verdict === 'stored' && !isCounted(record.orderId)).length;
  const undelivered = saved.filter(({ row }) => row.undeliveredSince !== undefined).map(({ record }) => record.orderId);
  const notes = [...inFull.notes, ...(await setAside(shop, run, page, means))];
  const next: OutboundProgress = {
    ...progress,
    pageToken: page.nextToken,
    tracked: page.nextToken === undefined,
    toDeliver: [...progress.toDeliver, ...undelivered],
  };
  return {
    ...run,
    read: run.read + read + page.unreadable.length,
    stored: run.stored + stored,
    unchanged: run.unchanged + read - stored,
    quarantined: run.quarantined + page.unreadable.length,
    notes: withNotes(run.notes, notes),
    progress: next,
  };
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

/** Where the list tells no more than a status, each order whose status has changed is read by its id. */
async function readInFull(
  ours: readonly ListedOrder[],
  known: ReadonlyMap<string, StoredOrder>,
  { port }: TrackMeans,
): Promise<{ orders: { orderId: string; fulfillment: Fulfillment }[]; notes: string[] }> {
  const orders: { orderId: string; fulfillment: Fulfillment }[] = [];
  const notes: string[] = [];
  let inARow = 0;
  for (const { orderId, status, statusUpdateTime, fulfillment } of ours) {
    const before = known.get(orderId)?.fulfillment;
    const isSame = before?.status === status && before.statusUpdateTime === statusUpdateTime;
    try {
      const told = fulfillment ?? (isSame ? undefined : await port.find(orderId));
      if (told) orders.push({ orderId, fulfillment: told });
      inARow = 0;
    } catch (error) {
      inARow += 1;
      if (!isAboutTheOrder(error) || inARow >= UNREADABLE_IN_A_ROW) throw error;
      notes.push(`Order ${orderId}: ${error.message}. It is followed on.`);
    }
  }
  return { orders, notes };
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
