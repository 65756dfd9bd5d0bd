import { describe, expect, it } from 'vitest';
import { operations } from '../../../../../infra/local/amazon/operations.ts';
import { RESTRICTED_OPERATIONS } from '../../../../../infra/local/amazon/tokens/restricted-operations.ts';
import { RESTRICTED_REPORT_TYPES } from '../../../../../infra/local/amazon/tokens/restricted-report-types.ts';
import { type AmazonCall, callAmazon } from '../../../../support/call-amazon.ts';
import { askForToken, ORDERS, restrictedTokenFor } from '../../../../support/restricted-tokens.ts';
import { HOUR, startTestAmazon, type TestAmazon, testSeller } from '../../../../support/test-amazon.ts';

const EXPIRED = 'The access token you provided has expired.';
const INVALID = 'The access token you provided is revoked, malformed or invalid.';

const address = (given: TestAmazon, orderId: string, call: AmazonCall) =>
  callAmazon(given, `GET ${ORDERS}/${orderId}/address`, call);

const longPaths = (count: number) =>
  Array.from({ length: count }, (_, index) => `GET /mfn/v0/shipments/${'x'.repeat(120)}${index + 10}`);

/** Two orders to be sent, and a caller. */
async function startWithOrders() {
  const given = await startTestAmazon();
  const ids = [given.account.placeOrder().orderId, given.account.placeOrder().orderId] as const;
  return { given, ids, [Symbol.asyncDispose]: () => given[Symbol.asyncDispose]() };
}

describe('the operations that are served', () => {
  it('are restricted where Amazon says so, and nowhere else', () => {
    const served = operations.map(({ method, path, restricted }) => [`${method} ${path}`, restricted] as const);
    const listed = new Map(RESTRICTED_OPERATIONS.map((each) => [`${each.method} ${each.path}`, each.restricted]));

    expect(served).toEqual(served.map(([name]) => [name, listed.get(name)]));
    expect(served.filter(([, restricted]) => restricted).length).toBeGreaterThanOrEqual(8);
  });

  it('are among those of Amazon’s list, with its sixteen report types', () => {
    expect(new Set(RESTRICTED_OPERATIONS.map(({ method, path }) => `${method} ${path}`)).size).toBe(
      RESTRICTED_OPERATIONS.length,
    );
    expect(RESTRICTED_REPORT_TYPES.size).toBe(16);
  });
});

