import { isFinal } from './fulfillment.ts';
import { isRequestKey, WRONG_ID } from './is-request-key.ts';
import { isPutAgain } from './is-put-again.ts';
import { CANCELLED, type OutboundError, type OutboundState, QUEUED } from './outbound-state.ts';
import type { OutboundStore } from './outbound-store.ts';
import { requestHashes } from './request-hashes.ts';

const TRIES = 5;

/**
 * A person wants an order not to be shipped. One that has not gone to Amazon is CANCELLED at once; for another the next run
 * asks Amazon, whose answer the order's status then shows. Safe to run again.
 */
export async function cancelRequest(
  { shopId, orderId }: { shopId: string; orderId: string },
  { orders, now }: { orders: OutboundStore; now: () => number },
): Promise<{ orderId: string; status?: string; error?: OutboundError }> {
  if (!isRequestKey(orderId)) return { orderId, error: { name: 'OrderInvalidError', message: WRONG_ID } };
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await orders.find(shopId, orderId);
    const state = found?.state;
    if (!found)
      return { orderId, error: { name: 'UnknownOrderError', message: 'There is no such order in the table.' } };
    if (state?.status === CANCELLED) return { orderId, status: CANCELLED };
    const putAgain = state !== undefined && isPutAgain(found.request, state);
    if (state && isFinal(state.status) && !putAgain) {
      const message = `The order is ${state.status}: there is nothing left to cancel.`;
      return { orderId, status: state.status, error: { name: 'CancelRefusedError', message } };
    }
    const isOurs = state === undefined || state.status === QUEUED || putAgain;
    const set: Partial<OutboundState> = {
      ...(isOurs && { status: CANCELLED }),
      // A create whose outcome is unknown may yet come to light: then it is cancelled at Amazon.
      ...(!(isOurs && state?.submission.attempts === 0) && { cancel: 'wanted' }),
      ...(putAgain && { error: null, ...requestHashes(found.request ?? {}) }),
    };
    const { ended } = found;
    const written = state
      ? await orders.change(shopId, { known: state, set, tell: isOurs })
      : await orders.create(
          { shopId, orderId, state: cancelledState(found.request ?? {}, now()), ended },
          { tell: true },
        );
    if (!written) continue;
    if (found.request?.destination !== undefined) await orders.removeDestination(shopId, orderId, found.request);
    return { orderId, status: written.status };
  }
  return { orderId, error: { name: 'BusyError', message: 'A run is at work on this order. Try again.' } };
}

const cancelledState = (request: Record<string, unknown>, now: number): OutboundState => ({
  status: CANCELLED,
  ...requestHashes(request),
  submission: { attempts: 0, reads: 0 },
  pii: 'absent',
  piiExpiresAt: 0,
  changedAt: new Date(now).toISOString(),
});
