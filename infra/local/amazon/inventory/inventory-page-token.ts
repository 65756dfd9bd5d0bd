import * as z from 'zod/mini';
import { invalidInput } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';
import { readSignedText, signText } from '../gateway/signed-text.ts';

const Position = z.object({
  /** Place of the last summary of the page before. */
  after: z.number(),
  boundTo: z.string(),
  issuedAt: z.number(),
  generation: z.number(),
});

/** A token for the next page: good for thirty seconds, for this seller and these very parameters (spapi 8.2). */
export const issueInventoryToken = (after: number, call: Call): string =>
  signText(
    JSON.stringify({
      after,
      boundTo: boundTo(call),
      issuedAt: call.now.getTime(),
      generation: call.faults.pageTokenGeneration,
    }),
    call.signingKey,
  );

/** Where the page begins that a token stands for. Throws 400 when it is not ours, too old, or for other parameters. */
export function readInventoryToken(token: string, call: Call): number {
  const { faults, now, signingKey } = call;
  const text = readSignedText(token, signingKey);
  const position = Position.safeParse(text === undefined ? undefined : JSON.parse(text));
  if (!position.success) throw invalidInput("Parameter 'nextToken' is invalid.");
  const { after, boundTo: parameters, issuedAt, generation } = position.data;
  const isOld = now.getTime() - issuedAt >= faults.inventory.tokenLifetimeMs;
  if (isOld || generation < faults.pageTokenGeneration) throw invalidInput("Parameter 'nextToken' has expired.");
  if (parameters !== boundTo(call)) {
    throw invalidInput("Parameter 'nextToken' does not belong to the other parameters of the request.");
  }
  return after;
}

const boundTo = ({ seller, query }: Call) => `${seller.region} ${seller.sellerId} ${query.without('nextToken')}`;
