import type { Shop } from '../shops/shop.ts';
import type { Log } from '../runtime/logger.ts';
import type { Run } from '../sync/run.ts';
import { wantedData } from './included-data.ts';
import { type Order, toOrder, type Unreadable } from './order.ts';
import type { OrderStore } from './order-store.ts';
import type { Quarantine } from '../buyers/quarantine.ts';

export interface StorePageMeans {
  readonly orders: Pick<OrderStore, 'save'>;
  readonly quarantine: Quarantine;
  readonly log: Log;
}

/** What became of a page. */
export interface StoredPage {
  readonly read: number;
  readonly stored: number;
  readonly unchanged: number;
  /** A sentence for each order that went to quarantine. */
  readonly quarantined: readonly string[];
  readonly pii: Record<string, number>;
  /** Last-updated times of what was readable, in Amazon's order. */
  readonly times: readonly string[];
  /** Order ids to hand out, in Amazon's order. */
  readonly undelivered: readonly string[];
}

/** DynamoDB takes rows of 400 KB; marks, keys and names need a little of it. */
const MAX_ROW_BYTES = 390 * 1024;

/**
 * Stores a page of Amazon's orders. One that does not parse or does not fit goes to quarantine, the rest goes on.
 * Safe to run again: what is stored already is unchanged, and still handed out if it was not.
 */
export async function storePage(
  { shop, run, orders: page }: { shop: Shop; run: Run; orders: readonly unknown[] },
  means: StorePageMeans,
): Promise<StoredPage> {
  const readable: Order[] = [];
  const quarantined: string[] = [];
  for (const amazonOrder of page) {
    const order = toOrder(amazonOrder);
    const misfit = 'reason' in order ? order : (tooLarge(order) ?? unstorable(order));
    if (!misfit && !('reason' in order)) {
      readable.push(order);
      continue;
    }
    const key = await means.quarantine.put({ shopId: shop.shopId, content: amazonOrder });
    quarantined.push(
      `Order ${misfit?.orderId ?? 'without a readable id'} lies in quarantine (${misfit?.reason}): ${key}`,
    );
    means.log.error('an order went to quarantine', { runId: run.runId, key, reason: misfit?.reason });
  }

  const asked = wantedData(shop).includes('RECIPIENT');
  const saved = await means.orders.save(shop.shopId, newestOfEach(readable), { asked });
  return {
    read: page.length,
    stored: saved.filter(({ outcome }) => outcome === 'stored').length,
    unchanged: readable.length - saved.filter(({ outcome }) => outcome === 'stored').length,
    quarantined,
    pii: countBy(saved.map(({ pii }) => pii)),
    times: readable.map(({ lastUpdatedTime }) => lastUpdatedTime),
    undelivered: saved.filter(({ undelivered }) => undelivered).map(({ orderId }) => orderId),
  };
}

/** A page may hold an order twice, changed in between. */
function newestOfEach(orders: readonly Order[]): Order[] {
  const newest = new Map<string, Order>();
  for (const order of orders) {
    const other = newest.get(order.orderId);
    if (!other || other.lastUpdatedTime <= order.lastUpdatedTime) newest.set(order.orderId, order);
  }
  return [...newest.values()];
}

function tooLarge({ orderId, fields, buyerData }: Order): Unreadable | undefined {
  const bytes = Math.max(Buffer.byteLength(JSON.stringify(fields)), Buffer.byteLength(JSON.stringify(buyerData ?? {})));
  return bytes > MAX_ROW_BYTES
    ? { orderId, reason: `${bytes} bytes are more than a row of ${MAX_ROW_BYTES} holds` }
    : undefined;
}

/** DynamoDB's numbers are exact; one that JavaScript has rounded already is not Amazon's any more. */
function unstorable({ orderId, fields, buyerData }: Order): Unreadable | undefined {
  let unsafe = 0;
  JSON.stringify([fields, buyerData], (_, value: unknown) => {
    if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) unsafe += 1;
    return value;
  });
  return unsafe > 0 ? { orderId, reason: `${unsafe} numbers are too large to be exact` } : undefined;
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
