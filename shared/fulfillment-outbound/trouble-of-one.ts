import { SpApiContractError, SpApiRejectedError } from '../sp-api/sp-api-error.ts';
import { type Acted, NOTHING_DONE } from './acted.ts';
import type { OutboundMeans } from './outbound-means.ts';
import type { OutboundState } from './outbound-state.ts';
import { isAboutTheGrant } from './refusals.ts';

/** So long an order is left alone of which Amazon's answer cannot be used. */
const LEFT_ALONE_MS = 60 * 60_000;

/** Amazon's answer cannot be used, or is a refusal, and that may be because of this one order. */
export const isAboutTheOrder = (error: unknown): error is SpApiContractError | SpApiRejectedError =>
  error instanceof SpApiContractError || (error instanceof SpApiRejectedError && !isAboutTheGrant(error));

/** It has been told that Amazon's answer about the order cannot be used. */
export const isLeftAlone = ({ error }: Pick<OutboundState, 'error'>) =>
  error?.name === 'SpApiContractError' || error?.name === 'SpApiRejectedError';

/** One order has trouble of its own: told once, left alone for an hour, and gone on with. Whatever state it is in stays. */
export async function passBy(
  { shopId, orderId, error }: { shopId: string; orderId: string; error: SpApiContractError | SpApiRejectedError },
  { orders, now, speed }: Pick<OutboundMeans, 'orders' | 'now' | 'speed'>,
): Promise<Acted> {
  const message = `${error.message}. The order stays as it is, and Amazon is asked again in an hour.`;
  const notes = [`Order ${orderId}: ${message}`];
  const state = (await orders.findMany(shopId, [orderId])).get(orderId);
  if (!state) return { ...NOTHING_DONE, notes, trouble: error };
  const isNews = state.error?.name !== error.name;
  const dueAt = new Date(now() + LEFT_ALONE_MS / speed).toISOString();
  const written = await orders.change(shopId, {
    known: state,
    set: {
      submission: { ...state.submission, runId: undefined, dueAt },
      ...(isNews && { error: { name: error.name, message } }),
    },
    tell: isNews,
  });
  return { told: isNews && written ? 1 : 0, notes, trouble: error };
}
