import { isCurable } from '../runtime/curable.ts';
import { LwaApplicationError, LwaGrantRevokedError } from '../sp-api/lwa/lwa-error.ts';
import { SpApiThrottledError, SpApiUnavailableError } from '../sp-api/sp-api-error.ts';
import type { RunError } from './run.ts';

/**
 * A failure of one part of a run that says nothing about its other parts (a report that ended FATAL, a role that is
 * missing), to be kept until those are done; see {@link revivedError}. Undefined where it concerns the whole run: the
 * usage plan, Amazon being down, the shop's credentials.
 */
export function toSetAside(error: unknown): RunError | undefined {
  if (WHOLE_RUN.some((kind) => error instanceof kind) || !isCurable(error)) return undefined;
  const { name, message, cure } = error;
  return { name, message, cure };
}

const WHOLE_RUN = [SpApiThrottledError, SpApiUnavailableError, LwaGrantRevokedError, LwaApplicationError];

/** The failure that was set aside, to end its run with. */
export const revivedError = ({ name, message, cure }: RunError): Error =>
  Object.assign(new Error(message), { name, cure });
