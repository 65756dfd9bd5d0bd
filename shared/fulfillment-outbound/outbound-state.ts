import * as z from 'zod/mini';
import { Fulfillment } from './fulfillment.ts';
import { OutboundRequest } from './outbound-request.ts';

/** What went wrong, for `list` and for downstream. Never anything of a buyer. */
export const OutboundError = z.object({ name: z.string(), message: z.string() });
export type OutboundError = z.infer<typeof OutboundError>;

/** How far the handing over to Amazon has come. */
export const Submission = z.object({
  /** Creates that were begun, all under the order's own id. */
  attempts: z.number(),
  /** Times that Amazon was read since the last of them without finding the order. */
  reads: z.number(),
  /** Nothing is to be done before (ISO). */
  dueAt: z.optional(z.string()),
  /** The run that is making a create: another must not take its silence for a crash before `dueAt`. */
  runId: z.optional(z.string()),
  /** Amazon has said 202: it has the order, or will. */
  accepted: z.optional(z.boolean()),
  /** Amazon has refused the last create, though an earlier one may have come through. */
  refusal: z.optional(OutboundError),
  /** Amazon has said that it has an order of this id. */
  exists: z.optional(z.boolean()),
});
export type Submission = z.infer<typeof Submission>;

/** What is ours of an order, in a row of its own. Statuses of Amazon's are kept as they come. */
export const OutboundState = z.object({
  status: z.string(),
  error: z.nullish(OutboundError),
  /** Of the request and of its address as they were put; a request that was changed since has others. */
  requestHash: z.string(),
  destinationHash: z.optional(z.string()),
  /** What is asked of Amazon; absent where the request cannot be right. */
  request: z.optional(OutboundRequest),
  pickedUpAt: z.optional(z.string()),
  held: z.optional(z.boolean()),
  submission: Submission,
  cancel: z.optional(z.enum(['wanted', 'asked', 'refused'])),
  release: z.optional(z.boolean()),
  /** Hash of a change that came too late and was told. */
  refusedChange: z.optional(z.string()),
  /** A hold came too late, and that was told. */
  refusedHold: z.optional(z.boolean()),
  estimatedPrice: z.optional(z.object({ amount: z.string(), currencyCode: z.string() })),
  fulfillment: z.optional(Fulfillment),
  /** When Amazon was last asked for this one order: its list does not tell tracking, or has had no news for long (ISO). */
  detailsAt: z.optional(z.string()),
  /** When it was told that there is no news (ISO). */
  stuckToldAt: z.nullish(z.string()),
  pii: z.enum(['present', 'absent']),
  /** Date of death of the address, Unix seconds. */
  piiExpiresAt: z.number(),
  /** When anything last changed that downstream is told, ISO. */
  changedAt: z.string(),
});
export type OutboundState = z.infer<typeof OutboundState>;

/** Our row, and the order whose it is. */
export interface StoredOrder extends OutboundState {
  readonly orderId: string;
  readonly version: number;
}

const SUFFIX = '#state';

/** The key of our row; a request's id cannot contain a `#`. */
export const stateKey = (orderId: string) => `${orderId}${SUFFIX}`;

/** The order of our row's key; undefined where the key is a request's. */
export const orderOfKey = (key: string) => (key.endsWith(SUFFIX) ? key.slice(0, -SUFFIX.length) : undefined);

/** Statuses of ours: Amazon has not been seen to have the order. */
export const QUEUED = 'QUEUED';
export const SUBMITTING = 'SUBMITTING';
export const SUBMITTED = 'SUBMITTED';
export const REJECTED = 'REJECTED';
export const CANCELLED = 'CANCELLED';

export const isAtAmazon = ({ fulfillment }: Pick<OutboundState, 'fulfillment'>) => fulfillment !== undefined;

/** The row of a request that cannot be right, and never goes to Amazon. */
export const rejectedState = (
  {
    requestHash,
    destinationHash,
    reason,
  }: { requestHash: string; destinationHash?: string | undefined; reason: string },
  now: number,
): OutboundState => ({
  status: REJECTED,
  error: { name: 'OrderInvalidError', message: reason },
  requestHash,
  destinationHash,
  submission: { attempts: 0, reads: 0 },
  pii: 'absent',
  piiExpiresAt: 0,
  changedAt: new Date(now).toISOString(),
});
