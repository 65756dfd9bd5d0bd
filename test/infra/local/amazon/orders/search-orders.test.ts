import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, startTestAmazon, type TestAmazon } from '../../../../support/test-amazon.ts';

const since = '2026-03-01T00:00:00Z';

describe('the window', () => {
  it.each([
    ['neither lower bound', {}],
    ['both lower bounds', { createdAfter: since, lastUpdatedAfter: since }],
    ['the upper bound of the other pair', { createdAfter: since, lastUpdatedBefore: '2026-03-02T00:00:00Z' }],
    ['the upper bound of the other pair', { lastUpdatedAfter: since, createdBefore: '2026-03-02T00:00:00Z' }],
    ['an upper bound alone', { lastUpdatedBefore: '2026-03-02T00:00:00Z' }],
    ['an upper bound before the lower', { lastUpdatedAfter: since, lastUpdatedBefore: '2026-02-28T23:59:59Z' }],
    [
      'an upper bound less than two minutes old',
      { lastUpdatedAfter: since, lastUpdatedBefore: '2026-03-10T11:58:01Z' },
    ],
    ['an upper bound in the future', { createdAfter: since, createdBefore: '2026-03-11T00:00:00Z' }],
    ['a lower bound that is too young', { lastUpdatedAfter: '2026-03-10T11:59:00Z' }],
    ['a date without a time', { lastUpdatedAfter: '2026-03-01' }],
    ['a date that there is not', { lastUpdatedAfter: '2026-13-01T00:00:00Z' }],
  ])('is refused with %s', async (_case, query) => {
    await using given = await startTestAmazon();

    const { status, error, headers } = await given.searchOrders(query);

    expect(status).toBe(400);
    expect(error?.code).toBe('InvalidInput');
    expect(headers.get('x-amzn-ratelimit-limit')).toBe('0.0056');
  });

  it('takes both its bounds in, and nothing beyond', async () => {
    await using given = await startTestAmazon();
    for (const time of ['08:59:59.999', '09:00:00.000', '10:00:00.000', '10:00:00.001']) {
      given.account.placeOrder({}, new Date(`2026-03-09T${time}Z`));
    }

    const { body } = await given.searchOrders({
      lastUpdatedAfter: '2026-03-09T09:00:00Z',
      lastUpdatedBefore: '2026-03-09T10:00:00Z',
    });

    expect(body.orders.map((order) => order.lastUpdatedTime)).toEqual([
      '2026-03-09T09:00:00.000Z',
      '2026-03-09T10:00:00.000Z',
    ]);
  });

  it('allows an upper bound of exactly two minutes, and echoes it', async () => {
    await using given = await startTestAmazon();

    const { status, body } = await given.searchOrders({
      lastUpdatedAfter: since,
      lastUpdatedBefore: '2026-03-10T11:58:00Z',
    });

    expect(status).toBe(200);
    expect(body).toEqual({ orders: [], lastUpdatedBefore: '2026-03-10T11:58:00.000Z' });
  });

  it('reaches to two minutes ago when no upper bound is given', async () => {
    await using given = await startTestAmazon();
    given.account.placeOrder({}, new Date('2026-03-10T11:58:00Z'));
    given.account.placeOrder({}, new Date('2026-03-10T11:58:01Z'));

    const { body } = await given.searchOrders({ createdAfter: since });

    expect(body.orders).toHaveLength(1);
    expect(body.createdBefore).toBe('2026-03-10T11:58:00.000Z');
    expect(body.lastUpdatedBefore).toBeUndefined();
  });

  it('goes by the time of change or of placing, as asked', async () => {
    await using given = await startTestAmazon();
    const { orderId } = given.account.placeOrder({}, new Date('2026-03-02T00:00:00Z'));
    given.account.touchOrder(orderId, {}, new Date('2026-03-05T00:00:00Z'));
    const during = { after: '2026-03-04T00:00:00Z', before: '2026-03-06T00:00:00Z' };

    const byChange = await given.searchOrders({ lastUpdatedAfter: during.after, lastUpdatedBefore: during.before });
    const byPlacing = await given.searchOrders({ createdAfter: during.after, createdBefore: during.before });

    expect(byChange.body.orders).toHaveLength(1);
    expect(byPlacing.body.orders).toHaveLength(0);
  });

  it('may end earlier than asked when Amazon’s search is behind, and says so', async () => {
    await using given = await startTestAmazon();
    given.account.placeOrder({}, new Date('2026-03-10T11:00:00Z'));
    given.amazon.faults.searchLagMs = 2 * HOUR;

    const { body } = await given.searchOrders({ lastUpdatedAfter: since, lastUpdatedBefore: '2026-03-10T11:57:00Z' });

    expect(body).toEqual({ orders: [], lastUpdatedBefore: '2026-03-10T10:00:00.000Z' });
  });
});

