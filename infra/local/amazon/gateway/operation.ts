import type { Faults } from '../faults.ts';
import type { Role, Seller } from '../seller.ts';
import type { RestrictedAccess } from '../tokens/restricted-access.ts';
import type { RestrictedTokens } from '../tokens/restricted-tokens.ts';
import type { Query } from './query.ts';

/** Requests per second, and how many the bucket holds. */
export interface UsagePlan {
  readonly rate: number;
  readonly burst: number;
}

/** One operation of SP-API. An API is a list of these; the gateway does everything that all operations share. */
export interface Operation {
  /** API and version, e.g. `orders-2026-01-01`: two APIs may both have a `getOrder`. */
  readonly api: string;
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path template as in Amazon's model, e.g. `/orders/2026-01-01/orders/{orderId}`. */
  readonly path: string;
  readonly usagePlan: UsagePlan;
  /** The seller's grant must have one of these; else 403 with empty details. */
  readonly roles: readonly Role[];
  /**
   * It shows personal data (spapi 4). `wholly`: 403 without a Restricted Data Token. `in-part`: without one, it is
   * answered without them. `by-document`: the handler decides. Absent: it takes no RDT at all.
   */
  readonly restricted?: 'wholly' | 'in-part' | 'by-document';
  /** Query parameters the operation knows; any other is refused with 400. */
  readonly queryParameters: readonly string[];
  /** Answers a call that may be answered. Throws {@link ApiError} for what Amazon refuses. */
  handle(call: Call): Reply | Promise<Reply>;
}

/** A call that is known, authorized and inside its usage plan. */
export interface Call {
  readonly seller: Seller;
  /** The application that calls. */
  readonly clientId: string;
  /** What the Restricted Data Token opens that came with the call; absent: it came with an ordinary token. */
  readonly restrictedAccess?: RestrictedAccess;
  readonly restrictedTokens: Pick<RestrictedTokens, 'issue'>;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: Query;
  /** The parsed JSON body; undefined where there is none. */
  readonly body: unknown;
  /** Amazon's clock. */
  readonly now: Date;
  readonly faults: Faults;
  /** Signs what the client must bring back unchanged (page tokens). */
  readonly signingKey: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}
