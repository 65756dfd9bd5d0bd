import { expect, it } from 'vitest';
import { callAmazon } from '../../../../../support/call-amazon.ts';
import { BASE_2026, goodAddress, lineItem } from '../../../../../support/outbound-orders.ts';
import { startTestAmazon, type TestAmazon } from '../../../../../support/test-amazon.ts';

interface Preview {
  plannedShipments: { offers: { estimatedPrice?: { totalPrice: { amount: string } } }[] }[];
  constraints: { code: string }[];
}
interface Offers {
  offerResults: { offers: { expiryTime: string }[]; constraints: { code: string }[] }[];
}

const lineOf = (amazonSku: string, value: string) => {
  const { product, amount } = lineItem('1', amazonSku, value);
  return { product, amount };
};
const kettle = lineOf('KETTLE-1L-STEEL', '2');
const tiers = (...serviceTiers: string[]) => ({ fulfillmentConfiguration: { serviceLevel: { serviceTiers } } });

const preview = (given: TestAmazon, change: object = {}) =>
  callAmazon<Preview>(given, `POST ${BASE_2026}/previews`, {
    body: { destination: { deliveryAddress: goodAddress }, lineItems: [kettle], ...change },
  });

const offer = (given: TestAmazon, change: object = {}) =>
  callAmazon<Offers>(given, `POST ${BASE_2026}/offers`, {
    body: { origin: { countryCode: 'US' }, items: [kettle.product], ...change },
  });

it('tells what an order would cost in each tier', async () => {
  await using given = await startTestAmazon();

  const { body } = await preview(given, tiers('STANDARD', 'EXPEDITED'));
  const free = await preview(given, { excludeEstimatedFees: true });

  const prices = body.plannedShipments[0]?.offers.map(({ estimatedPrice }) => estimatedPrice?.totalPrice.amount);
  expect(prices).toEqual(['10.15', '14.80']);
  expect(free.body.plannedShipments[0]?.offers[0]).not.toHaveProperty('estimatedPrice');
});

it('tells why an order cannot be', async () => {
  await using given = await startTestAmazon();
  given.account.outbound.stock.set('KETTLE-1L-STEEL', 1);

  const { status, body } = await preview(given, tiers('STANDARD', 'PRIORITY'));

  expect(status).toBe(200);
  expect(body.plannedShipments).toEqual([]);
  expect(body.constraints.map(({ code }) => code)).toEqual(['ItemQuantityNotAvailable', 'DeliverySLAUnavailable']);
});

it('refuses a preview of what would be refused as an order', async () => {
  await using given = await startTestAmazon();
  const unknown = lineOf('NO-SUCH-THING', '1');

  expect((await preview(given, { lineItems: [unknown] })).status).toBe(400);
  expect((await preview(given, { destination: { deliveryAddress: { ...goodAddress, city: '' } } })).status).toBe(400);
  expect((await preview(given, { destination: undefined })).status).toBe(400);
});

it('offers delivery item by item', async () => {
  await using given = await startTestAmazon();
  const items = [kettle.product, { productIdentifier: { amazonSku: 'NO-SUCH-THING' } }];

  const { body } = await offer(given, { items, ...tiers('STANDARD', 'SCHEDULED') });

  expect(body.offerResults.map(({ offers }) => offers.length)).toEqual([1, 0]);
  expect(body.offerResults.map(({ constraints }) => constraints.map(({ code }) => code))).toEqual([
    ['DeliverySLAUnavailable'],
    ['InvalidSKU', 'DeliverySLAUnavailable'],
  ]);
  expect((await offer(given, { origin: undefined })).status).toBe(400);
});

it('offers from a bucket of five a second', async () => {
  await using given = await startTestAmazon();

  const { headers } = await offer(given);

  expect(headers.get('x-amzn-ratelimit-limit')).toBe('5');
});
