import type { ApplicationSecret } from '../../shared/shops/shop-secrets.ts';
import { CommandError } from './command-error.ts';
import { readDownstreamSecret } from './webhook-secret.ts';
import { urlProblem } from './check-shop.ts';

/** Which Amazon a command on this machine is to speak to, and to whom it delivers. */
export interface WorldPlan {
  readonly amazon: SimulatedPlan | GivenPlan;
  /** Rates times this, pauses that are policy divided by it. */
  readonly speed: number;
  /** Takes every shop's batches instead of its own URL. */
  readonly downstream?: DownstreamPlan;
}

export interface DownstreamPlan {
  readonly url: string;
  readonly secret: string;
}

export interface SimulatedPlan {
  readonly kind: 'simulated';
}

/** Amazon itself or any server that speaks SP-API. */
export interface GivenPlan {
  readonly kind: 'given';
  /** Empty: Amazon's production endpoint of each shop's region. */
  readonly spApiEndpoint: string;
  /** Full URL of the token endpoint. */
  readonly lwaEndpoint: string;
  /** Undefined: the state directory holds them. */
  readonly application: ApplicationSecret | undefined;
}

/** Flags that stand in for the world. */
export interface WorldOptions {
  readonly spApiEndpoint?: string;
  readonly lwaEndpoint?: string;
  readonly downstream?: string;
  readonly speed?: string;
}

export const AMAZON_LWA_ENDPOINT = 'https://api.amazon.com/auth/o2/token';

/**
 * Decides by flags, environment and what the state directory remembers: no endpoint and no credentials is the
 * simulated Amazon. Throws a CommandError that names the flag or variable that is wrong or missing.
 */
export function planWorld(
  options: WorldOptions,
  { environment, applicationStored }: { environment: NodeJS.ProcessEnv; applicationStored: boolean },
): WorldPlan {
  const spApiEndpoint = readUrl('--sp-api-endpoint', options.spApiEndpoint);
  const lwaEndpoint = readUrl('--lwa-endpoint', options.lwaEndpoint);
  const downstream = readDownstream(options.downstream, environment);
  const application = readApplication(environment);
  const given =
    spApiEndpoint !== undefined || lwaEndpoint !== undefined || application !== undefined || applicationStored;
  if (given && application === undefined && !applicationStored) throw new CredentialsMissingError();

  const amazon: SimulatedPlan | GivenPlan = given
    ? {
        kind: 'given',
        spApiEndpoint: spApiEndpoint ?? '',
        lwaEndpoint: lwaEndpoint ?? AMAZON_LWA_ENDPOINT,
        application,
      }
    : { kind: 'simulated' };
  return {
    amazon,
    speed: readSpeed(options.speed, amazon),
    ...(downstream !== undefined && { downstream }),
  };
}

/** There is something to ask of Amazon, but nothing to prove who asks. */
export class CredentialsMissingError extends CommandError {
  override readonly name = 'CredentialsMissingError';

  constructor(why = 'With an endpoint given, the LWA application must be known') {
    super(
      `${why}: set the variables LWA_CLIENT_ID and LWA_CLIENT_SECRET.`,
      'They stand in the developer console beside the application. Store them once with azi shop add --application, or export them for this command.',
    );
  }
}

/** The LWA application of the environment. Throws when only half of it is there. */
export function readApplication({
  LWA_CLIENT_ID,
  LWA_CLIENT_SECRET,
}: NodeJS.ProcessEnv): ApplicationSecret | undefined {
  if (!LWA_CLIENT_ID && !LWA_CLIENT_SECRET) return undefined;
  if (!LWA_CLIENT_ID || !LWA_CLIENT_SECRET) {
    const [missing, there] = LWA_CLIENT_ID
      ? ['LWA_CLIENT_SECRET', 'LWA_CLIENT_ID']
      : ['LWA_CLIENT_ID', 'LWA_CLIENT_SECRET'];
    throw new CommandError(
      `The variable ${missing} is missing; ${there} is set.`,
      'Set both, or neither for the simulated Amazon.',
    );
  }
  return { clientId: LWA_CLIENT_ID, clientSecret: LWA_CLIENT_SECRET };
}

/** `--downstream` with its secret. Throws a CommandError that names the flag or the variable. */
export function readDownstream(value: string | undefined, environment: NodeJS.ProcessEnv): DownstreamPlan | undefined {
  const url = readUrl('--downstream', value);
  return url === undefined ? undefined : { url, secret: readDownstreamSecret(environment) };
}

function readUrl(flag: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const problem = urlProblem(value);
  if (problem !== undefined)
    throw new CommandError(`${flag} ${problem}.`, `Correct ${flag} and run the command again.`);
  return value;
}

/** Reports take a minute and cool-downs hours at Amazon: nobody wants to see that simulated at its own pace. */
const SIMULATED_SPEED = 1000;

function readSpeed(text: string | undefined, amazon: SimulatedPlan | GivenPlan): number {
  if (text === undefined) return amazon.kind === 'simulated' ? SIMULATED_SPEED : 1;
  const speed = Number(text);
  if (!(speed > 0 && speed <= 1_000_000)) {
    throw new CommandError(
      `--speed "${text}" is no speed.`,
      'Give a number above 0 and up to 1000000; 1 is Amazon’s own pace.',
    );
  }
  if (amazon.kind === 'given' && speed !== 1 && isAmazons(amazon.spApiEndpoint)) {
    throw new CommandError(
      '--speed is for simulations: Amazon’s own usage plans cannot be sped up.',
      'Leave --speed away, or give the --sp-api-endpoint of a mock.',
    );
  }
  return speed;
}

const isAmazons = (endpoint: string) => endpoint === '' || new URL(endpoint).hostname.endsWith('.amazon.com');

/** The Amazon of a plan, for people. */
export function describeAmazon({ amazon }: WorldPlan): string {
  if (amazon.kind === 'simulated') return 'a simulated Amazon';
  return amazon.spApiEndpoint === '' ? 'Amazon' : new URL(amazon.spApiEndpoint).host;
}
