import { SpApiRejectedError } from '../sp-api/sp-api-error.ts';

/** Undefined: Amazon answers 404. It forgets reports after 90 days, and other applications may have had them cancelled. */
export async function orForgotten<Result>(call: Promise<Result>): Promise<Result | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof SpApiRejectedError && error.facts.status === 404) return undefined;
    throw error;
  }
}
