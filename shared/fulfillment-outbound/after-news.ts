import { movedDeath } from './death-of-address.ts';
import type { Fulfillment } from './fulfillment.ts';
import type { OutboundState } from './outbound-state.ts';

/** Errors that tell of a wish that was not fulfilled stay; all others end with any news from Amazon. */
const OUTLIVES_NEWS = ['RequestChangedError', 'CancelRefusedError', 'ReleaseRefusedError'];

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
    error: error && OUTLIVES_NEWS.includes(error.name) ? error : null,
    stuckToldAt: null,
    piiExpiresAt: pii === 'present' ? movedDeath(known.piiExpiresAt, fulfillment, time) : known.piiExpiresAt,
    changedAt: time,
  };
}
