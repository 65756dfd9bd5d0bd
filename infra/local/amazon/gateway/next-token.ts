import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import { invalidInput } from './api-error.ts';
import type { Call } from './operation.ts';

const HOURS_24 = 24 * 60 * 60 * 1000;

/** What a token belongs to: its operation, and parameters that must repeat. The seller is always part of it. */
type Bound = readonly string[];

const Sealed = z.object({ position: z.unknown(), issuedAt: z.number(), generation: z.number() });

/** A token for the next page: opaque, good for 24 hours and for what it is bound to. No source says how long they live. */
export function issueNextToken(position: object, bound: Bound, call: Call): string {
  const sealed = { position, issuedAt: call.now.getTime(), generation: call.faults.pageTokenGeneration };
  const text = Buffer.from(JSON.stringify(sealed)).toString('base64url');
  return `${text}.${sign(text, bound, call)}`;
}

/** Reads a token back. Throws 400 when it is not one of ours, too old, or bound to something else. */
export function readNextToken<Schema extends z.ZodMiniType>(
  token: string,
  { schema, bound, parameter }: { schema: Schema; bound: Bound; parameter: string },
  call: Call,
): z.output<Schema> {
  const [text = '', signature] = token.split('.');
  if (signature !== sign(text, bound, call)) throw invalidInput(`Parameter '${parameter}' is invalid.`);
  const sealed = Sealed.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  const isOld = call.now.getTime() - sealed.issuedAt >= HOURS_24;
  if (isOld || sealed.generation < call.faults.pageTokenGeneration) {
    throw invalidInput(`Parameter '${parameter}' has expired.`);
  }
  return schema.parse(sealed.position);
}

const sign = (text: string, bound: Bound, { seller, signingKey }: Call) =>
  createHmac('sha256', signingKey)
    .update([text, seller.region, seller.sellerId, ...bound].join(' '))
    .digest('base64url')
    .slice(0, 24);
