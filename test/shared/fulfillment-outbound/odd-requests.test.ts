import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { cancelRequest } from '../../../shared/fulfillment-outbound/cancel-request.ts';
import { stillAsJudged } from '../../../shared/fulfillment-outbound/still-as-judged.ts';
import { canaryAddress, outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const house = useOutboundHouse();

/** What a user's own system may write, meaning well or not: every type that DynamoDB has, where another is wanted. */
const ODD: Record<string, object> = {
  'hold-null': { hold: null },
  'hold-text': { hold: 'true' },
  'hold-map': { hold: {} },
  'cancel-null': { cancel: null },
  'phone-null': { destination: { ...canaryAddress, phone: null } },
  'name-map': { destination: { ...canaryAddress, name: { first: 'canary' } } },
  'destination-null': { destination: null },
  'destination-text': { destination: 'canary' },
  'destination-list': { destination: [canaryAddress] },
  'destination-set': { destination: new Set(['canary']) },
  'destination-empty': { destination: {} },
  'items-null': { items: null },
  'items-set': { items: new Set(['a', 'b']) },
  'items-numbers': { items: new Set([1, 2]) },
  'items-bytes': { items: new Uint8Array([1, 2]) },
  'items-texts': { items: ['x'] },
  'line-null': { items: [null] },
  'line-id-null': { items: [{ lineItemId: null, sku: 'KETTLE-1L-STEEL', quantity: 2 }] },
  'quantity-list': { items: [{ sku: 'KETTLE-1L-STEEL', quantity: [2] }] },
  'speed-null': { shippingSpeed: null },
  'speed-list': { shippingSpeed: ['STANDARD'] },
  'market-map': { marketplaceId: { a: 1 } },
  'lines-empty': { items: Array.from({ length: 30 }, () => ({})) },
};

const lines = (quantity: AttributeValue): AttributeValue => ({
  L: [{ M: { sku: { S: 'KETTLE-1L-STEEL' }, quantity } }],
});

/** In these null says the same as nothing: they are good. */
const GOOD = ['cancel-null', 'hold-null', 'line-id-null', 'phone-null'];

describe('a request with something odd in it', () => {
  it('is judged on its own, loses its address, and holds up no other', async () => {
    const story = await house.story();
    for (const [orderId, change] of Object.entries(ODD)) await story.put(outboundRequest(orderId, change));
    await story.put(outboundRequest('z-plain'));

    const run = await story.run();

    expect(run.outcome).toBe('succeeded');
    const atAmazon = story.account.outbound.listOrders().map(({ request }) => request.orderId);
    expect(atAmazon).toEqual([...GOOD, 'z-plain']);
    const rows = await story.table();
    expect(rows.filter(({ destination }) => destination !== undefined)).toEqual([]);
    const rejected = rows.flatMap(({ orderId, status }) => (status === 'REJECTED' ? [String(orderId)] : []));
    expect(rejected).toHaveLength(Object.keys(ODD).length - GOOD.length);
    expect(JSON.stringify([run, story.logged])).not.toContain('canary');
  });

  it.each([
    ['a barcode of the user’s own', 'N-1', { barcode: { N: '9007199254740993.5' } }, 'PROCESSING'],
    ['an exponent', 'N-2', { weight: { N: '1e37' }, numbers: { NS: ['12345678901234567890'] } }, 'PROCESSING'],
    ['a quantity', 'N-3', { items: lines({ N: '12345678901234567890' }) }, 'REJECTED'],
    ['an address', 'N-4', { destination: { N: '-9007199254740993' } }, 'REJECTED'],
    ['a wish', 'N-5', { hold: { N: '9007199254740993.5' } }, 'REJECTED'],
  ])('may hold numbers that JavaScript cannot hold: %s', async (_, orderId, change, status) => {
    const story = await house.story({ speed: 1 });
    Object.assign(story.amazon.faults.outbound.times, { validation: 1e12 });
    const { shopId } = story.shop;
    const address = Object.entries(canaryAddress).map(([name, part]) => [name, { S: part }]);
    const Item: Record<string, AttributeValue> = {
      shopId: { S: shopId },
      orderId: { S: orderId },
      marketplaceId: { S: 'ATVPDKIKX0DER' },
      shippingSpeed: { S: 'STANDARD' },
      destination: { M: Object.fromEntries(address) },
      items: lines({ N: '2' }),
      ...change,
    };
    await house.dynamo.client.send(new PutItemCommand({ TableName: 'fulfillment-outbound', Item }));
    await story.put(outboundRequest('z-plain'));

    expect(await story.run()).toMatchObject({ outcome: 'succeeded' });

    expect(await story.state(orderId)).toMatchObject({ status });
    expect(await story.request(orderId)).not.toHaveProperty('destination');
    expect(await story.state('z-plain')).toMatchObject({ status: 'PROCESSING' });
    const written = await story.table();
    story.clock.advance(300_000);
    expect(await story.run()).toMatchObject({ outcome: 'succeeded', stored: 0 });
    expect(JSON.stringify(await story.table())).toBe(JSON.stringify(written));
  });

  it('can be cancelled by hand', async () => {
    const story = await house.story();
    await story.put(outboundRequest('SO-1', { destination: { ...canaryAddress, phone: null } }));

    expect(
      await cancelRequest(
        { shopId: story.shop.shopId, orderId: 'SO-1' },
        { orders: story.store, now: () => story.clock.now },
      ),
    ).toEqual({
      orderId: 'SO-1',
      status: 'CANCELLED',
    });
    expect(await story.request('SO-1')).not.toHaveProperty('destination');
  });

  it.each([
    ['hold', { hold: null }, { hold: true }],
    ['a line', { items: [null] }, { items: ['x'] }],
    ['a speed', { shippingSpeed: ['STANDARD'] }, { shippingSpeed: 'STANDARD' }],
  ])('keeps the address with which it is put again in that moment (%s)', async (_, judged, putAgain) => {
    const story = await house.story();
    await story.put(outboundRequest('SO-1', putAgain));

    await story.store.removeDestination(story.shop.shopId, 'SO-1', outboundRequest('SO-1', judged));

    expect(await story.request('SO-1')).toHaveProperty('destination');
  });

  it('makes no expression that is longer than DynamoDB takes', () => {
    const odd = { lineItemId: null, sku: null, quantity: null };
    const destination = Object.fromEntries(Object.keys(canaryAddress).map((name) => [name, null]));
    const wishes = { marketplaceId: null, shippingSpeed: null, hold: null, cancel: null };
    const items = Array.from({ length: 100 }, () => odd);

    expect(stillAsJudged({ ...wishes, destination, items }).conditions.join(' AND ').length).toBeLessThan(4096);
  });
});