describe('the parameters', () => {
  it.each([
    ['a page of none', { maxResultsPerPage: '0' }],
    ['a page of 101', { maxResultsPerPage: '101' }],
    ['a page of some', { maxResultsPerPage: 'ten' }],
    ['a dataset that is none', { includedData: 'BUYER,EVERYTHING' }],
    ['a status that is none', { fulfillmentStatuses: 'CANCELED' }],
    ['a fulfiller that is none', { fulfilledBy: 'MFN' }],
    ['a marketplace that is none', { marketplaceIds: 'ATVPDKIKX0DER,NOWHERE' }],
    ['an empty list', { marketplaceIds: '' }],
    ['51 marketplaces', { marketplaceIds: Array.from({ length: 51 }, () => 'ATVPDKIKX0DER').join(',') }],
    ['a parameter that Amazon does not know', { marketplaceIDs: 'ATVPDKIKX0DER' }],
  ])('are refused with %s', async (_case, query) => {
    await using given = await startTestAmazon();

    const { status, error } = await given.searchOrders({ lastUpdatedAfter: since, ...query });

    expect(status).toBe(400);
    expect(error?.code).toBe('InvalidInput');
  });

  it('take a list separated by commas, not repeated', async () => {
    await using given = await startTestAmazon();
    const path = `/orders/2026-01-01/orders?lastUpdatedAfter=${since}`;

    const repeated = await given.get(`${path}&fulfilledBy=AMAZON&fulfilledBy=MERCHANT`);
    const separated = await given.get(`${path}&fulfilledBy=AMAZON%2CMERCHANT`);

    expect([repeated.status, separated.status]).toEqual([400, 200]);
  });

  it('are denied for a marketplace of somebody else', async () => {
    await using given = await startTestAmazon();
    const query = { lastUpdatedAfter: since, marketplaceIds: 'A1PA6795UKMFR9' };

    const { status, error, headers } = await given.searchOrders(query);

    expect(status).toBe(403);
    expect(error?.details).toBe('');
    expect(headers.get('x-amzn-ratelimit-limit')).toBeNull();
  });

  it('choose among marketplaces, statuses and fulfillers', async () => {
    await using given = await startTestAmazon({ orders: 52 });
    const counts = async (query: Record<string, string>) => {
      const { body } = await given.searchOrders({ lastUpdatedAfter: '2026-01-01T00:00:00Z', ...query });
      return body.orders.length;
    };

    expect(await counts({})).toBe(52);
    expect(await counts({ marketplaceIds: 'ATVPDKIKX0DER' })).toBe(26);
    expect(await counts({ fulfillmentStatuses: 'CANCELLED' })).toBe(4);
    expect(await counts({ fulfillmentStatuses: 'CANCELLED,PENDING' })).toBe(8);
    expect(await counts({ fulfillmentStatuses: 'CANCELLED', fulfilledBy: 'AMAZON' })).toBe(0);
  });
});

