import { describe, expect, it } from 'vitest';
import { createOrder, getOrder, goodAddress, lineItem, listOrders } from '../../../../../support/outbound-orders.ts';
import { HOUR, startTestAmazon } from '../../../../../support/test-amazon.ts';

const lines = (count: number, units = '1') =>
  Array.from({ length: count }, (_, index) => lineItem(String(index), 'MUG-BLUE-2', units));
const to = (change: object) => ({ destination: { deliveryAddress: { ...goodAddress, ...change } } });
const configured = (fulfillmentConfiguration: object) => ({ fulfillmentConfiguration });
const tier = (serviceTier: string, more: object = {}) =>
  configured({ serviceLevel: { serviceTiers: [serviceTier], ...more } });

describe('an order', () => {
  it('is answered as it was given, with what Amazon adds', async () => {
    await using given = await startTestAmazon();

    const { status, body } = await createOrder(given, { channel: 'SHOPIFY' });

    expect(status).toBe(200);
    expect(body.order).toMatchObject({ orderId: 'SO-00001', channel: 'SHOPIFY', status: 'PROCESSING', shipments: [] });
    expect((await getOrder(given)).body.order).toEqual(body.order);
  });

  it('can be accepted only, and looked at afterwards', async () => {
    await using given = await startTestAmazon();
    given.amazon.faults.outbound.createAnswer = 202;

    const { status, body } = await createOrder(given);

    expect(status).toBe(202);
    expect(body).toEqual({ orderId: 'SO-00001', status: 'PROCESSING' });
    expect((await getOrder(given)).status).toBe(200);
  });

  it('can stay out of sight for a while, in the list too', async () => {
    await using given = await startTestAmazon();
    Object.assign(given.amazon.faults.outbound, { createAnswer: 202, appearsAfterMs: HOUR / 2 });
    await createOrder(given);
    const updatedAfter = '2026-03-10T11:00:00Z';

    const unseen = [(await getOrder(given)).status, (await listOrders(given, { updatedAfter })).body.orders.length];
    const again = await createOrder(given);
    given.pass(HOUR / 2);

    expect(unseen).toEqual([404, 0]);
    expect(again.status).toBe(400);
    expect((await getOrder(given)).status).toBe(200);
    const sinceSeen = await listOrders(given, { updatedAfter: '2026-03-10T12:29:59Z' });
    expect(sinceSeen.body.orders).toHaveLength(1);
  });

  it('can be accepted and lost', async () => {
    await using given = await startTestAmazon();
    given.amazon.faults.outbound.losesAccepted = 1;

    const first = await createOrder(given);
    const between = await getOrder(given);
    const second = await createOrder(given);

    expect([first.status, between.status, second.status]).toEqual([202, 404, 200]);
    expect(given.account.outbound.listOrders()).toHaveLength(1);
  });

  it.each([
    ['done-internal-error', 500],
    ['done-timeout', 'no answer'],
    ['lost-answer', 'no answer'],
  ] as const)('can be there although the answer was bad: %s', async (kind, seen) => {
    await using given = await startTestAmazon();
    given.amazon.faults.next(1, kind, 'fulfillment-outbound-2026-07-04 createOrder');

    const answer = await createOrder(given, {}, { timeoutMs: 300 }).then(
      ({ status }) => status,
      () => 'no answer',
    );

    expect(answer).toBe(seen);
    expect((await getOrder(given)).body.order.orderId).toBe('SO-00001');
    expect(given.amazon.requests.find(({ fault }) => fault === kind)).toMatchObject({ operationId: 'createOrder' });
  });

  it.each(['internal-error', 'reset'] as const)('is not there when the call failed before it: %s', async (kind) => {
    await using given = await startTestAmazon();
    given.amazon.faults.next(1, kind, 'createOrder');

    await createOrder(given).catch(() => undefined);

    expect((await getOrder(given)).status).toBe(404);
    expect(given.account.outbound.listOrders()).toEqual([]);
  });

  it.each([
    ['refuse', 400],
    ['accept', 200],
  ] as const)('is there once, whatever a second create is told: %s', async (secondCreate, expected) => {
    await using given = await startTestAmazon();
    given.amazon.faults.outbound.secondCreate = secondCreate;
    await createOrder(given);

    const { status } = await createOrder(given, { lineItems: lines(1) });

    expect(status).toBe(expected);
    expect((await getOrder(given)).body.order.lineItems).toHaveLength(2);
    expect(given.amazon.countCalls()).toMatchObject({
      'fulfillment-outbound-2026-07-04 createOrder': 2,
      'fulfillment-outbound-2026-07-04 getOrder': 1,
    });
  });
});

