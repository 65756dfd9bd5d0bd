import { deathOfAddress } from './death-of-address.ts';
import type { Fulfillment } from './fulfillment.ts';
import type { OutboundState } from './outbound-state.ts';

/** Errors that end with any news from Amazon; others tell of what was not done, and stay. */
const CURED_BY_NEWS = ['OrderStuckError', 'OutcomeUnknownError', 'SpApiRejectedError', 'OrderForbiddenError'];

/** Our row after Amazon has told of the order, at `time` (ISO). Whatever we believed of it: Amazon has it. */
export function afterNews({
  orderId,
  fulfillment,
  known,
  time,
}: {
  orderId: string;
  fulfillment: Fulfillment;
  known: OutboundState | undefined;
  time: string;
}): OutboundState {
  if (!known) throw new Error(`Our row of order ${orderId} has gone while it was being tracked.`);
  const { error, submission, pii } = known;
  return {
    ...known,
    status: fulfillment.status,
    fulfillment,
    submission: { attempts: submission.attempts, reads: 0 },
    error: error && CURED_BY_NEWS.includes(error.name) ? null : error,
    stuckToldAt: null,
    piiExpiresAt: pii === 'present' ? deathOfAddress(fulfillment, time) : known.piiExpiresAt,
    changedAt: time,
  };
}
