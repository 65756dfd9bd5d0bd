import { type Acted, NOTHING_DONE, TOLD } from './acted.ts';
import { isFinal } from './fulfillment.ts';
import type { OutboundMeans } from './outbound-means.ts';
import { CANCELLED, isAtAmazon, type OutboundState, QUEUED, type StoredOrder } from './outbound-state.ts';

/**
 * `hold` and `cancel` of a request are heeded at any time: notes in our row what is wanted. An order that has not gone to
 * Amazon yet is cancelled at once. A request that is gone has no wishes.
 */
export async function heedWishes(
  { shopId, state, request }: { shopId: string; state: StoredOrder; request: Record<string, unknown> | undefined },
  { orders }: Pick<OutboundMeans, 'orders'>,
): Promise<Acted & { state: StoredOrder | undefined }> {
  const wished = wishesOf(state, request);
  const cancelled = state.status === QUEUED && (wished.cancel ?? state.cancel) === 'wanted';
  const set = { ...wished, ...(cancelled && { status: CANCELLED }) };
  if (Object.keys(set).length === 0) return { ...NOTHING_DONE, state };
  const tell = cancelled || wished.error !== undefined;
  const written = await orders.change(shopId, { known: state, set, tell });
  return { ...(tell && written ? TOLD : NOTHING_DONE), state: written };
}

function wishesOf(state: StoredOrder, request: Record<string, unknown> | undefined): Partial<OutboundState> {
  if (!request || isFinal(state.status)) return {};
  const hold = request.hold === true;
  const cancel = request.cancel === true && state.cancel === undefined ? { cancel: 'wanted' as const } : {};
  if (state.status === QUEUED) return { ...cancel, ...(hold !== (state.held ?? false) && { held: hold }) };
  if (!hold && state.held && !state.release && isAtAmazon(state)) return { ...cancel, release: true };
  if (hold && !state.held && !state.refusedHold) {
    const message = 'hold: the order has gone to Amazon without it, and can no longer be held; cancel it instead.';
    return { ...cancel, refusedHold: true, error: { name: 'RequestChangedError', message } };
  }
  return cancel;
}
