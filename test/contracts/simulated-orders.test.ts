import axios from 'axios';
import { describe, expect, it, vi } from 'vitest';
import type { SellerOptions } from '../../infra/local/amazon/seller-account.ts';
import { searchOrders } from '../../shared/sp-api/orders-2026-01-01/search-orders.ts';
import type { SpApi } from '../../shared/sp-api/sp-api.ts';
import { amazonModel, modelsMissing } from '../support/amazon-models.ts';
import { type PrismProxy, startPrismProxy } from '../support/prism-proxy.ts';
import { startTestAmazon, type TestAmazon } from '../support/test-amazon.ts';

// Reading a model and checking a hundred orders takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const model = amazonModel('orders_2026-01-01.json');
const DATASETS = [
  'BUYER',
  'RECIPIENT',
  'PROCEEDS',
  'EXPENSE',
  'PROMOTION',
  'CANCELLATION',
  'FULFILLMENT',
  'PACKAGES',
  'TAX',
  'PAYMENT',
  'FULFILLMENT_ORDERS',
] as const;
const window = { lastUpdatedAfter: '2026-01-01T00:00:00Z', lastUpdatedBefore: '2026-03-10T11:57:00Z' };

describe.skipIf(modelsMissing)('orders against Amazon’s model', () => {
  it.each<Pick<SellerOptions, 'region' | 'marketplaceIds'>>([
    { region: 'na', marketplaceIds: ['ATVPDKIKX0DER', 'A2EUQ1WTGCTBG2', 'A1AM78C64UM0Y8', 'A2Q3Y263D00KWC'] },
    { region: 'eu', marketplaceIds: ['A1PA6795UKMFR9', 'A1F83G8C2ARO7P', 'A21TJRUUN4KGV'] },
    { region: 'fe', marketplaceIds: ['A1VC38T7YXB528', 'A39IBJ37TRP1C6'] },
  ])('our client asks, and the account answers, page by page ($region)', async (place) => {
    await using given = await startTestAmazon({ ...place, orders: 250 });
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    const client = recordingClient(given, prism);

    let paginationToken: string | undefined;
    let read = 0;
    do {
      const request = { ...window, marketplaceIds: place.marketplaceIds, includedData: DATASETS };
      const page = await searchOrders({ ...request, ...(paginationToken && { paginationToken }) }, client);
      read += page.orders.length;
      paginationToken = page.nextToken;
    } while (paginationToken !== undefined);

    expect(read).toBe(250);
    expect(client.violations).toEqual([[], [], []]);
  });

  it('an order by its id', async () => {
    await using given = await startTestAmazon({ orders: 26 });
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });

    for (const { orderId } of given.account.listOrders()) {
      const path = `/orders/2026-01-01/orders/${orderId}?includedData=${DATASETS.join(',')}`;
      const { status, violations } = await getThrough(prism, given, path);
      expect({ status, violations }).toEqual({ status: 200, violations: [] });
    }
  });

  it.each(['omit', 'strip'] as const)('a seller who does not show buyers (%s)', async (withoutRole) => {
    await using given = await startTestAmazon({ orders: 26, roles: ['inventory-and-order-tracking'] });
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    given.amazon.faults.withoutRole = withoutRole;

    const { status, violations } = await getThrough(prism, given, search({ includedData: DATASETS.join(',') }));

    expect({ status, violations }).toEqual({ status: 200, violations: [] });
  });

  it.each<[string, number, (given: TestAmazon) => string]>([
    ['an unknown marketplace', 400, () => search({ marketplaceIds: 'NOWHERE' })],
    ['a dead page token', 400, () => search({ paginationToken: 'dead' })],
    ['somebody else’s marketplace', 403, () => search({ marketplaceIds: 'A1PA6795UKMFR9' })],
    [
      'an access token that has ended',
      403,
      (given) => {
        given.amazon.faults.expireAccessTokens();
        return search({});
      },
    ],
    ['an order that is not there', 404, () => '/orders/2026-01-01/orders/111-1111111-1111111'],
    ['a spent usage plan', 429, (given) => next(given, 'throttle')],
    ['an internal error', 500, (given) => next(given, 'internal-error')],
    ['maintenance', 503, (given) => next(given, 'unavailable')],
  ])('a refusal: %s', async (_case, expected, ask) => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });

    const { status, violations } = await getThrough(prism, given, ask(given));

    expect({ status, violations }).toEqual({ status: expected, violations: [] });
  });

  it('notices what is not of the model, in requests and in answers', async () => {
    await using given = await startTestAmazon({ orders: 3 });
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    given.amazon.faults.oddOrders.push({ page: 1, kind: 'without-order-id' });

    const badRequest = await getThrough(prism, given, search({ lastUpdatedAfter: 'yesterday' }));
    const badAnswer = await getThrough(prism, given, search({}));

    expect(badRequest.violations).toEqual([
      expect.objectContaining({ location: ['request', 'query', 'lastupdatedafter'] }),
    ]);
    expect(badAnswer.violations).toEqual([
      expect.objectContaining({ message: expect.stringContaining("must have required property 'orderId'") }),
    ]);
  });

  it('a huge order, which is as Amazon may send one', async () => {
    await using given = await startTestAmazon({ orders: 3 });
    await using prism = await startPrismProxy({ model, upstream: given.amazon.spApiEndpoint });
    given.amazon.faults.oddOrders.push({ page: 1, kind: 'huge' });

    expect((await getThrough(prism, given, search({}))).violations).toEqual([]);
  });
});

const search = (query: Record<string, string>) =>
  `/orders/2026-01-01/orders?${new URLSearchParams({ ...window, ...query }).toString()}`;

function next({ amazon }: TestAmazon, fault: 'throttle' | 'internal-error' | 'unavailable'): string {
  amazon.faults.next(1, fault);
  return search({});
}

async function getThrough(prism: PrismProxy, given: TestAmazon, path: string) {
  const { status, headers } = await given.get(path, { origin: prism.url });
  return { status, violations: prism.violations(headers) };
}

/** Our client's way to SP-API, led through the proxy, with what the proxy found in each call. */
function recordingClient(given: TestAmazon, prism: PrismProxy) {
  const violations: unknown[] = [];
  const call: SpApi['call'] = async (_operation, _lane, send) => {
    const options = { headers: given.headers() };
    const { data, headers } = await send({ endpoint: prism.url, axios: axios.create(), options });
    violations.push(
      prism.violations(new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]))),
    );
    return { body: data };
  };
  return { spApi: { call }, lane: 'live' as const, violations };
}
