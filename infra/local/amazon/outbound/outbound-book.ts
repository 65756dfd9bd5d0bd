import { CATALOGUE } from '../orders/catalogue.ts';
import { seededRandom } from '../seeded-random.ts';
import { liveUntil } from './live-until.ts';
import type { OrderMemory } from './order-memory.ts';
import type {
  OutboundOrder,
  OutboundRequest,
  OutboundShipment,
  OutboundStatus,
  PlannedHappening,
} from './outbound-order.ts';
import type { OutboundSwitches, OutboundTimes } from './outbound-switches.ts';
import { isCancellable, type LifePlan, planLife, planShipping } from './plan-life.ts';

/** The world that an account's Multi-Channel Fulfillment orders live in. */
export interface OutboundWorld {
  readonly seed: string;
  readonly now: () => Date;
  readonly speed: number;
  readonly switches: OutboundSwitches;
  /** Units in Amazon's warehouses of a SKU that the seller sells; undefined: none of the seller's. */
  readonly unitsHeld?: (sku: string) => number | undefined;
}

/** The Multi-Channel Fulfillment orders of one seller: one store, whichever version of the API asks. */
export class OutboundBook {
  /** Sellable units of SKUs, ahead of what the warehouses say. An order takes none away. */
  readonly stock = new Map<string, number>(CATALOGUE.map(({ sellerSku }) => [sellerSku, 10_000]));
  private readonly orders = new Map<string, OutboundOrder>();
  private readonly world: OutboundWorld;
  private packages = 0;
  private memory: Pick<OrderMemory, 'save'> | undefined;

  constructor(world: OutboundWorld) {
    this.world = world;
  }

  /** Has the orders of an earlier process, and from now on keeps every order for a later one. */
  remember(memory: OrderMemory): void {
    for (const order of memory.load()) {
      this.keep(order);
      this.packages = Math.max(this.packages, ...packageNumbersOf(order).map((number) => number - FIRST_PACKAGE));
    }
    this.memory = memory;
  }

  /** Sellable units of a SKU; undefined: the seller has no such SKU at Amazon. */
  unitsOf = (sku: string): number | undefined => this.stock.get(sku) ?? this.world.unitsHeld?.(sku);

  /** The order as it is now, also while no caller can see it. */
  findOrder = (orderId: string): OutboundOrder | undefined => {
    const order = this.orders.get(orderId);
    return order && this.keep(liveUntil(order, this.now()));
  };

  /** All orders as they are now, in the order of their coming. */
  listOrders = (): OutboundOrder[] => [...this.orders.values()].map((order) => this.keep(liveUntil(order, this.now())));

  /** What callers find. */
  findVisible = (orderId: string): OutboundOrder | undefined => {
    const order = this.findOrder(orderId);
    return order && order.visibleFrom <= this.now() ? order : undefined;
  };

  listVisible = (): OutboundOrder[] => this.listOrders().filter(({ visibleFrom }) => visibleFrom <= this.now());

  /** The lists know of changes up to this moment, milliseconds. */
  listedUntil = (): number => this.now() - this.world.switches.listLagMs / this.world.speed;

  /** Receives an order. Its id must be new; what it asks for is taken as it is. */
  receive = (request: OutboundRequest): OutboundOrder => {
    const now = this.now();
    const { switches, speed } = this.world;
    return this.saved({
      request,
      receivedAt: now,
      visibleFrom: now + switches.appearsAfterMs / speed,
      isCalledOff: false,
      status: 'NEW',
      statusChangedAt: now,
      updatedAt: now,
      shipments: [],
      unfulfillable: new Map(),
      plan: planLife(this.lifePlan(request, now)),
    });
  };

  /** Calls an order off, which takes a moment. False: it is too late. */
  cancel = (orderId: string): boolean => {
    const order = this.orderOf(orderId);
    if (order.isCalledOff) return true;
    if (!isCancellable(order)) return false;
    const at = this.now() + this.times().cancelling;
    this.saved({ ...order, isCalledOff: true, plan: [{ at, happening: { kind: 'status', status: 'CANCELLED' } }] });
    return true;
  };

  /** Changes a held order; with the action SHIP it is held no longer. False: it is not held. */
  update = (orderId: string, request: OutboundRequest): boolean => {
    const order = this.orderOf(orderId);
    if (order.request.action !== 'HOLD' || order.isCalledOff || !isCancellable(order)) return false;
    const now = this.now();
    const plan = request.action === 'SHIP' ? planShipping(this.lifePlan(request, now)) : order.plan;
    this.saved({ ...order, request, updatedAt: now, plan });
    return true;
  };

  /** Lets everything planned happen now, up to and including the status `until`, if given; the rest keeps its time. */
  advance = (orderId: string, until?: OutboundStatus): OutboundOrder => {
    const order = this.orderOf(orderId);
    const isIt = ({ happening }: PlannedHappening) => happening.kind === 'status' && happening.status === until;
    const last = until === undefined ? Number.POSITIVE_INFINITY : order.plan.find(isIt)?.at;
    if (last === undefined) throw new Error(`Order ${orderId} will not come to ${until}.`);
    const now = this.now();
    const plan = order.plan.map(({ at, happening }) => ({ at: at <= last ? now : at, happening }));
    return this.saved(liveUntil({ ...order, plan }, now));
  };

  private lifePlan(request: OutboundRequest, from: number): LifePlan {
    const { seed, switches } = this.world;
    const isThere = request.lines.every(({ sku, quantity }) => quantity <= (this.unitsOf(sku) ?? 0));
    return {
      request,
      fate: isThere ? (switches.fates.get(request.orderId) ?? switches.fate) : 'invalid',
      times: this.times(),
      from,
      random: seededRandom(`${seed}/outbound/${request.orderId}`),
      nextPackageNumber: () => {
        this.packages += 1;
        return FIRST_PACKAGE + this.packages;
      },
    };
  }

  private times(): OutboundTimes {
    const { speed, switches } = this.world;
    const at = (ms: number) => Math.round(ms / speed);
    const { validation, planning, picking, replacement, shipping, carrierTracking, completion } = switches.times;
    const { delivery, cancelling, hold, givingUp } = switches.times;
    return {
      validation: at(validation),
      planning: at(planning),
      picking: at(picking),
      replacement: at(replacement),
      shipping: at(shipping),
      carrierTracking: at(carrierTracking),
      completion: at(completion),
      delivery: at(delivery),
      cancelling: at(cancelling),
      hold: at(hold),
      givingUp: at(givingUp),
    };
  }

  private orderOf(orderId: string): OutboundOrder {
    const order = this.findOrder(orderId);
    if (!order) throw new Error(`The simulated account has no fulfillment order ${orderId}.`);
    return order;
  }

  /** What was done to an order is kept; what time does to it follows from its plan. */
  private saved(order: OutboundOrder): OutboundOrder {
    this.memory?.save(order);
    return this.keep(order);
  }

  private keep(order: OutboundOrder): OutboundOrder {
    this.orders.set(order.request.orderId, order);
    return order;
  }

  private now(): number {
    return this.world.now().getTime();
  }
}

const FIRST_PACKAGE = 100_000_000;

/** Of the packages that an order has, and of those that it will have. */
const packageNumbersOf = ({ shipments, plan }: OutboundOrder): number[] => [
  ...packagesIn(shipments),
  ...plan.flatMap(({ happening }) => (happening.kind === 'ship' ? packagesIn([happening]) : [])),
];

const packagesIn = (parts: readonly Pick<OutboundShipment, 'packages'>[]) =>
  parts.flatMap(({ packages }) => packages.map(({ packageNumber }) => packageNumber));
