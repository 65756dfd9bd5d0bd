import { setTimeout as sleep } from 'node:timers/promises';
import axios, { AxiosError, type AxiosInstance, type AxiosResponse, type RawAxiosRequestConfig } from 'axios';
import type { AmazonClock } from './amazon-clock.ts';
import type { LwaTokens } from './lwa/lwa-tokens.ts';
import type { Operation } from './operation.ts';
import { refusalOf, saysTokenIsDead } from './refusal.ts';
import type { TokenRequest } from './restricted/check-token-request.ts';
import { type RestrictedNeed, resourcesOf, rolesOfNeed } from './restricted/restricted-need.ts';
import { namedForRole } from './restricted/restricted-role-missing-error.ts';
import { RestrictedTokens } from './restricted/restricted-tokens.ts';
import { SpApiThrottledError, SpApiUnavailableError } from './sp-api-error.ts';
import {
  createRestrictedDataToken,
  type RestrictedDataToken,
} from './tokens-2021-03-01/create-restricted-data-token.ts';
import type { Lane, UsageLimiter } from './usage/usage-limiter.ts';

/** One call that was made, whatever came of it. */
export interface CallRecord {
  readonly operationId: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly durationMs: number;
}

/** Sends one request with a generated `*Api` class, over our axios instance and with our options. */
export type Send = (over: {
  endpoint: string;
  axios: AxiosInstance;
  options: RawAxiosRequestConfig;
}) => Promise<AxiosResponse<unknown>>;

/** Amazon's answer: its body, still to be parsed, and the request id for errors about it. */
export interface Answer {
  readonly body: unknown;
  readonly requestId?: string;
}

const USER_AGENT = `AzIntegration/1.0.0 (Language=TypeScript; Platform=Node.js ${process.versions.node})`;
const CALL_TIMEOUT_MS = 30_000;
const TRIES = 4;
/** After several 429s in a row although our bucket had slots. */
const THROTTLED_AGAIN_PAUSE_MS = 10_000;

/** One seller's door to the Selling Partner API in one region. */
export class SpApi {
  private readonly means: SpApiMeans;
  private readonly restrictedTokens: Pick<RestrictedTokens, 'find' | 'discard'>;
  private readonly axios: AxiosInstance;

  constructor(means: SpApiMeans) {
    this.means = means;
    this.restrictedTokens = means.restrictedTokens ?? new RestrictedTokens(means);
    this.axios = axios.create({ timeout: CALL_TIMEOUT_MS, maxRedirects: 0, validateStatus: () => true });
  }

  /** The time by Amazon's clock. Asks LWA for a token first if Amazon has not been heard yet in this process. */
  async now(): Promise<Date> {
    await this.means.tokens.accessToken();
    return this.means.clock.now();
  }

  /**
   * Makes one call: takes a slot of the usage plan, sends, learns from the answer. A dead access token is replaced
   * once; 500, 503 and silence are tried again with jitter while time is left, if the operation is harmless twice.
   * A call that needs to see buyers' data carries a Restricted Data Token instead of the access token.
   * Throws an error named for its cure; none of them carries a token, a body or an axios object.
   */
  async call(operation: Operation, lane: Lane, send: Send, need?: RestrictedNeed): Promise<Answer> {
    if (!need) return this.callWith(this.means.tokens, { operation, lane, send });
    const restrictedResources = resourcesOf(need);
    const tokens = {
      accessToken: async () => (await this.restrictedDataToken({ restrictedResources }, lane)).restrictedDataToken,
      discard: (value: string) => this.restrictedTokens.discard(value),
    };
    try {
      return await this.callWith(tokens, { operation, lane, send });
    } catch (error) {
      throw namedForRole(error, rolesOfNeed(need));
    }
  }

  /**
   * A Restricted Data Token with at least a minute left: one that this process has, else a new one. To be handed to another
   * application only in the way that was agreed with it. Throws what createRestrictedDataToken throws.
   */
  restrictedDataToken(request: TokenRequest, lane: Lane): Promise<RestrictedDataToken> {
    return this.restrictedTokens.find(request, () => createRestrictedDataToken(request, { spApi: this, lane }));
  }

