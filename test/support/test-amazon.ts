import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import * as z from 'zod/mini';
import type { SellerAccount, SellerOptions } from '../../infra/local/amazon/seller-account.ts';
import {
  type SimulatedAmazon,
  type SimulatedAmazonOptions,
  startSimulatedAmazon,
} from '../../infra/local/amazon/simulated-amazon.ts';

/** A simulated Amazon with one seller, a clock that stands until it is moved, and a caller that is signed in. */
export interface TestAmazon extends AsyncDisposable {
  readonly amazon: SimulatedAmazon;
  readonly account: SellerAccount;
  /** Moves Amazon's clock. */
  pass(ms: number): void;
  now(): Date;
  /** Signs in afresh; calls made later use the new token. */
  signIn(): Promise<void>;
  /** What Amazon wants to see on every call, token included. */
  headers(): Record<string, string>;
  /** GET with every header that Amazon wants; a header set to undefined is left out. */
  get(path: string, options?: CallOptions): Promise<Answer>;
  searchOrders(query: Record<string, string>, options?: CallOptions): Promise<Answer>;
}

export interface CallOptions {
  /** Where to, if not straight to the simulated Amazon. */
  readonly origin?: string;
  readonly headers?: Record<string, string | undefined>;
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AnswerBody;
  /** The one error of a refusal. */
  readonly error: { code: string; message: string; details: string } | undefined;
}

/** What the answers of the operations used in tests may hold. That they do hold it is for the contract tests to say. */
export const AnswerBody = z.custom<{
  readonly orders: Order[];
  readonly order: Order;
  readonly pagination?: { nextToken: string };
  readonly lastUpdatedBefore?: string;
  readonly createdBefore?: string;
  readonly errors?: { code: string; message: string; details: string }[];
}>();
export type AnswerBody = z.infer<typeof AnswerBody>;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const testApplication = { clientId: 'test-application', clientSecret: 'test-secret' };
export const testSeller = {
  sellerId: 'ATESTSELLER',
  refreshToken: 'Atzr|test',
  region: 'na',
  marketplaceIds: ['ATVPDKIKX0DER', 'A2EUQ1WTGCTBG2'],
  orders: 0,
} as const satisfies SellerOptions;

export async function startTestAmazon(
  seller: Partial<SellerOptions> = {},
  options: Partial<SimulatedAmazonOptions> = {},
): Promise<TestAmazon> {
  let clock = new Date('2026-03-10T12:00:00Z').getTime();
  const now = () => new Date(clock);
  const account = { ...testSeller, ...seller };
  const amazon = await startSimulatedAmazon({ sellers: [account], applications: [testApplication], now, ...options });
  let accessToken = '';

  const headersNow = () => ({ ...goodHeaders(now()), 'x-amz-access-token': accessToken });
  const get = async (path: string, options: CallOptions = {}): Promise<Answer> => {
    const { origin = amazon.spApiEndpoint, headers = {}, timeoutMs = 5000 } = options;
    const sent = new Headers();
    for (const [name, value] of Object.entries({ ...headersNow(), ...headers })) {
      if (value !== undefined) sent.set(name, value);
    }
    const response = await fetch(`${origin}${path}`, { headers: sent, signal: AbortSignal.timeout(timeoutMs) });
    const body = AnswerBody.parse(await response.json());
    return { status: response.status, headers: response.headers, body, error: body.errors?.[0] };
  };
  const signIn = async () => {
    accessToken = await refreshAccessToken(amazon, account.refreshToken);
  };

  await signIn();
  return {
    amazon,
    account: amazon.account(account.sellerId),
    now,
    pass: (ms) => {
      clock += ms;
    },
    signIn,
    headers: headersNow,
    get,
    searchOrders: (query, options) =>
      get(`/orders/2026-01-01/orders?${new URLSearchParams(query).toString()}`, options),
    [Symbol.asyncDispose]: () => amazon.stop(),
  };
}

const goodHeaders = (now: Date) => ({
  'user-agent': 'AzTest/1.0 (Language=TypeScript; Platform=Node)',
  'x-amz-date': now.toISOString().replace(/[-:]|\.\d{3}/g, ''),
});

/** Asks the token endpoint as an application does. */
export function requestToken(amazon: SimulatedAmazon, form: Record<string, string>): Promise<Response> {
  return fetch(amazon.lwaEndpoint, { method: 'POST', body: new URLSearchParams(form) });
}

async function refreshAccessToken(amazon: SimulatedAmazon, refreshToken: string): Promise<string> {
  const { clientId, clientSecret } = testApplication;
  const form = {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: clientId,
    client_secret: clientSecret,
  };
  return readAccessToken(await requestToken(amazon, form));
}

/** The access token in an answer of the token endpoint. */
export async function readAccessToken(response: Response): Promise<string> {
  const { access_token: accessToken } = z.object({ access_token: z.string() }).parse(await response.json());
  return accessToken;
}
