import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
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
  /** GET with every header that Amazon wants; a header set to undefined is left out. */
  get(path: string, options?: CallOptions): Promise<Answer>;
  searchOrders(query: Record<string, string>, options?: CallOptions): Promise<Answer>;
}

export interface CallOptions {
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

/** What the answers of the operations used in tests may hold. */
export interface AnswerBody {
  readonly orders: Order[];
  readonly order: Order;
  readonly pagination?: { nextToken: string };
  readonly lastUpdatedBefore?: string;
  readonly createdBefore?: string;
  readonly errors?: { code: string; message: string; details: string }[];
}

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

  const get = async (path: string, { headers = {}, timeoutMs = 5000 }: CallOptions = {}): Promise<Answer> => {
    const sent = new Headers();
    const all = { ...goodHeaders(now()), 'x-amz-access-token': accessToken, ...headers };
    for (const [name, value] of Object.entries(all)) if (value !== undefined) sent.set(name, value);
    const response = await fetch(`${amazon.spApiEndpoint}${path}`, { headers: sent, signal: AbortSignal.timeout(timeoutMs) });
    const body = await response.json();
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
    get,
    searchOrders: (query, options) => get(`/orders/2026-01-01/orders?${new URLSearchParams(query)}`, options),
    [Symbol.asyncDispose]: amazon.stop,
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
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId, client_secret: clientSecret };
  const response = await requestToken(amazon, form);
  const { access_token: accessToken } = await response.json();
  return accessToken;
}
