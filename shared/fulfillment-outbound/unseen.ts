import type { OutboundError, StoredOrder } from './outbound-state.ts';

/** Told of an order that Amazon may have and does not show. */
const UNSEEN = 'OrderUnseenError';

export const isToldUnseen = ({ error }: Pick<StoredOrder, 'error'>) => error?.name === UNSEEN;

/**
 * Amazon may have the order, from a create that it has accepted or never answered: it is not REJECTED, nor created again, but
 * looked for until it shows.
 */
export function unseen({ submission: { accepted, exists, refusal } }: Pick<StoredOrder, 'submission'>): OutboundError {
  const why = accepted
    ? 'Amazon has accepted the order and does not show it.'
    : exists
      ? 'Amazon says that it has an order of this id, and does not show it.'
      : `An earlier create had no answer, and there can be no other (${refusal?.message}); Amazon does not show the order.`;
  const cure = `It is looked for on, and not created again: it might be shipped twice. If Seller Central does not show it either, cancel it and put a new order under another id.`;
  return { name: UNSEEN, message: `${why} ${cure}` };
}
