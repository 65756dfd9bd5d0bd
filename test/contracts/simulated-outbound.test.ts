import { describe, expect, it, vi } from 'vitest';
import type { OutboundFate } from '../../infra/local/amazon/outbound/outbound-switches.ts';
import { amazonModel, modelsMissing } from '../support/amazon-models.ts';
import { type AmazonCall, callAmazon } from '../support/call-amazon.ts';
import {
  BASE_2020,
  BASE_2026,
  createFulfillmentOrder,
  createOrder,
  fulfillmentOrderBody,
  goodAddress,
  orderBody,
} from '../support/outbound-orders.ts';
import { type PrismProxy, startPrismProxy } from '../support/prism-proxy.ts';
import { startTestAmazon, type TestAmazon } from '../support/test-amazon.ts';

// Reading a model takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const model2026 = amazonModel('fulfillmentOutbound_2026-07-04.json');
const model2020 = amazonModel('fulfillmentOutbound_2020-07-01.json');
const keeps = { violations: [] };

const FATES: OutboundFate[] = [
  'complete',
  'split',
  'replaced',
  'undeliverable',
  'partial',
  'unfulfillable',
  'invalid',
  'cancelled',
  'stuck',
];

describe.skipIf(modelsMissing)('Fulfillment Outbound 2026-07-04 against Amazon’s model', () => {
  it.each([200, 202] as const)('creates an order: %i', async (createAnswer) => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model: model2026, upstream: given.amazon.spApiEndpoint });
    given.amazon.faults.outbound.createAnswer = createAnswer;

    const full = orderBody({
      channel: 'SHOPIFY',
      fulfillmentConfiguration: {
        serviceLevel: { serviceTiers: ['EXPEDITED'] },
        action: 'HOLD',
        policy: 'FILL_ALL_AVAILABLE',
        services: {
          packaging: { packagingOption: 'UNBRANDED', packingSlip: slip },
          additional: { blockAMZL: 'REQUIRED' },
        },
      },
      paymentInformation: { payments: [{ paymentId: 'P-1', paymentMethod: 'CREDIT_CARD' }] },
    });

    const ask = through(prism, given);

    expect(await ask(`POST ${BASE_2026}/orders`, { body: full })).toEqual({ ...keeps, status: createAnswer });
    expect(await ask(`GET ${BASE_2026}/orders/SO-00001`)).toEqual({ ...keeps, status: 200 });
  });

  it('shows orders of every fate from their first moment to the last, page by page', async () => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model: model2026, upstream: given.amazon.spApiEndpoint });
    given.amazon.faults.outbound.pageSize = 4;
    for (const fate of FATES) {
      given.amazon.faults.outbound.fate = fate;
      await createOrder(given, { orderId: `SO-${fate}` });
    }

    for (const pause of [0, 3_600_000, 8 * 3_600_000, 8 * 86_400_000]) {
      given.pass(pause);
      await given.signIn();
      const answers = await readPages(given, prism);
      expect(answers).toEqual(Array.from({ length: 3 }, () => ({ ...keeps, status: 200 })));
      expect(await through(prism, given)(`GET ${BASE_2026}/orders/SO-split`)).toEqual({ ...keeps, status: 200 });
    }
  });

  it('updates, cancels, previews and offers', async () => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model: model2026, upstream: given.amazon.spApiEndpoint });
    await createOrder(given, { fulfillmentConfiguration: { action: 'HOLD' } });
    const { destination, lineItems, origin } = orderBody();
    const preview = { origin, destination, lineItems: lineItems.map(({ product, amount }) => ({ product, amount })) };
    const offers = {
      origin,
      items: [...lineItems.map(({ product }) => ({ productIdentifier: product.productIdentifier })), nothing],
    };
    given.account.outbound.stock.set('MUG-BLUE-2', 0);

    const ask = through(prism, given);
    const tiers = { fulfillmentConfiguration: { serviceLevel: { serviceTiers: ['STANDARD', 'PRIORITY'] } } };
    const update = { fulfillmentConfiguration: { action: 'SHIP' } };

    expect(await ask(`PUT ${BASE_2026}/orders/SO-00001`, { body: update })).toEqual({ ...keeps, status: 202 });
    expect(await ask(`PUT ${BASE_2026}/orders/SO-00001/cancel`)).toEqual({ ...keeps, status: 202 });
    expect(await ask(`POST ${BASE_2026}/previews`, { body: { ...preview, ...tiers } })).toEqual({
      ...keeps,
      status: 200,
    });
    given.account.outbound.stock.set('MUG-BLUE-2', 5);
    expect(await ask(`POST ${BASE_2026}/previews`, { body: { ...preview, ...tiers } })).toEqual({
      ...keeps,
      status: 200,
    });
    expect(await ask(`POST ${BASE_2026}/offers`, { body: { ...offers, ...tiers } })).toEqual({ ...keeps, status: 200 });
  });

  it.each<[string, number, (given: TestAmazon) => Ask]>([
    ['a second create', 400, () => [`POST ${BASE_2026}/orders`, { body: orderBody() }]],
    ['an unknown SKU', 400, () => [`POST ${BASE_2026}/orders`, { body: orderBody({ lineItems: unknownSku }) }]],
    ['two spaces in an id', 403, () => [`GET ${BASE_2026}/orders/A%20%20B`]],
    ['an order that is not there', 404, () => [`GET ${BASE_2026}/orders/NONE`]],
    ['a spent usage plan', 429, (given) => next(given, 'throttle')],
    ['an internal error after the fact', 500, (given) => next(given, 'done-internal-error')],
    ['maintenance', 503, (given) => next(given, 'unavailable')],
  ])('a refusal: %s', async (_case, status, asked) => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model: model2026, upstream: given.amazon.spApiEndpoint });
    await createOrder(given);

    expect(await through(prism, given)(...asked(given))).toEqual({ ...keeps, status });
  });
});

