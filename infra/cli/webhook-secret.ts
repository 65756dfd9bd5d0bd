import { CommandError } from './command-error.ts';

const MAKE_ONE = 'make one with: echo "whsec_$(openssl rand -base64 32)"';
const SECRET = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What is wrong with a Standard Webhooks secret, or undefined. Never quotes it. */
export const webhookSecretProblem = (value: unknown): string | undefined =>
  typeof value === 'string' && SECRET.test(value) && value.length > 'whsec_'.length
    ? undefined
    : `must be "whsec_" and the secret in base64; ${MAKE_ONE}`;

/** The secret of `--downstream`, from the environment. Throws a CommandError that names the variable. */
export function readDownstreamSecret(environment: NodeJS.ProcessEnv): string {
  const value = environment.AZI_DOWNSTREAM_SECRET;
  if (value === undefined || value === '') {
    throw new CommandError(
      '--downstream needs the secret that deliveries are signed with, in the variable AZI_DOWNSTREAM_SECRET.',
      `The receiver must know the same secret; ${MAKE_ONE}`,
    );
  }
  const problem = webhookSecretProblem(value);
  if (problem !== undefined) {
    throw new CommandError(`AZI_DOWNSTREAM_SECRET ${problem}.`, 'The receiver must know the same secret.');
  }
  return value;
}
