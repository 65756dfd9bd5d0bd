import { invalidInput } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';
import { readSignedText, signText } from '../gateway/signed-text.ts';
import { ReportsSearch } from './search-reports.ts';
import * as z from 'zod/mini';

const SignedSearch = z.extend(ReportsSearch, { sellerId: z.string(), generation: z.number() });

/** A token for the next page, which holds the whole search. No time of its death is told (spapi 1.3). */
export const issueReportsToken = (search: ReportsSearch, { seller, faults, signingKey }: Call): string =>
  signText(
    JSON.stringify({ ...search, sellerId: seller.sellerId, generation: faults.pageTokenGeneration }),
    signingKey,
  );

/** Reads a token back. Throws 400 when it is not one of ours, another seller's, or ended. */
export function readReportsToken(token: string, { seller, faults, signingKey }: Call): ReportsSearch {
  const text = readSignedText(token, signingKey);
  const search = text === undefined ? undefined : SignedSearch.parse(JSON.parse(text));
  if (search?.sellerId !== seller.sellerId) throw invalidInput("Parameter 'nextToken' is invalid.");
  if (search.generation < faults.pageTokenGeneration) throw invalidInput("Parameter 'nextToken' has expired.");
  return search;
}
