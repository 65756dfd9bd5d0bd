import { createHash } from 'node:crypto';
import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import type { BookedOrder, OrderBook } from './order-book.ts';
import type { PagePosition } from './page-token.ts';
import type { SearchWindow } from './search-window.ts';

/** What a page is cut from, and how. */
export interface PageCut {
  readonly book: Pick<OrderBook, 'listBooked'>;
  readonly isWanted: (order: Order) => boolean;
  readonly position: PagePosition;
  readonly pageSize: number;
  /** A fault: how many orders of the page before come again. */
  readonly repeatLast: number;
}

/** One page of a search, and where the next begins if there is more. Both bounds of the window belong to it. */
export function findPage(
  { by, since, until }: SearchWindow,
  { book, isWanted, position, pageSize, repeatLast }: PageCut,
): { orders: Order[]; next: PagePosition | undefined } {
  const matches = book.listBooked().filter((each) => {
    const time = each[by];
    return time >= since.getTime() && time <= until.getTime() && isWanted(each.order);
  });
  const inTurn = position.unsorted ? shuffle(matches) : matches;

  const ahead = inTurn.findIndex(({ place }) => place > position.after);
  const fresh = ahead < 0 ? inTurn.length : ahead;
  const repeated = position.page > 1 ? Math.min(fresh, repeatLast, pageSize - 1) : 0;
  const start = fresh - repeated;
  const page = inTurn.slice(start, start + pageSize);
  const last = page.at(-1);
  const hasMore = last !== undefined && start + pageSize < inTurn.length;
  return {
    orders: page.map(({ order }) => order),
    next: hasMore ? { ...position, after: last.place, page: position.page + 1 } : undefined,
  };
}

/** A turn that has nothing to do with time, and is the same on every page. */
const shuffle = (orders: readonly Pick<BookedOrder, 'order'>[]) =>
  orders
    .map(({ order }) => ({ order, place: createHash('sha256').update(order.orderId).digest('hex') }))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