describe('the pages', () => {
  const frozen = { lastUpdatedAfter: '2026-01-01T00:00:00Z', lastUpdatedBefore: '2026-03-10T11:57:00Z' };

  it('hold a hundred orders each, the longest unchanged first; the last one has no pagination', async () => {
    await using given = await startTestAmazon({ orders: 250 });

    const pages = await readPages(given, frozen);

    expect(pages.map((page) => page.orders.length)).toEqual([100, 100, 50]);
    expect(pages.at(-1)).not.toHaveProperty('pagination');
    const times = pages.flatMap((page) => page.orders.map((order) => Date.parse(order.lastUpdatedTime)));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(orderIds(pages)).size).toBe(250);
  });

  it('end without a token when the last one is full', async () => {
    await using given = await startTestAmazon({ orders: 100 });

    expect(await readPages(given, frozen)).toHaveLength(1);
  });

  it('may change size and datasets on the way, nothing else', async () => {
    await using given = await startTestAmazon({ orders: 20 });
    const query = { ...frozen, maxResultsPerPage: '5' };
    const { body } = await given.searchOrders(query);
    const follow = async (change: Record<string, string>) => {
      const paginationToken = body.pagination?.nextToken ?? '';
      return (await given.searchOrders({ ...query, paginationToken, ...change })).status;
    };

    expect(await follow({})).toBe(200);
    expect(await follow({ maxResultsPerPage: '7', includedData: 'FULFILLMENT' })).toBe(200);
    expect(await follow({ lastUpdatedBefore: '2026-03-10T11:56:00Z' })).toBe(400);
    expect(await follow({ marketplaceIds: 'ATVPDKIKX0DER' })).toBe(400);
  });

  it('need the window with the token', async () => {
    await using given = await startTestAmazon({ orders: 20 });
    const { body } = await given.searchOrders({ ...frozen, maxResultsPerPage: '5' });

    expect((await given.searchOrders({ paginationToken: body.pagination?.nextToken ?? '' })).status).toBe(400);
  });

  it('keep the upper bound of the first page when none was given', async () => {
    await using given = await startTestAmazon({ orders: 8 });
    const query = { lastUpdatedAfter: '2026-01-01T00:00:00Z', maxResultsPerPage: '5' };
    const { body: first } = await given.searchOrders(query);
    given.account.placeOrder();
    given.pass(10 * MINUTE);

    const { body } = await given.searchOrders({ ...query, paginationToken: first.pagination?.nextToken ?? '' });

    expect(body.orders).toHaveLength(3);
    expect(body.lastUpdatedBefore).toBe(first.lastUpdatedBefore);
  });

  it('can be followed for 24 hours', async () => {
    await using given = await startTestAmazon({ orders: 20 });
    const query = { ...frozen, maxResultsPerPage: '5' };
    const { body } = await given.searchOrders(query);
    const follow = async () => {
      await given.signIn();
      return given.searchOrders({ ...query, paginationToken: body.pagination?.nextToken ?? '' });
    };

    given.pass(24 * HOUR - 1);
    expect((await follow()).status).toBe(200);
    given.pass(1);

    const { status, error } = await follow();
    expect(status).toBe(400);
    expect(error?.code).toBe('InvalidInput');
  });

  it.each(['2YgYW55IGNhcm5hbCBwbGVhc3VyZS4', 'e30.x', '.'])(
    'cannot be had with a token that Amazon never gave (%s)',
    async (token) => {
      await using given = await startTestAmazon({ orders: 20 });

      const { status, error } = await given.searchOrders({ ...frozen, paginationToken: token });

      expect([status, error?.code]).toEqual([400, 'InvalidInput']);
    },
  );

  it('survive a restart of Amazon', async () => {
    await using before = await startTestAmazon({ orders: 20 });
    await using after = await startTestAmazon({ orders: 20 });
    const query = { ...frozen, maxResultsPerPage: '15' };
    const { body } = await before.searchOrders(query);

    const followed = await after.searchOrders({ ...query, paginationToken: body.pagination?.nextToken ?? '' });

    expect(followed.body.orders).toHaveLength(5);
  });

  it('show an order again that changed behind the reader and stayed in the window', async () => {
    await using given = await startTestAmazon({ orders: 20 });
    const first = given.account.listOrders()[0]?.orderId ?? '';

    const pages = await readPages(given, { ...frozen, maxResultsPerPage: '10' }, (page) => {
      if (page === 1) given.account.touchOrder(first, {}, new Date('2026-03-10T11:00:00Z'));
    });

    expect(orderIds(pages).filter((orderId) => orderId === first)).toHaveLength(2);
  });

  it('lose nothing when orders already read leave the window', async () => {
    await using given = await startTestAmazon({ orders: 20 });
    const [first, second, ...rest] = given.account.listOrders().map(({ orderId }) => orderId);

    const pages = await readPages(given, { ...frozen, maxResultsPerPage: '10' }, (page) => {
      if (page > 1) return;
      given.account.touchOrder(first ?? '');
      given.account.touchOrder(second ?? '');
    });

    expect(orderIds(pages)).toEqual([first, second, ...rest]);
  });

  it('leave out an order that changes before it is read and leaves the window', async () => {
    await using given = await startTestAmazon({ orders: 20 });
    const last = given.account.listOrders().at(-1)?.orderId ?? '';

    const pages = await readPages(given, { ...frozen, maxResultsPerPage: '10' }, (page) => {
      if (page === 1) given.account.touchOrder(last);
    });

    expect(orderIds(pages)).not.toContain(last);
    expect(orderIds(pages)).toHaveLength(19);
  });

  it('can all be cut off at once', async () => {
    await using given = await startTestAmazon({ orders: 20 });
    const query = { ...frozen, maxResultsPerPage: '5' };
    const { body } = await given.searchOrders(query);
    given.amazon.faults.expirePageTokens();

    const { status } = await given.searchOrders({ ...query, paginationToken: body.pagination?.nextToken ?? '' });

    expect(status).toBe(400);
    expect((await given.searchOrders(query)).body.pagination).toBeDefined();
  });

  it('can come in no order, and still hold everything once', async () => {
    await using given = await startTestAmazon({ orders: 50 });
    given.amazon.faults.unsortedOrders = true;

    const pages = await readPages(given, { ...frozen, maxResultsPerPage: '20' });

    const times = pages.flatMap((page) => page.orders.map((order) => Date.parse(order.lastUpdatedTime)));
    expect(times).not.toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(orderIds(pages)).size).toBe(50);
    expect(times).toHaveLength(50);
  });

  it('can repeat the end of the page before', async () => {
    await using given = await startTestAmazon({ orders: 25 });
    given.amazon.faults.duplicateOrdersAcrossPages = 3;

    const pages = await readPages(given, { ...frozen, maxResultsPerPage: '10' });

    expect(orderIds(pages.slice(1, 2)).slice(0, 3)).toEqual(orderIds(pages.slice(0, 1)).slice(-3));
    expect(new Set(orderIds(pages)).size).toBe(25);
    expect(orderIds(pages).length).toBeGreaterThan(25);
  });
});

type Page = Awaited<ReturnType<TestAmazon['searchOrders']>>['body'];

const orderIds = (pages: readonly Page[]) => pages.flatMap((page) => page.orders.map(({ orderId }) => orderId));

async function readPages(
  given: TestAmazon,
  query: Record<string, string>,
  afterPage = (_page: number) => {},
): Promise<Page[]> {
  const pages: Page[] = [];
  let token: string | undefined;
  do {
    const { body } = await given.searchOrders({ ...query, ...(token && { paginationToken: token }) });
    pages.push(body);
    token = body.pagination?.nextToken;
    afterPage(pages.length);
  } while (token !== undefined);
  return pages;
}
