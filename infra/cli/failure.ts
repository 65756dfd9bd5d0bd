import { StateDirectoryError } from '../local/state-directory-error.ts';

/** An error as `--json` tells it. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly cure: string;
}

/** What went wrong, with what to do about it where the error knows; without the stack. */
export function toFailure(error: unknown, interrupted: AbortSignal): Failure {
  if (interrupted.aborted) {
    return {
      name: 'InterruptedError',
      message: 'The command was interrupted.',
      cure: 'Nothing is lost: the next azi run goes on where this one stopped.',
    };
  }
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), cure: '' };
  if (error instanceof StateDirectoryError) return { name: error.name, message: error.message, cure: '' };
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return {
      name: 'PortTakenError',
      message: `Port ${String(error.port)} is taken by another program.`,
      cure: 'End that program, or try again: ports are chosen anew at each start.',
    };
  }
  // The SDK has no name for it.
  if (error.message === 'Region is missing') {
    return { name: 'RegionMissingError', message: 'No AWS region is set.', cure: CREDENTIALS_CURE };
  }
  const credentials = CREDENTIALS_ERRORS.includes(error.name);
  const cure = 'cure' in error && typeof error.cure === 'string' ? error.cure : credentials ? CREDENTIALS_CURE : '';
  return { name: error.name, message: error.message || error.name, cure };
}

const CREDENTIALS_ERRORS = ['CredentialsProviderError', 'ExpiredTokenException', 'UnrecognizedClientException'];
const CREDENTIALS_CURE = 'Log in to AWS (e.g. with AWS_PROFILE and aws sso login) and set AWS_REGION, then try again.';