describe('a Restricted Data Token', () => {
  it('opens the very order it names', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;
    const token = await restrictedTokenFor(given, `GET ${ORDERS}/${ids[0]}/address`);

    expect((await address(given, ids[0], { token })).status).toBe(200);
    expect((await address(given, ids[1], { token })).status).toBe(403);
  });

  it('opens any order by the generic path, as often as asked', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;
    const token = await restrictedTokenFor(given, `GET ${ORDERS}/{orderId}/address`);

    const statuses = await Promise.all(
      [...ids, ...ids].map(async (id) => (await address(given, id, { token })).status),
    );

    expect(statuses).toEqual([200, 200, 200, 200]);
    expect((await address(given, '111-1111111-1111111', { token })).status).toBe(404);
  });

  it('opens nothing but what it names, nor what is not restricted', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;
    const token = await restrictedTokenFor(given, `GET ${ORDERS}/{orderId}/address`);
    const status = async (path: `/${string}`) => (await callAmazon(given, `GET ${path}`, { token })).status;

    expect(await status(`${ORDERS}/${ids[0]}`)).toBe(403);
    expect(await status(`${ORDERS}/${ids[0]}/buyerInfo`)).toBe(403);
    expect(await status(`/orders/2026-01-01/orders/${ids[0]}`)).toBe(403);
  });

  it('for orders in bulk opens no single order', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;
    const token = await restrictedTokenFor(given, [`GET ${ORDERS}`, 'buyerInfo']);

    expect((await callAmazon(given, `GET ${ORDERS}/${ids[0]}`, { token })).status).toBe(403);
  });

  it('can be for several operations at once', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;
    const token = await restrictedTokenFor(
      given,
      `GET ${ORDERS}/{orderId}/address`,
      `GET ${ORDERS}/{orderId}/buyerInfo`,
      [`GET ${ORDERS}/{orderId}`, 'buyerInfo'],
    );

    for (const part of ['', '/address', '/buyerInfo'] as const) {
      expect((await callAmazon(given, `GET ${ORDERS}/${ids[0]}${part}`, { token })).status).toBe(200);
    }
  });

  it('ends after an hour, or when Amazon ends it, and says so', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;
    const resource = `GET ${ORDERS}/{orderId}/address`;
    const first = await restrictedTokenFor(given, resource);
    given.pass(HOUR - 1);
    const inTime = await address(given, ids[0], { token: first });
    given.pass(1);
    await given.signIn();
    const second = await restrictedTokenFor(given, resource);
    given.amazon.faults.expireRestrictedTokens();

    expect(inTime.status).toBe(200);
    for (const token of [first, second]) {
      expect((await address(given, ids[0], { token })).error).toMatchObject({ code: 'Unauthorized', details: EXPIRED });
    }
    const third = await restrictedTokenFor(given, resource);
    expect((await address(given, ids[0], { token: third })).status).toBe(200);
  });

  it('can live shorter', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;
    given.amazon.faults.restrictedTokenLifetimeS = 60;
    const { body } = await askForToken(given, [`GET ${ORDERS}/{orderId}/address`]);

    given.pass(60_000);

    expect(body.expiresIn).toBe(60);
    expect((await address(given, ids[0], { token: body.restrictedDataToken })).error?.details).toBe(EXPIRED);
  });

  it('dies with the seller’s grant, and outlives the access token it was asked for with', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;
    const token = await restrictedTokenFor(given, `GET ${ORDERS}/{orderId}/address`);

    given.amazon.faults.expireAccessTokens();
    const before = await address(given, ids[0], { token });
    given.amazon.faults.revokedSellers.add(testSeller.sellerId);

    expect(before.status).toBe(200);
    expect((await address(given, ids[0], { token })).error?.details).toBe(INVALID);
  });

  it('is refused when Amazon never gave it', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;

    expect((await address(given, ids[0], { token: 'Atz.sprdt|no' })).error?.details).toBe(INVALID);
  });

  it('is given out, and fails when it is used, where it grows beyond seven kilobytes', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;
    const resource = `GET ${ORDERS}/{orderId}/address`;

    const heavy = await askForToken(given, [resource, ...longPaths(45)]);
    const light = await askForToken(given, [resource, ...longPaths(30)]);

    expect([heavy.status, light.status]).toEqual([200, 200]);
    const use = async (answer: typeof heavy) =>
      (await address(given, ids[0], { token: answer.body.restrictedDataToken })).error;
    expect((await use(heavy))?.details).toBe(INVALID);
    expect(await use(light)).toBeUndefined();
  });

  it('speaks for its seller: another’s orders are not there', async () => {
    const other = { ...testSeller, sellerId: 'AOTHERSELLER', refreshToken: 'Atzr|other', orders: 3 };
    await using given = await startTestAmazon({}, { sellers: [testSeller, other] });
    const theirs = given.amazon.account('AOTHERSELLER').listOrders()[0]?.orderId ?? '';
    const token = await restrictedTokenFor(given, `GET ${ORDERS}/{orderId}/address`);

    expect((await address(given, theirs, { token })).status).toBe(404);
  });

  it('draws on the bucket of the application it was delegated to', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;
    given.account.usagePlans.set('getOrderAddress', { rate: 0.5, burst: 1 });
    const resource = [`GET ${ORDERS}/{orderId}/address`];
    const own = await askForToken(given, resource);
    const delegated = await askForToken(given, resource, { targetApplication: 'amzn1.sellerapps.app.partner' });
    const use = async ({ body }: typeof own) =>
      (await address(given, ids[0], { token: body.restrictedDataToken })).status;

    expect([await use(own), await use(own), await use(delegated), await use(delegated)]).toEqual([200, 429, 200, 429]);
  });

  it('is never in the log', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;
    const token = await restrictedTokenFor(given, `GET ${ORDERS}/{orderId}/address`);

    await address(given, ids[0], { token });

    expect(JSON.stringify(given.amazon.requests)).not.toMatch(/sprdt/);
  });
});

describe('without one', () => {
  it.each(['address', 'buyerInfo', 'orderItems/buyerInfo', 'regulatedInfo'])(
    '%s of an order is denied',
    async (part) => {
      await using house = await startWithOrders();
      const { given, ids } = house;

      const { status, error } = await callAmazon(given, `GET ${ORDERS}/${ids[0]}/${part}`);

      expect(status).toBe(403);
      expect(error?.details).toBe('');
    },
  );

  it('an order is shown without what is personal', async () => {
    await using house = await startWithOrders();
    const { given, ids } = house;

    const { body } = await callAmazon<{ payload: object }>(given, `GET ${ORDERS}/${ids[0]}`);

    expect(body.payload).toMatchObject({ AmazonOrderId: ids[0], OrderStatus: 'Unshipped' });
    for (const field of ['BuyerInfo', 'ShippingAddress', 'BuyerTaxInformation']) {
      expect(body.payload).not.toHaveProperty(field);
    }
  });
});
