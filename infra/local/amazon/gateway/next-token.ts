import * as z from 'zod/mini';
import { invalidInput } from './api-error.ts';
import type { Call } from './operation.ts';
import { readSignedText, signText } from './signed-text.ts';

const HOURS_24 = 24 * 60 * 60 * 1000;

/** What a token belongs to: its operation, and parameters that must repeat. The seller is always part of it. */
type Bound = readonly string[];

const Sealed = z.object({ position: z.unknown(), boundTo: z.string(), issuedAt: z.number(), generation: z.number() });

/** A token for the next page: opaque, good for 24 hours and for what it is bound to. No source says how long they live. */
export function issueNextToken(position: object, bound: Bound, call: Call): string {
  const issued = { issuedAt: call.now.getTime(), generation: call.faults.pageTokenGeneration };
  return signText(JSON.stringify({ position, boundTo: toText(bound, call), ...issued }), call.signingKey);
}

/** Reads a token back. Throws 400 when it is not one of ours, too old, or bound to something else. */
export function readNextToken<Schema extends z.ZodMiniType>(
  token: string,
  { schema, bound, parameter }: { schema: Schema; bound: Bound; parameter: string },
  call: Call,
): z.output<Schema> {
  const text = readSignedText(token, call.signingKey);
  const sealed = Sealed.safeParse(text === undefined ? undefined : JSON.parse(text));
  if (!sealed.success) throw invalidInput(`Parameter '${parameter}' is invalid.`);
  const { boundTo, issuedAt, generation, position } = sealed.data;
  const isOld = call.now.getTime() - issuedAt >= HOURS_24;
  if (isOld || generation < call.faults.pageTokenGeneration) {
    throw invalidInput(`Parameter '${parameter}' has expired.`);
  }
  if (boundTo !== toText(bound, call)) {
    throw invalidInput(`Parameter '${parameter}' does not belong to the other parameters of the request.`);
  }
  return schema.parse(position);
}

const toText = (bound: Bound, { seller }: Call) => [seller.region, seller.sellerId, ...bound].join(' ');
