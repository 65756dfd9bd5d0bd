import * as z from 'zod/mini';
import { type SpApiError, type SpApiErrorFacts, SpApiRejectedError, SpApiUnavailableError } from './sp-api-error.ts';

const ErrorList = z.object({
  errors: z.array(z.object({ code: z.string(), message: z.optional(z.string()), details: z.optional(z.string()) })),
});

/** The error for an answer that is no success: who is to do what. */
export function refusalOf(facts: SpApiErrorFacts, body: unknown): SpApiError {
  const errors = ErrorList.safeParse(body).data?.errors ?? [];
  const known = { ...facts, code: errors[0]?.code.slice(0, 60) };
  if (facts.status !== undefined && facts.status >= 500) {
    return new SpApiUnavailableError(known, 'Amazon cannot answer now');
  }
  return new SpApiRejectedError(
    known,
    errors.map(({ message, details }) => `${message ?? ''} ${details ?? ''}`).join(' '),
  );
}

/**
 * Whether the refusal is about the access token and not about the grant: an expired token answers 403 with
 * `details` that say so, a missing role the same code and message with empty details.
 */
export function saysTokenIsDead(status: number, body: unknown): boolean {
  if (status === 401) return true;
  if (status !== 403) return false;
  const errors = ErrorList.safeParse(body).data?.errors ?? [];
  return errors.some(({ message, details }) =>
    /access token|token.*expired|expired.*token/i.test(`${message ?? ''} ${details ?? ''}`),
  );
}
