import * as z from 'zod/mini';
import { issueNextToken, readNextToken } from '../gateway/next-token.ts';
import type { Call } from '../gateway/operation.ts';
import type { OutboundOrder } from './outbound-order.ts';

/** A list of orders that changed since a moment, page by page. */
export interface OrderFeed {
  /** When an order last changed, as this version means it; milliseconds. */
  readonly changedAt: (order: OutboundOrder) => number;
  readonly isSince: (changedAt: number) => boolean;
  readonly token: { readonly parameter: string; readonly bound: readonly string[] };
}

const Position = z.object({ after: z.string() });

/** One page, the longest unchanged first. No snapshot: an order that changes meanwhile is seen again, later. */
export function findOrders(feed: OrderFeed, call: Call): { orders: OutboundOrder[]; nextToken?: string } {
  const token = call.query.text(feed.token.parameter);
  const { after } =
    token === undefined ? { after: '' } : readNextToken(token, { schema: Position, ...feed.token }, call);
  const { pageSize } = call.faults.outbound;
  const known = call.seller.outbound.listedUntil();
  const ahead = call.seller.outbound
    .listVisible()
    .map((order) => ({ order, at: Math.max(feed.changedAt(order), order.visibleFrom) }))
    .filter(({ at }) => feed.isSince(at) && at <= known)
    .map(({ order, at }) => ({ order, place: `${String(Math.floor(at)).padStart(15, '0')} ${order.request.orderId}` }))
    .filter(({ place }) => place > after)
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  const page = ahead.slice(0, pageSize);
  const last = ahead.length > pageSize ? page.at(-1) : undefined;
  return {
    orders: page.map(({ order }) => order),
    ...(last && { nextToken: issueNextToken({ after: last.place }, feed.token.bound, call) }),
  };
}

/** How far back a list goes that is not told; no source says. */
export const DEFAULT_LOOK_BACK_MS = 36 * 60 * 60 * 1000;
