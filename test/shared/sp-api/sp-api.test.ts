import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { listenLocally } from '../../../infra/local/emulators/listen-locally.ts';
import { startSimulatedAmazon, type SimulatedAmazon } from '../../../infra/local/amazon/simulated-amazon.ts';
import { AmazonClock } from '../../../shared/sp-api/amazon-clock.ts';
import { LwaTokens } from '../../../shared/sp-api/lwa/lwa-tokens.ts';
import { searchOrders } from '../../../shared/sp-api/orders-2026-01-01/search-orders.ts';
import { type CallRecord, SpApi } from '../../../shared/sp-api/sp-api.ts';

const SECRETS = { clientId: 'amzn1.client', clientSecret: 'canary-client-secret', refreshToken: 'Atzr|canary-refresh' };
const MARKETPLACE = 'ATVPDKIKX0DER';

let amazon: SimulatedAmazon;
beforeAll(async () => {
  amazon = await startSimulatedAmazon({
    sellers: [
      { sellerId: 'A1', refreshToken: SECRETS.refreshToken, region: 'na', marketplaceIds: [MARKETPLACE], orders: 5 },
    ],
    applications: [{ clientId: SECRETS.clientId, clientSecret: SECRETS.clientSecret }],
    speed: 1000,
  });
});
afterAll(() => amazon.stop());

interface Connecting {
  read?: () => Promise<typeof SECRETS>;
  endpoint?: string;
  lwaEndpoint?: string;
  timeLeftMs?: () => number;
  pause?: (ms: number) => Promise<void>;
}

/** A seller's door with credentials read by `read`; slots are never short. */
function connect({
  read = () => Promise.resolve(SECRETS),
  endpoint = amazon.spApiEndpoint,
  lwaEndpoint = amazon.lwaEndpoint,
  timeLeftMs = (): number => 300_000,
  pause,
}: Connecting = {}) {
  const calls: CallRecord[] = [];
  const clock = new AmazonClock(Date.now);
  const tokens = new LwaTokens({ endpoint: lwaEndpoint, credentials: read, clock, now: Date.now, pause });
  const limiter = {
    take: () => Promise.resolve(() => Promise.resolve()),
    learnRate: () => Promise.resolve(),
    empty: () => Promise.resolve(),
  };
  const spApi = new SpApi({
    endpoint,
    tokens,
    limiter,
    clock,
    now: Date.now,
    timeLeftMs,
    onCall: (call) => calls.push(call),
  });
  const search = (more: object = {}) =>
    searchOrders(
      {
        lastUpdatedAfter: '2026-01-01T00:00:00Z',
        lastUpdatedBefore: new Date(Date.now() - 180_000).toISOString(),
        marketplaceIds: [MARKETPLACE],
        includedData: ['FULFILLMENT'],
        ...more,
      },
      { spApi, lane: 'live' },
    );
  return { spApi, tokens, calls, search };
}

const lwaRequests = () => amazon.requests.filter(({ path }) => path.includes('/o2/token')).length;

