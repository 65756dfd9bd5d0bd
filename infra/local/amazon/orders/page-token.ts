import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import { invalidInput } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';

const HOURS_24 = 24 * 60 * 60 * 1000;

/** Where the next page of a search begins, and what it belongs to. */
const PagePosition = z.object({
  /** The last order of the page before: its place in the order of the pages. */
  after: z.string(),
  /** Number of the page to come; the first is 1. */
  page: z.number(),
  /** The upper bound of the search, ISO, frozen on its first page. */
  upperBound: z.string(),
  unsorted: z.boolean(),
});
export type PagePosition = z.infer<typeof PagePosition>;

const SignedPosition = z.extend(PagePosition, {
  boundTo: z.string(),
  issuedAt: z.number(),
  generation: z.number(),
});

/** A token for the next page: opaque, good for 24 hours, for this seller and these very parameters (spapi 1.2). */
export function issuePageToken(position: PagePosition, call: Call): string {
  const issued = { issuedAt: call.now.getTime(), generation: call.faults.pageTokenGeneration };
  const text = Buffer.from(JSON.stringify({ ...position, boundTo: boundTo(call), ...issued })).toString('base64url');
  return `${text}.${sign(text, call.signingKey)}`;
}

/** Reads a token back. Throws 400 InvalidInput when it is not one of ours, too old, or for other parameters. */
export function readPageToken(token: string, call: Call): PagePosition {
  const [text = '', signature] = token.split('.');
  if (signature !== sign(text, call.signingKey)) throw invalidInput("Parameter 'paginationToken' is invalid.");
  const position = SignedPosition.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  const isOld = call.now.getTime() - position.issuedAt >= HOURS_24;
  if (isOld || position.generation < call.faults.pageTokenGeneration) {
    throw invalidInput("Parameter 'paginationToken' has expired.");
  }
  if (position.boundTo !== boundTo(call)) {
    throw invalidInput("Parameter 'paginationToken' does not belong to the other parameters of the request.");
  }
  return position;
}

/** Seller and every parameter that must repeat: all but these three. */
function boundTo({ seller, query, signingKey }: Call): string {
  const parameters = query.without('paginationToken', 'maxResultsPerPage', 'includedData');
  return sign(`${seller.region} ${seller.sellerId} ${parameters}`, signingKey);
}

const sign = (text: string, key: string) => createHmac('sha256', key).update(text).digest('base64url').slice(0, 24);
