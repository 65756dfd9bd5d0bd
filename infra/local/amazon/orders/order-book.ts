import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';

/** An order with what searches go by, worked out once. */
export interface BookedOrder {
  readonly order: Order;
  /** Milliseconds. */
  readonly created: number;
  readonly lastUpdated: number;
  /** Its place among all orders: by last change, then by id; compares as text. */
  readonly place: string;
}

/** The orders of one seller as Amazon holds them: complete, whatever a caller may see of them. */
export class OrderBook {
  private readonly booked = new Map<string, BookedOrder>();
  private readonly now: () => Date;
  private inPlace: readonly BookedOrder[] | undefined;

  constructor(now: () => Date, orders: readonly Order[] = []) {
    this.now = now;
    for (const order of orders) this.booked.set(order.orderId, toBooked(order));
  }

  findOrder = (orderId: string): Order | undefined => this.booked.get(orderId)?.order;

  /** All orders, the longest unchanged first. */
  listOrders = (): readonly Order[] => this.listBooked().map(({ order }) => order);

  /** The same, with what searches go by. */
  listBooked = (): readonly BookedOrder[] => {
    this.inPlace ??= [...this.booked.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
    return this.inPlace;
  };

  /** Puts this very order in the book, in place of the one with its id; its times are taken as they are. */
  upsertOrder = (order: Order): Order => {
    this.booked.set(order.orderId, toBooked(structuredClone(order)));
    this.inPlace = undefined;
    return order;
  };

  /** Changes an order as something happening to it would: it was last updated `at` (default: now). */
  touchOrder = (orderId: string, change: Partial<Order> = {}, at: Date = this.now()): Order => {
    const order = this.findOrder(orderId);
    if (!order) throw new Error(`The simulated account has no order ${orderId}.`);
    return this.upsertOrder({ ...order, lastUpdatedTime: at.toISOString(), ...change });
  };

  /** Amazon never forgets an order; a test may. */
  removeOrder = (orderId: string): void => {
    this.booked.delete(orderId);
    this.inPlace = undefined;
  };
}

function toBooked(order: Order): BookedOrder {
  const lastUpdated = Date.parse(order.lastUpdatedTime);
  const place = `${String(lastUpdated).padStart(15, '0')} ${order.orderId}`;
  return { order, created: Date.parse(order.createdTime), lastUpdated, place };
}
