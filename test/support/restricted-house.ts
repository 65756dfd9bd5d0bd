import type { SellerOptions } from '../../infra/local/amazon/seller-account.ts';
import { AmazonClock } from '../../shared/sp-api/amazon-clock.ts';
import { LwaTokens } from '../../shared/sp-api/lwa/lwa-tokens.ts';
import { RestrictedTokens } from '../../shared/sp-api/restricted/restricted-tokens.ts';
import { SpApi } from '../../shared/sp-api/sp-api.ts';
import { type RecordedRequest, startRecordingProxy } from './recording-proxy.ts';
import { startTestAmazon, type TestAmazon, testApplication, testSeller } from './test-amazon.ts';

/** The client before a simulated Amazon, on Amazon's clock, with everything it sends remembered. */
export interface RestrictedHouse extends AsyncDisposable {
  readonly given: TestAmazon;
  readonly means: { readonly spApi: SpApi; readonly lane: 'live' };
  /** Another door of the same process, as a later invocation opens it. */
  reopen(): { readonly spApi: SpApi; readonly lane: 'live' };
  readonly requests: readonly RecordedRequest[];
  /** How often a token was asked for. */
  tokensAsked(): number;
}

/** Every operation of the tests has a large bucket; slots are Amazon's alone. */
export async function startRestrictedHouse(seller: Partial<SellerOptions> = {}): Promise<RestrictedHouse> {
  const given = await startTestAmazon(seller);
  for (const name of ['getShipment', 'createRestrictedDataToken', 'getReportDocument']) {
    given.account.usagePlans.set(name, { rate: 100, burst: 200 });
  }
  const proxy = await startRecordingProxy(given.amazon.spApiEndpoint);
  const now = () => given.now().getTime();
  const clock = new AmazonClock(now);
  const credentials = { ...testApplication, refreshToken: testSeller.refreshToken };
  const tokens = new LwaTokens({
    endpoint: given.amazon.lwaEndpoint,
    credentials: () => Promise.resolve(credentials),
    clock,
    now,
  });
  const restrictedTokens = new RestrictedTokens({ now });
  const reopen = () => ({
    lane: 'live' as const,
    spApi: new SpApi({
      endpoint: proxy.origin,
      tokens,
      restrictedTokens,
      clock,
      now,
      limiter: {
        take: () => Promise.resolve(() => Promise.resolve()),
        learnRate: () => Promise.resolve(),
        empty: () => Promise.resolve(),
      },
      timeLeftMs: () => 300_000,
      onCall: () => undefined,
    }),
  });
  return {
    given,
    means: reopen(),
    reopen,
    requests: proxy.requests,
    tokensAsked: () => proxy.requests.filter(({ request }) => request === TOKEN_REQUEST).length,
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      await given[Symbol.asyncDispose]();
    },
  };
}

export const TOKEN_REQUEST = 'POST /tokens/2021-03-01/restrictedDataToken';
