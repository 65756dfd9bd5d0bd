import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import type { Region } from '../../../shared/shops/shop.ts';
import { marketplaceOf } from './marketplaces.ts';
import { ShipmentBook } from './merchant-fulfillment/shipment-book.ts';
import { generateOrders, orderIdOf } from './orders/generate-orders.ts';
import { inventOrder } from './orders/invent-order.ts';
import { OrderBook } from './orders/order-book.ts';
import type { Scenario } from './orders/scenarios.ts';
import { OutboundBook } from './outbound/outbound-book.ts';
import type { OutboundSwitches } from './outbound/outbound-switches.ts';
import { ReportBook, type ReportBookMeans } from './reports/report-book.ts';
import { type ReportElsewhere, requestElsewhere } from './reports/request-elsewhere.ts';
import type { Report } from './reports/report.ts';
import { seededRandom } from './seeded-random.ts';
import { openGoods, type SellerGoods } from './seller-goods.ts';
import { ROLES, type Role, type Seller } from './seller.ts';

/** A simulated seller account. */
export interface SellerOptions {
  readonly sellerId: string;
  readonly refreshToken: string;
  readonly region: Region;
  readonly marketplaceIds: readonly string[];
  /** How many orders it starts with. */
  readonly orders: number;
  /** The days over which those were last changed. @default 28 */
  readonly orderDays?: number;
  /** The moment up to which; the same moment makes the same orders. @default the last midnight, UTC, an hour ago */
  readonly ordersUntil?: Date;
  /** How many products it sells, each in every marketplace. @default 0 */
  readonly listings?: number;
  /** Returns to Amazon's warehouses, of its shipped orders where it has such. @default 0 */
  readonly fbaReturns?: number;
  /** Returns asked of the merchant, likewise. @default 0 */
  readonly merchantReturns?: number;
  /** What the seller has granted. @default everything */
  readonly roles?: readonly Role[];
}

/** What a test does to a seller account: the seller as Amazon knows it, and things that happen to its orders. */
export interface SellerAccount
  extends Seller,
    SellerGoods,
    Pick<OrderBook, 'findOrder' | 'listOrders' | 'removeOrder'> {
  /** Puts this very order in the account, new or in place of the one with its id; its times are taken as they are. */
  upsertOrder: OrderBook['upsertOrder'];
  /** Changes an order; unless said otherwise it was last updated now, by Amazon's clock. */
  touchOrder: OrderBook['touchOrder'];
  /** A new, invented order, placed now unless said otherwise. Default: an unshipped merchant order of one item. */
  placeOrder(scenario?: Partial<Scenario>, at?: Date): Order;
  /** Another application of the seller asks for a report. */
  requestReportElsewhere(asked: ReportElsewhere): Report;
}

/** The world that an account is opened in. */
export interface AccountWorld {
  readonly seed: string;
  readonly now: () => Date;
  /** What Amazon does by itself takes so many times less long. */
  readonly speed: number;
  readonly outbound: OutboundSwitches;
  readonly reports: Pick<ReportBookMeans, 'switches' | 'times' | 'signing'>;
  /** Amazon's clock, where it is off. */
  readonly amazonNow: () => Date;
}

/** Opens the account, with its past. */
export function openAccount(options: SellerOptions, world: AccountWorld): SellerAccount {
  const { seed, now, speed, amazonNow, outbound: switches } = world;
  const { sellerId, refreshToken, region, marketplaceIds } = options;
  const ownSeed = `${seed}/${region}/${sellerId}`;
  const until = options.ordersUntil ?? lastMidnight(now());
  const history = { seed: ownSeed, marketplaceIds, until };
  const orders = new OrderBook(
    now,
    generateOrders({ ...history, count: options.orders, days: options.orderDays ?? 28 }),
  );
  const { findOrder, listOrders, removeOrder, upsertOrder, touchOrder } = orders;
  const goods = openGoods({
    ...history,
    listings: options.listings ?? 0,
    fbaReturns: options.fbaReturns ?? 0,
    merchantReturns: options.merchantReturns ?? 0,
    orders: listOrders(),
    now: amazonNow,
  });
  const unitsHeld = (sellerSku: string) =>
    marketplaceIds
      .map((marketplaceId) => goods.stock.find({ marketplaceId, sellerSku })?.quantities.fulfillable)
      .find((units) => units !== undefined);
  const outbound = new OutboundBook({ seed: ownSeed, now, speed, switches, unitsHeld });
  const reports = new ReportBook({ ...goods, ...world.reports, orders, region, seed: ownSeed, speed });
  const requestReportElsewhere = (asked: ReportElsewhere) =>
    requestElsewhere(asked, { book: reports, home: marketplaceIds[0] ?? '', now: amazonNow() });
  const roles = new Set(options.roles ?? ROLES);
  const shipments = new ShipmentBook({ seed: ownSeed, now, orders });
  const fulfillment = { outbound, shipments };
  const seller = {
    sellerId,
    refreshToken,
    region,
    marketplaceIds,
    roles,
    usagePlans: new Map(),
    orders,
    ...fulfillment,
  };
  let placed = FIRST_PLACED;
  const placeOrder = (scenario: Partial<Scenario> = {}, at = now()) => {
    placed += 1;
    const order = inventOrder(seededRandom(`${ownSeed}/order/${placed}`), {
      orderId: orderIdOf(ownSeed, placed),
      createdTime: at.toISOString(),
      lastUpdatedTime: at.toISOString(),
      marketplace: marketplaceOf(marketplaceIds[0] ?? ''),
      scenario: { status: 'UNSHIPPED', fulfilledBy: 'MERCHANT', ...scenario },
    });
    return upsertOrder(order);
  };
  const acts = { findOrder, listOrders, removeOrder, upsertOrder, touchOrder, placeOrder, requestReportElsewhere };
  return { ...seller, ...goods, reports, ...acts };
}

/** Orders placed later are numbered from here, beyond those of the past. */
const FIRST_PLACED = 9_000_000;

/** Stays the same for a day, so that an account started twice has the same past; an hour back, to be no one's "just now". */
function lastMidnight(now: Date): Date {
  const anHourAgo = new Date(now.getTime() - 60 * 60 * 1000);
  anHourAgo.setUTCHours(0, 0, 0, 0);
  return anHourAgo;
}