  private async callWith(
    tokens: SpApiMeans['tokens'],
    { operation, lane, send }: { operation: Operation; lane: Lane; send: Send },
  ): Promise<Answer> {
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const token = await tokens.accessToken();
      const outcome = await this.attempt(operation, lane, token, send);
      if ('answer' in outcome) return outcome.answer;
      if (outcome.again === 'with-new-token' && !renewed) {
        renewed = true;
        tokens.discard(token);
        continue;
      }
      const harmless = outcome.again === 'not-done' || (outcome.again === 'unknown' && operation.harmlessTwice);
      const again = harmless && attempt < TRIES;
      const pauseMs = Math.random() * 400 * 2 ** attempt;
      if (!again || this.means.timeLeftMs() < pauseMs + CALL_TIMEOUT_MS) throw outcome.error;
      await (this.means.pause ?? sleep)(pauseMs);
    }
  }

  private async attempt(operation: Operation, lane: Lane, token: string, send: Send): Promise<Outcome> {
    const answered = await this.means.limiter.take(operation, lane);
    const askedAt = this.means.now();
    const response = await this.send(token, send);
    const answeredAt = this.means.now();
    const requestId = response instanceof AxiosError ? undefined : requestIdOf(response);
    const status = response instanceof AxiosError ? undefined : response.status;
    this.means.onCall({ operationId: operation.operationId, status, requestId, durationMs: answeredAt - askedAt });
    await answered(answeredAt);
    const facts = { operationId: operation.operationId, status, requestId };

    if (response instanceof AxiosError) {
      const code = response.code ?? 'ENETWORK';
      return { again: 'unknown', error: new SpApiUnavailableError({ ...facts, code }, `no answer from ${this.host}`) };
    }
    this.means.clock.observe(headerOf(response, 'date'), askedAt, answeredAt);
    const rate = Number.parseFloat(headerOf(response, 'x-amzn-ratelimit-limit') ?? '');
    if (rate > 0) await this.means.limiter.learnRate(operation, rate);
    if (response.status >= 200 && response.status < 300) return { answer: { body: response.data, requestId } };

    if (response.status === 429) {
      await this.means.limiter.empty(operation);
      this.means.onThrottled?.(operation.operationId);
      // Taking the next slot pauses for a moment, or throws with the time to come back.
      const retryAt = new Date(answeredAt + THROTTLED_AGAIN_PAUSE_MS);
      return { again: 'not-done', error: new SpApiThrottledError({ ...facts, code: 'QuotaExceeded' }, retryAt) };
    }
    if (saysTokenIsDead(response.status, response.data)) {
      return { again: 'with-new-token', error: refusalOf(facts, response.data) };
    }
    const error = refusalOf(facts, response.data);
    return { again: error instanceof SpApiUnavailableError ? 'unknown' : 'no', error };
  }

  private async send(token: string, send: Send): Promise<AxiosResponse<unknown> | AxiosError> {
    try {
      const headers = {
        'x-amz-access-token': token,
        'x-amz-date': amzDate(this.means.clock.now()),
        'user-agent': USER_AGENT,
      };
      return await send({ endpoint: this.means.endpoint, axios: this.axios, options: { headers } });
    } catch (error) {
      if (error instanceof AxiosError) return error;
      throw error;
    }
  }

  private get host() {
    return new URL(this.means.endpoint).host;
  }
}

export interface SpApiMeans {
  /** Base URL without a slash at its end. */
  readonly endpoint: string;
  readonly tokens: Pick<LwaTokens, 'accessToken' | 'discard'>;
  /** @default tokens that live as long as this door; give those of the seller and region that live as long as the process */
  readonly restrictedTokens?: Pick<RestrictedTokens, 'find' | 'discard'>;
  readonly limiter: Pick<UsageLimiter, 'take' | 'learnRate' | 'empty'>;
  readonly clock: Pick<AmazonClock, 'now' | 'observe'>;
  readonly now: () => number;
  /** @default real time */
  readonly pause?: ((ms: number) => Promise<void>) | undefined;
  /** Milliseconds until this process must be done. */
  readonly timeLeftMs: () => number;
  readonly onCall: (call: CallRecord) => void;
  /** Amazon said 429 although our bucket had a slot: somebody else draws on the plan, or it has shrunk. */
  readonly onThrottled?: (operationId: string) => void;
}

/** What came of one request. `unknown`: Amazon may have done it; `not-done`: it surely has not. */
type Outcome =
  | { readonly answer: Answer }
  | { readonly again: 'no' | 'unknown' | 'not-done' | 'with-new-token'; readonly error: Error };

/** ISO 8601 basic format, as SP-API wants it: 20261121T120000Z. */
const amzDate = (date: Date) => date.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

function headerOf(response: AxiosResponse<unknown>, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}

const requestIdOf = (response: AxiosResponse<unknown>) =>
  headerOf(response, 'x-amzn-requestid') ?? headerOf(response, 'x-amz-request-id');