describe.skipIf(modelsMissing)('Fulfillment Outbound 2020-07-01 against Amazon’s model', () => {
  it('creates, and shows orders of every fate from their first moment to the last', async () => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model: model2020, upstream: given.amazon.spApiEndpoint });
    const ask = through(prism, given);
    given.account.usagePlans.set('getFulfillmentOrder', { rate: 2, burst: 300 });
    for (const fate of FATES) {
      given.amazon.faults.outbound.fate = fate;
      const body = fulfillmentOrderBody({ sellerFulfillmentOrderId: `SO-${fate}`, ...extras });
      expect(await ask(`POST ${BASE_2020}/fulfillmentOrders`, { body })).toEqual({ ...keeps, status: 200 });
    }

    for (const pause of [0, 3_600_000, 8 * 3_600_000, 8 * 86_400_000]) {
      given.pass(pause);
      await given.signIn();
      const query = { queryStartDate: '2026-03-01T00:00:00Z' };
      expect(await ask(`GET ${BASE_2020}/fulfillmentOrders`, { query })).toEqual({ ...keeps, status: 200 });
      for (const fate of FATES) {
        expect(await ask(`GET ${BASE_2020}/fulfillmentOrders/SO-${fate}`)).toEqual({ ...keeps, status: 200 });
      }
    }
    for (const { packageNumber } of given.account.outbound.listOrders().flatMap(packagesOf)) {
      const query = { packageNumber: String(packageNumber) };
      expect(await ask(`GET ${BASE_2020}/tracking`, { query })).toEqual({ ...keeps, status: 200 });
    }
  });

  it('shows an order that came by the other version', async () => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model: model2020, upstream: given.amazon.spApiEndpoint });
    await createOrder(given, { channel: 'SHOPIFY' });
    given.account.outbound.advance('SO-00001');

    const ask = through(prism, given);

    expect(await ask(`GET ${BASE_2020}/fulfillmentOrders/SO-00001`)).toEqual({ ...keeps, status: 200 });
  });

  it('updates, cancels and previews', async () => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model: model2020, upstream: given.amazon.spApiEndpoint });
    await createFulfillmentOrder(given, { fulfillmentAction: 'Hold' });
    const { items } = fulfillmentOrderBody();
    const ask = through(prism, given);
    const order = `${BASE_2020}/fulfillmentOrders/SO-00001` as const;
    const update = { fulfillmentAction: 'Ship', displayableOrderComment: 'At last', destinationAddress: goodAddress };
    const preview = { body: { address: goodAddress, items } };

    expect(await ask(`PUT ${order}`, { body: update })).toEqual({ ...keeps, status: 200 });
    expect(await ask(`PUT ${order}/cancel`)).toEqual({ ...keeps, status: 200 });
    expect(await ask(`POST ${BASE_2020}/fulfillmentOrders/preview`, preview)).toEqual({ ...keeps, status: 200 });
    given.account.outbound.stock.set('MUG-BLUE-2', 0);
    expect(await ask(`POST ${BASE_2020}/fulfillmentOrders/preview`, preview)).toEqual({ ...keeps, status: 200 });
  });

  it.each([
    [true, 200],
    [false, 400],
  ])('refuses with errors inside (%s): %i', async (refusalsInside200, status) => {
    await using given = await startTestAmazon();
    await using prism = await startPrismProxy({ model: model2020, upstream: given.amazon.spApiEndpoint });
    given.amazon.faults.outbound.refusalsInside200 = refusalsInside200;
    await createFulfillmentOrder(given);

    const ask = through(prism, given);

    expect(await ask(`POST ${BASE_2020}/fulfillmentOrders`, { body: fulfillmentOrderBody() })).toEqual({
      ...keeps,
      status,
    });
  });
});