describe('a seller’s door to Amazon', () => {
  it('asks LWA once for many calls at once, and keeps the token', async () => {
    const before = lwaRequests();
    const { search } = connect();

    await Promise.all([search(), search(), search()]);
    await search();

    expect(lwaRequests() - before).toBe(1);
  });

  it('takes a new grant as soon as there is one, though it had known the old', async () => {
    let refreshToken = 'Atzr|withdrawn';
    const { search } = connect({ read: () => Promise.resolve({ ...SECRETS, refreshToken }) });
    await expect(search()).rejects.toMatchObject({ name: 'LwaGrantRevokedError' });

    // `azi shop add` has written it, and this process lives on.
    refreshToken = SECRETS.refreshToken;

    await expect(search()).resolves.toBeDefined();
  });

  it('renews a token before it ends', async () => {
    amazon.faults.accessTokenLifetimeS = 2;
    const before = lwaRequests();
    const { search } = connect();

    await search();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await search();
    amazon.faults.accessTokenLifetimeS = 3600;

    expect(lwaRequests() - before).toBe(2);
    expect(amazon.requests.at(-1)?.status).toBe(200);
  });

  it('reads a rotated secret again, once', async () => {
    const reads = [{ ...SECRETS, clientSecret: 'an old one' }, SECRETS, SECRETS];
    const { search } = connect({ read: () => Promise.resolve(reads.shift() ?? SECRETS) });

    await search();

    expect(reads).toHaveLength(1);
  });

  it('tells a withdrawn grant, a wrong application and an outage apart', async () => {
    const wrongSecret = connect({ read: () => Promise.resolve({ ...SECRETS, clientSecret: 'wrong' }) });
    const wrongToken = connect({ read: () => Promise.resolve({ ...SECRETS, refreshToken: 'Atzr|wrong' }) });
    const nobody = connect({ lwaEndpoint: 'http://127.0.0.1:59999/auth/o2/token' });

    await expect(wrongSecret.search()).rejects.toMatchObject({ name: 'LwaApplicationError' });
    await expect(wrongToken.search()).rejects.toMatchObject({ name: 'LwaGrantRevokedError' });
    await expect(nobody.search()).rejects.toMatchObject({
      name: 'SpApiUnavailableError',
      facts: { code: 'ECONNREFUSED' },
    });
  });

  it('follows no redirect of the token endpoint: the secret is in the request', async () => {
    const came: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      came.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    const endpoint = await listenLocally(server);
    onTestFinished(() => void server.close());
    const { search } = connect({ lwaEndpoint: `${endpoint}/auth/o2/token`, pause: async () => {} });

    await expect(search()).rejects.toMatchObject({ name: 'SpApiUnavailableError' });
    expect(came).toContain('/auth/o2/token');
    expect(came).not.toContain('/elsewhere');
  });

  it.each(['internal-error', 'unavailable', 'not-json', 'reset'] as const)('tries again after %s', async (kind) => {
    const { search, calls } = connect();
    amazon.faults.next(2, kind, 'searchOrders');

    await search();

    expect(calls).toHaveLength(3);
  });

  it('does not send twice what may do harm twice', async () => {
    const { spApi, calls } = connect();
    amazon.faults.next(1, 'internal-error', 'searchOrders');
    const create = { operationId: 'createReport', usagePlan: { rate: 1, burst: 1 }, harmlessTwice: false };

    const sent = spApi.call(create, 'live', ({ endpoint, axios, options }) =>
      axios.get(`${endpoint}/orders/2026-01-01/orders?lastUpdatedAfter=2026-01-01T00:00:00Z`, options),
    );

    await expect(sent).rejects.toMatchObject({ name: 'SpApiUnavailableError' });
    expect(calls).toHaveLength(1);
  });

  it('does not begin another try when the process has no time for it', async () => {
    const { search, calls } = connect({ timeLeftMs: () => 5000 });
    amazon.faults.next(1, 'unavailable', 'searchOrders');

    await expect(search()).rejects.toMatchObject({ name: 'SpApiUnavailableError' });
    expect(calls).toHaveLength(1);
  });

  it('keeps the request id, and no error of it shows a token, a secret or Amazon’s words', async () => {
    const { search, tokens, calls } = connect();
    const refused = await search({ marketplaceIds: ['canary-marketplace'] }).catch((error: unknown) => error);
    const token = await tokens.accessToken();
    amazon.faults.next(4, 'reset', 'searchOrders');
    const broken = await search().catch((error: unknown) => error);

    expect(refused).toMatchObject({
      name: 'SpApiRejectedError',
      facts: { status: expect.any(Number), requestId: calls[0]?.requestId },
    });
    for (const error of [refused, broken]) {
      const shown = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
      for (const word of ['canary', token]) expect(shown).not.toContain(word);
    }
  });
});