describe('createOrder refuses', () => {
  it.each<[string, object]>([
    ['no id', { orderId: undefined }],
    ['an empty id', { orderId: '' }],
    ['an id of 41 characters', { orderId: 'x'.repeat(41) }],
    ['a channel of 41 characters', { channel: 'x'.repeat(41) }],
    ['a field that there is not', { marketplaceId: 'ATVPDKIKX0DER' }],
    ['a null', { channel: null }],
    ['no destination', { destination: undefined }],
    ['an address without a name', to({ name: undefined })],
    ['an address with an empty line', to({ addressLine1: ' ' })],
    ['no city', to({ city: undefined })],
    ['a postal code that is none there', to({ postalCode: '6604' })],
    ['a country in three letters', to({ countryCode: 'USA' })],
    ['a city in Japan', to({ countryCode: 'JP', postalCode: '150-0002', city: '渋谷区' })],
    ['no lines', { lineItems: [] }],
    ['101 lines', { lineItems: lines(101) }],
    ['251 units', { lineItems: lines(1, '251') }],
    ['two lines of one id', { lineItems: [...lines(1), ...lines(1)] }],
    ['an unknown SKU', { lineItems: [lineItem('1', 'NO-SUCH-THING', '1')] }],
    ['no unit', { lineItems: lines(1, '0') }],
    ['half a unit', { lineItems: lines(1, '0.5') }],
    ['a number for an amount', { lineItems: [{ ...lineItem('1', 'MUG-BLUE-2', '1'), amount: { value: 1 } }] }],
    ['another unit', { lineItems: [{ ...lineItem('1', 'MUG-BLUE-2', '1'), amount: { unit: 'KG', value: '1' } }] }],
    ['an unknown action', configured({ action: 'WAIT' })],
    ['an unknown policy', configured({ policy: 'FillAll' })],
    ['an unknown tier', tier('Standard')],
    ['PRIORITY in the US', tier('PRIORITY')],
    ['SCHEDULED in the US', tier('SCHEDULED')],
    ['an origin where the seller is not', { origin: { countryCode: 'DE' } }],
  ])('%s', async (_case, change) => {
    await using given = await startTestAmazon();

    const { status, error } = await createOrder(given, change);

    expect([status, error?.code]).toEqual([400, 'InvalidInput']);
    expect(error?.message).toMatch(/\w+/);
    expect(given.account.outbound.listOrders()).toEqual([]);
  });

  it('what is no body at all', async () => {
    await using given = await startTestAmazon();

    expect((await createOrder(given, {}, { body: undefined })).status).toBe(400);
    expect((await createOrder(given, {}, { body: [] })).status).toBe(400);
  });

  it('a seller who has not granted the role', async () => {
    await using given = await startTestAmazon({ roles: ['inventory-and-order-tracking'] });

    expect((await createOrder(given)).status).toBe(403);
  });
});

describe('createOrder takes', () => {
  it.each<[string, object]>([
    [
      '100 lines of 250 units',
      { lineItems: lines(100, '2').map((line, index) => (index < 50 ? { ...line, amount: { value: '3' } } : line)) },
    ],
    ['no origin: the seller’s first marketplace', { origin: undefined }],
    ['whole units with a decimal point', { lineItems: lines(1, '2.0') }],
    ['EXPEDITED', tier('EXPEDITED')],
    ['only the first of several tiers', configured({ serviceLevel: { serviceTiers: ['STANDARD', 'PRIORITY'] } })],
    ['PRIORITY in Canada', { ...tier('PRIORITY'), origin: { countryCode: 'CA' } }],
  ])('%s', async (_case, change) => {
    await using given = await startTestAmazon();

    expect((await createOrder(given, change)).status).toBe(200);
  });

  it('SCHEDULED in Japan, with a window and unheld', async () => {
    await using given = await startTestAmazon({ region: 'fe', marketplaceIds: ['A1VC38T7YXB528'] });
    const tokyo = { countryCode: 'JP', postalCode: '150-0002', stateOrRegion: '東京都', city: undefined };
    const deliveryInterval = { startTime: '2026-03-12T09:00:00+09:00', endTime: '2026-03-12T12:00:00+09:00' };
    const create = async (orderId: string, more: object, action = 'SHIP') => {
      const serviceLevel = { serviceTiers: ['SCHEDULED'], ...more };
      const change = { orderId, origin: undefined, ...to(tokyo) };
      return (await createOrder(given, { ...change, ...configured({ serviceLevel, action }) })).status;
    };

    expect(await create('A', { deliveryInterval })).toBe(200);
    expect(await create('B', {})).toBe(400);
    expect(await create('C', { deliveryInterval }, 'HOLD')).toBe(400);
  });
});
