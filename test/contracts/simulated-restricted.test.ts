import { describe, expect, it, vi } from 'vitest';
import { amazonModel, modelsMissing } from '../support/amazon-models.ts';
import { type AmazonCall, callAmazon } from '../support/call-amazon.ts';
import { type PrismProxy, startPrismProxy } from '../support/prism-proxy.ts';
import { ALL_ELEMENTS, type Named, ORDERS, restrictedTokenFor, toResource } from '../support/restricted-tokens.ts';
import { startTestAmazon, type TestAmazon } from '../support/test-amazon.ts';

// Reading a model takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const models = {
  tokens: amazonModel('tokens_2021-03-01.json'),
  orders: amazonModel('ordersV0.json'),
  shipments: amazonModel('merchantFulfillmentV0.json'),
};
const good = { status: 200, violations: [] };
const TOKENS = 'POST /tokens/2021-03-01/restrictedDataToken';

const PARTS = ['address', 'buyerInfo', 'orderItems/buyerInfo', 'regulatedInfo', 'orderItems', ''] as const;

describe.skipIf(modelsMissing)('Tokens 2021-03-01 against Amazon’s model', () => {
  it.each<[string, Named[], number]>([
    ['given', [[`GET ${ORDERS}`, ...ALL_ELEMENTS], `GET ${ORDERS}/{orderId}/address`], 200],
    ['refused', ['GET /sellers/v1/account'], 400],
  ])('a token is %s', async (_case, resources, status) => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model: models.tokens, upstream: given.amazon.spApiEndpoint });
    const body = { restrictedResources: resources.map(toResource), targetApplication: 'amzn1.sellerapps.app.partner' };

    expect(await through(prism, given)(TOKENS, { body })).toEqual({ status, violations: [] });
  });

  it('notices what is not of the model', async () => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model: models.tokens, upstream: given.amazon.spApiEndpoint });
    const body = { restrictedResources: [{ method: 'FETCH', path: '/' }] };

    const { violations } = await through(prism, given)(TOKENS, { body });

    expect(violations).toEqual([expect.objectContaining({ location: expect.arrayContaining(['request', 'body']) })]);
  });
});

describe.skipIf(modelsMissing)('Orders v0 against Amazon’s model', () => {
  it.each([true, false])('orders of every kind, with their people: %s', async (open) => {
    await using given = await startTestAmazon({ orders: 60 });
    await using prism = await startPrismProxy({ model: models.orders, upstream: given.amazon.spApiEndpoint });
    const query = { LastUpdatedAfter: '2026-01-01T00:00:00Z', MarketplaceIds: 'ATVPDKIKX0DER,A2EUQ1WTGCTBG2' };
    const token = open ? await restrictedTokenFor(given, [`GET ${ORDERS}`, ...ALL_ELEMENTS]) : undefined;

    const ask = through(prism, given);

    expect(await ask(`GET ${ORDERS}`, { query, ...(token && { token }) })).toEqual(good);
  });

  it.each(PARTS)('an order, and of it: %s', async (part) => {
    await using given = await startTestAmazon({ orders: 26 });
    await using prism = await startPrismProxy({ model: models.orders, upstream: given.amazon.spApiEndpoint });
    const path = `${ORDERS}/{orderId}${part && '/'}${part}` as const;
    const takesElements = part === '' || part === 'orderItems';
    const token = await restrictedTokenFor(given, takesElements ? [`GET ${path}`, ...ALL_ELEMENTS] : `GET ${path}`);

    const ask = through(prism, given);

    for (const { orderId } of given.account.listOrders()) {
      expect(await ask(`GET ${ORDERS}/${orderId}${part && '/'}${part}`, { token })).toEqual(good);
    }
  });

  it.each([
    ['111-1111111-1111111/address', 403],
    ['111-1111111-1111111', 404],
    ['11-1', 400],
  ])('a refusal of %s: %i', async (path, status) => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model: models.orders, upstream: given.amazon.spApiEndpoint });

    expect(await through(prism, given)(`GET ${ORDERS}/${path}`)).toEqual({ status, violations: [] });
  });
});

it.skipIf(modelsMissing)('Merchant Fulfillment v0 shows shipments as in Amazon’s model', async () => {
  await using given = await startTestAmazon({ orders: 26 });
  await using prism = await startPrismProxy({ model: models.shipments, upstream: given.amazon.spApiEndpoint });
  given.account.usagePlans.set('getShipment', { rate: 1, burst: 30 });
  const token = await restrictedTokenFor(given, 'GET /mfn/v0/shipments/{shipmentId}');
  const shipped = given.account.listOrders().filter(({ recipient }) => recipient?.deliveryAddress);

  for (const { orderId } of shipped) {
    const { ShipmentId } = given.account.shipments.buyShipment(orderId);
    expect(await through(prism, given)(`GET /mfn/v0/shipments/${ShipmentId}`, { token })).toEqual(good);
  }
  expect(shipped.length).toBeGreaterThan(10);
});

/** Asks through the proxy, and says what it found. */
const through =
  (prism: PrismProxy, given: TestAmazon) => async (request: `${'GET' | 'POST'} /${string}`, call?: AmazonCall) => {
    const { status, headers } = await callAmazon(given, request, { ...call, origin: prism.url });
    return { status, violations: prism.violations(headers) };
  };