type Ask = [`${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`, AmazonCall?];

const slip = { templateName: 'plain', templateAttributes: { orderId: 'S-1', orderTime: '2026-03-10T11:00:00Z' } };
const nothing = { productIdentifier: { amazonSku: 'NO-SUCH-THING' } };
const unknownSku = [{ lineItemId: '1', product: nothing, amount: { value: '1' } }];
const extras = {
  notificationEmails: ['pat@example.com'],
  featureConstraints: [{ featureName: 'BLANK_BOX', featureFulfillmentPolicy: 'NotRequired' }],
  fulfillmentPolicy: 'FillAllAvailable',
};

const packagesOf = ({ shipments }: ReturnType<TestAmazon['account']['outbound']['advance']>) =>
  shipments.flatMap(({ packages }) => packages);

function next(given: TestAmazon, fault: 'throttle' | 'done-internal-error' | 'unavailable'): Ask {
  given.amazon.faults.next(1, fault);
  return [`GET ${BASE_2026}/orders/SO-00001`];
}

/** Asks through the proxy, and says what it found. */
const through =
  (prism: PrismProxy, given: TestAmazon) =>
  async (...[request, call]: Ask) => {
    const { status, headers } = await callAmazon(given, request, { ...call, origin: prism.url });
    return { status, violations: prism.violations(headers) };
  };

async function readPages(given: TestAmazon, prism: PrismProxy) {
  const answers: { status: number; violations: unknown[] }[] = [];
  let pageToken: string | undefined;
  do {
    const query = { updatedAfter: '2026-03-01T00:00:00Z', ...(pageToken && { pageToken }) };
    const page = await callAmazon<{ pagination?: { nextToken: string } }>(given, `GET ${BASE_2026}/orders`, {
      query,
      origin: prism.url,
    });
    answers.push({ status: page.status, violations: prism.violations(page.headers) });
    pageToken = page.body.pagination?.nextToken;
  } while (pageToken !== undefined);
  return answers;
}
