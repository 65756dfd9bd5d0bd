import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { AmazonClock } from '../amazon-clock.ts';
import { SpApiContractError, SpApiUnavailableError } from '../sp-api-error.ts';
import { LwaApplicationError, LwaGrantRevokedError } from './lwa-error.ts';

/** What LWA wants to know of application and seller. */
export interface LwaCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

/** A token is renewed this long before it ends: it must survive the call that it is put into. */
const MARGIN_MS = 60_000;
const TRIES = 3;

const LwaAnswer = z.object({ access_token: z.string(), expires_in: z.number() });
const LwaRefusal = z.object({ error: z.string() });

/** Access tokens of one seller and region (Login with Amazon), kept for the process. One request is in flight at a time. */
export class LwaTokens {
  private readonly means: LwaTokensMeans;
  private token: { value: string; renewAt: number } | undefined;
  private pending: Promise<string> | undefined;
  private credentials: LwaCredentials | undefined;

  constructor(means: LwaTokensMeans) {
    this.means = means;
  }

  /** A token that is good for at least another minute. Throws errors named for their cure. */
  async accessToken(): Promise<string> {
    if (this.token && this.means.now() < this.token.renewAt) return this.token.value;
    this.pending ??= this.renew().finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  /** Amazon did not take this token: the next call gets another. A token that was renewed meanwhile stays. */
  discard(value: string): void {
    if (this.token?.value === value) this.token = undefined;
  }

  private async renew(): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.request();
      } catch (error) {
        // A rotated secret, or a new grant, is known to the secret store before it is known to us: read it again, once.
        const stale = isOfCredentials(error) && attempt === 1 && (await this.haveChanged());
        const down = error instanceof SpApiUnavailableError && attempt < TRIES;
        if (!stale && !down) throw error;
        if (down) await (this.means.pause ?? sleep)(Math.random() * 500 * 2 ** attempt);
      }
    }
  }

  /** Reads the credentials afresh. */
  private async haveChanged(): Promise<boolean> {
    const before = this.credentials;
    this.credentials = await this.means.credentials();
    return !isDeepStrictEqual(before, this.credentials);
  }

  private async request(): Promise<string> {
    this.credentials ??= await this.means.credentials();
    const { clientId, clientSecret, refreshToken } = this.credentials;
    const askedAt = this.means.now();
    const response = await this.post({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: clientId,
      client_secret: clientSecret,
    });
    const answeredAt = this.means.now();
    this.means.clock.observe(response.headers.get('date') ?? undefined, askedAt, answeredAt);
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw this.refusal(response, body);
    const answer = LwaAnswer.safeParse(body);
    if (!answer.success) throw new SpApiContractError(this.facts(response), 'the answer holds no access token');
    const { access_token: value, expires_in: seconds } = answer.data;
    this.token = { value, renewAt: askedAt + seconds * 1000 - Math.min(MARGIN_MS, (seconds * 1000) / 2) };
    return value;
  }

  private async post(form: Record<string, string>): Promise<Response> {
    try {
      return await fetch(this.means.endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
        body: new URLSearchParams(form).toString(),
        redirect: 'error',
        signal: AbortSignal.timeout(10_000),
      });
    } catch (error) {
      throw new SpApiUnavailableError(
        { operationId: 'lwa', code: socketCode(error) },
        `no answer from ${new URL(this.means.endpoint).host}`,
      );
    }
  }

  /** LWA's errors, by what to do: https://developer.amazon.com/docs/login-with-amazon/access-token.html */
  private refusal(response: Response, body: unknown) {
    const code = LwaRefusal.safeParse(body).data?.error ?? 'unknown';
    const facts = { ...this.facts(response), code: KNOWN_CODES.has(code) ? code : 'unknown' };
    if (
      response.status >= 500 ||
      response.status === 429 ||
      code === 'server_error' ||
      code === 'temporarily_unavailable'
    ) {
      return new SpApiUnavailableError(facts, 'Login with Amazon is not available');
    }
    if (code === 'invalid_grant') return new LwaGrantRevokedError(facts, 'the seller’s authorisation is gone');
    return new LwaApplicationError(facts, 'Login with Amazon refuses the application');
  }

  private facts = (response: Response) => ({
    operationId: 'lwa',
    status: response.status,
    requestId: response.headers.get('x-amzn-requestid') ?? undefined,
  });
}

const isOfCredentials = (error: unknown) =>
  error instanceof LwaApplicationError || error instanceof LwaGrantRevokedError;

interface LwaTokensMeans {
  /** Full URL of the token endpoint. */
  readonly endpoint: string;
  /** Reads the credentials afresh, each time it is called. */
  readonly credentials: () => Promise<LwaCredentials>;
  readonly clock: Pick<AmazonClock, 'observe'>;
  readonly now: () => number;
  /** @default real time */
  readonly pause?: ((ms: number) => Promise<void>) | undefined;
}

const KNOWN_CODES = new Set([
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'unauthorized_client',
  'unsupported_grant_type',
  'access_denied',
  'server_error',
  'temporarily_unavailable',
]);

/** The socket's error code (`ECONNREFUSED`, …): the rest of a fetch error may quote the request. */
function socketCode(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'ETIMEDOUT';
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'ENETWORK';
}
