import { InventorySwitches } from './inventory/inventory-switches.ts';
import { OutboundSwitches } from './outbound/outbound-switches.ts';
import { ReportSwitches } from './reports/report-switches.ts';

/**
 * What can go wrong at the simulated Amazon. All switches stand at "nothing goes wrong"; change them at any time, they
 * act from the next request on. Counted faults (`calls`) are used up by the requests they hit, all others stay.
 */
export class Faults {
  /** Faults in waiting, first in first out. A fault that names an operation waits for a call of that operation. */
  readonly calls: CallFault[] = [];

  /**
   * The next `count` calls (of `operationId`, if given) go wrong in this way. Two APIs may both have a `getOrder`: the
   * API's name before it, and a space, says which is meant.
   */
  next(count: number, kind: CallFaultKind, operationId?: string): void {
    for (let n = 0; n < count; n += 1) this.calls.push({ kind, operationId });
  }

  /** Takes the fault that hits a call of this operation, if there is one. */
  take(operationId: string, api = ''): CallFaultKind | undefined {
    const names = [undefined, operationId, `${api} ${operationId}`];
    const index = this.calls.findIndex((fault) => names.includes(fault.operationId));
    return index < 0 ? undefined : this.calls.splice(index, 1)[0]?.kind;
  }

  /** The token endpoint is away: it answers 503 `temporarily_unavailable`, 500 `server_error`, or breaks the connection. */
  lwaOutage: false | 'temporarily-unavailable' | 'server-error' | 'reset' = false;

  /** Sellers (by sellerId) who have withdrawn their grant: refreshing answers `invalid_grant`, access tokens die. */
  readonly revokedSellers = new Set<string>();

  /** Seconds that a new access token lives. Amazon: 3600. */
  accessTokenLifetimeS = 3600;

  /** Ends every access token given out so far, before its time. New ones work. */
  expireAccessTokens(): void {
    this.accessTokenGeneration += 1;
  }

  /** Seconds that a new Restricted Data Token lives. Amazon: 3600. */
  restrictedTokenLifetimeS = 3600;

  /** Ends every Restricted Data Token given out so far, before its time. New ones work. */
  expireRestrictedTokens(): void {
    this.restrictedTokenGeneration += 1;
  }

  /** What `x-amzn-RateLimit-Limit` says instead of the truth; `null`: it is not sent at all (it is best effort). */
  rateLimitHeader: string | null | undefined = undefined;

  /** Amazon's clock is off by this: in the `Date` header, and in what it holds against the two-minute rule. */
  clockSkewMs = 0;

  /** Ends every page token given out so far, before its 24 hours. New ones work. */
  expirePageTokens(): void {
    this.pageTokenGeneration += 1;
  }

  /** A page of searchOrders holds no more orders than this, whatever is asked for. */
  ordersOnPage = 100;

  /** Pages come in an order that has nothing to do with time. */
  unsortedOrders = false;

  /** Each page after the first begins with the last so many orders of the page before (less than a page). */
  duplicateOrdersAcrossPages = 0;

  /** Amazon's search is behind by this: changes younger than it are not found, and the echoed bound says so. */
  searchLagMs = 0;

  /** The first order of page `page` (from 1) of every search is not as it should be. */
  readonly oddOrders: { page: number; kind: OddOrderKind }[] = [];

  /** Every order carries values that no published list names (`INVOICE_UNCONFIRMED`, a new programme, …). */
  unknownEnumValues = false;

  /** `includedData` values refused with 400 for one seller; `named`: the message says which one. */
  readonly refusedDatasets: { sellerId: string; dataset: string; named: boolean }[] = [];

  /**
   * What happens to BUYER and RECIPIENT where the role is missing. `omit`: both datasets are left out.
   * `strip`: only the personal fields are (city, state and country stay). `refuse`: 403, details empty.
   */
  withoutRole: 'omit' | 'strip' | 'refuse' = 'omit';

  /** Sellers (by sellerId) for whom asking for BUYER or RECIPIENT is 403, whatever their roles. */
  readonly buyerDataRefused = new Set<string>();

  /** How Multi-Channel Fulfillment behaves. */
  readonly outbound = new OutboundSwitches();

  /** How reports, and the downloads of their documents, go. */
  readonly reports = new ReportSwitches();

  /** How FBA Inventory behaves. */
  readonly inventory = new InventorySwitches();

  /** How often access tokens, and page tokens, have been ended: one that carries a lower number is dead. */
  accessTokenGeneration = 0;
  restrictedTokenGeneration = 0;
  pageTokenGeneration = 0;
}

/**
 * - `internal-error` `unavailable`: 500, 503. `not-json`: 502 with a page of HTML, as a proxy on the way would send.
 * - `throttle`: 429 although the bucket has tokens.
 * - `timeout`: no answer ever; the connection stays open until the caller leaves.
 * - `reset`: the connection breaks before Amazon does anything. `lost-answer`: it breaks after all was done.
 * - `done-internal-error` `done-timeout`: 500, or no answer ever, although all was done.
 */
export type CallFaultKind =
  | 'internal-error'
  | 'unavailable'
  | 'not-json'
  | 'throttle'
  | 'timeout'
  | 'reset'
  | 'lost-answer'
  | 'done-internal-error'
  | 'done-timeout';

export interface CallFault {
  readonly kind: CallFaultKind;
  readonly operationId: string | undefined;
}

/** `huge` keeps to Amazon's model (more than 1 MiB of order items); the others break it. */
export type OddOrderKind =
  | 'without-order-id'
  | 'without-last-updated-time'
  | 'bad-time'
  | 'wrong-types'
  | 'null'
  | 'huge'
  | 'inexact';
