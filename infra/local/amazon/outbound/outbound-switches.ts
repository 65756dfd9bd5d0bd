const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How the simulated Multi-Channel Fulfillment behaves; change it at any time, for what happens from then on. */
export class OutboundSwitches {
  /** What createOrder (2026-07-04) answers when all is well: the order, or only that it was accepted. */
  createAnswer: 200 | 202 = 200;

  /** An order that has been created is found by no one for so long (÷ speed). `Infinity`: never. */
  appearsAfterMs = 0;

  /** The next so many orders are accepted with 202 and then lost: they are not there, and a create with their id is a first one. */
  losesAccepted = 0;

  /** A change is found in the lists only so much later (÷ speed); reading an order by its id shows it at once. */
  listLagMs = 0;

  /** What a second create with the same id gets; no source says. `accept`: success, and the first order stays as it is. */
  secondCreate: 'refuse' | 'accept' = 'refuse';

  /** What 2020-07-01 refuses it refuses with 200 and `errors` inside. */
  refusalsInside200 = false;

  /** What cancelOrder (2026-07-04) says once picking has begun: 202 to no effect, or 400. 2020-07-01 always says 400. */
  lateCancel: 'ignore' | 'refuse' = 'ignore';

  /** Orders, shipments and packages have statuses that no published list names. */
  unknownStatuses = false;

  /** Orders (by id) whose answers break the model: they have no status (2026-07-04). */
  readonly unreadable = new Set<string>();

  /** Orders (by id) that nobody may read: 400. */
  readonly unreachable = new Set<string>();

  /** Orders (by id) at whose reading Amazon breaks down, again and again: 500. */
  readonly breaking = new Set<string>();

  /** Orders (by id) that are not found by their id for now: 404. */
  readonly missing = new Set<string>();

  /** 2020-07-01 shows shipments before it shows their packages. */
  latePackages = false;

  /** Orders on a page of either list; Amazon does not say how many it takes. */
  pageSize = 50;

  /** What becomes of orders to come: of the one with this id, and of all others. */
  readonly fates = new Map<string, OutboundFate>();
  fate: OutboundFate = 'complete';

  /** How long things take (÷ speed); read when an order is created or released. */
  readonly times: OutboundTimes = {
    validation: MINUTE,
    planning: 10 * MINUTE,
    picking: 30 * MINUTE,
    replacement: HOUR,
    shipping: 4 * HOUR,
    carrierTracking: 2 * HOUR,
    completion: 3 * HOUR,
    delivery: 2 * DAY,
    cancelling: MINUTE,
    hold: 14 * DAY,
    givingUp: DAY,
  };
}

/**
 * - `complete`: one shipment, one package. `split`: two shipments, the second later and in two packages.
 * - `replaced`: the fulfillment center cancels its shipment, another takes over at once. `undeliverable`: comes back.
 * - `partial`: the last line (of a single line: the last unit) is not found. `unfulfillable`: nothing is.
 * - `invalid`: refused when looked at. `cancelled`: by the seller, in Seller Central. `stuck`: picked forever.
 */
export type OutboundFate =
  | 'complete'
  | 'split'
  | 'replaced'
  | 'undeliverable'
  | 'partial'
  | 'unfulfillable'
  | 'invalid'
  | 'cancelled'
  | 'stuck';

/** Milliseconds, each from the event before it unless it says otherwise. */
export interface OutboundTimes {
  /** From receipt until the order is validated. */
  validation: number;
  /** Until it goes to the fulfillment network. */
  planning: number;
  /** Until units are picked: from here on there are shipments, and no cancelling. */
  picking: number;
  /** Until a fulfillment center gives a shipment up. */
  replacement: number;
  /** From picking until a shipment leaves, in packages that have Amazon's tracking number. */
  shipping: number;
  /** From leaving until a package has the carrier's tracking number. */
  carrierTracking: number;
  /** From the last shipment's leaving until the order is complete. */
  completion: number;
  /** From leaving until a package arrives. */
  delivery: number;
  /** From the request until an order is cancelled. */
  cancelling: number;
  /** How long a held order is kept. */
  hold: number;
  /** How long FILL_ALL keeps looking for what is not there. */
  givingUp: number;
}
