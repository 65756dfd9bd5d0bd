import type { IncomingHttpHeaders } from 'node:http';
import type { CallFaultKind, Faults } from '../faults.ts';
import type { Seller } from '../seller.ts';
import { ApiError, accessDenied, internalFailure, quotaExceeded, serviceUnavailable } from './api-error.ts';
import { type Caller, type CallerMeans, identify } from './identify.ts';
import type { Operation, Reply, UsagePlan } from './operation.ts';
import { readBody } from './read-body.ts';
import { checkRequiredHeaders } from './required-headers.ts';
import { findRoute, type Route } from './route.ts';
import { readQuery } from './query.ts';
import type { TokenBuckets } from './token-buckets.ts';

/** A request to SP-API, before anything is known about it. */
export interface GatewayRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What goes back. `broken`: nothing does, in the way that the fault says. */
export interface GatewayAnswer extends Reply {
  readonly api?: string;
  readonly operationId: string;
  readonly sellerId?: string;
  readonly rateLimit?: string;
  readonly fault?: CallFaultKind;
  readonly broken?: 'reset' | 'timeout';
}

/** What the gateway works with. `now` is the true time, for tokens and buckets; the handlers see `amazonNow`. */
export interface GatewayMeans extends CallerMeans {
  readonly operations: readonly Operation[];
  readonly buckets: TokenBuckets;
  readonly faults: Faults;
  readonly speed: number;
  readonly signingKey: string;
  readonly amazonNow: () => Date;
}

/** Answers a request as SP-API would: whose it is, whether it may, whether it is too soon, and only then what it asks. */
export async function answerRequest(request: GatewayRequest, means: GatewayMeans): Promise<GatewayAnswer> {
  const route = findRoute(means.operations, { method: request.method, path: request.url.pathname });
  if (!route) return { operationId: 'unknown', ...refusal(accessDenied()) };
  const { api, operationId } = route.operation;
  const caller = identify(request, route, means);
  if (caller instanceof ApiError) return { api, operationId, ...refusal(caller) };

  const { seller, clientId } = caller;
  const known = { api, operationId, sellerId: seller.sellerId };
  const plan = usagePlan(route.operation, seller, means.speed);
  const fault = means.faults.take(operationId, api);
  const hit = fault === undefined ? {} : { fault };
  const bucket = [clientId, seller.region, seller.sellerId, api, operationId].join('#');
  if (fault === 'throttle' || !means.buckets.take(bucket, plan, means.now())) {
    return { ...known, ...hit, ...refusal(quotaExceeded()) };
  }
  const broken = fault && BROKEN[fault];
  if (broken) return { ...known, ...hit, ...broken };

  const reply = await answerCall(request, route, { caller, means });
  const after = fault && BROKEN_AFTER[fault];
  if (after) return { ...known, ...hit, ...after };
  return { ...known, ...reply, ...rateLimit(reply.status, plan, means.faults) };
}

async function answerCall(
  { url, headers, body }: GatewayRequest,
  { operation, pathParameters }: Route,
  { caller, means }: { caller: Caller; means: GatewayMeans },
): Promise<Reply> {
  try {
    checkRequiredHeaders(headers);
    const query = readQuery(url.searchParams, operation.queryParameters);
    const { faults, signingKey, restrictedTokens, amazonNow } = means;
    const asked = { pathParameters, query, body: readBody(body, headers), now: amazonNow() };
    return await operation.handle({ ...caller, ...asked, faults, signingKey, restrictedTokens });
  } catch (error) {
    if (error instanceof ApiError) return refusal(error);
    throw error;
  }
}

const refusal = (error: ApiError): Reply => ({ status: error.status, body: error.body });

/** Rates are multiplied by the speed of the simulation; how many calls may come at once is not. */
function usagePlan({ api, operationId, usagePlan }: Operation, seller: Seller, speed: number): UsagePlan {
  const own = seller.usagePlans.get(`${api} ${operationId}`) ?? seller.usagePlans.get(operationId);
  const { rate, burst } = own ?? usagePlan;
  return { rate: rate * speed, burst };
}

const BROKEN: Partial<Record<CallFaultKind, Reply & { broken?: 'reset' | 'timeout' }>> = {
  'internal-error': refusal(internalFailure()),
  unavailable: refusal(serviceUnavailable()),
  'not-json': { status: 502, body: '<html><body><h1>502 Bad Gateway</h1></body></html>' },
  timeout: { status: 0, broken: 'timeout' },
  reset: { status: 0, broken: 'reset' },
};

/** The same after all was done: the caller cannot know that it was. */
const BROKEN_AFTER: Partial<Record<CallFaultKind, Reply & { broken?: 'reset' | 'timeout' }>> = {
  'done-internal-error': refusal(internalFailure()),
  'done-timeout': { status: 0, broken: 'timeout' },
  'lost-answer': { status: 0, broken: 'reset' },
};

/** The header comes with 2xx, 400 and 404 only, and says the steady rate (spapi 5). */
function rateLimit(status: number, { rate }: UsagePlan, faults: Faults): { rateLimit?: string } {
  if (!(status < 300 || status === 400 || status === 404) || faults.rateLimitHeader === null) return {};
  return { rateLimit: faults.rateLimitHeader ?? String(Number(rate.toPrecision(6))) };
}
