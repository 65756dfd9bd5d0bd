import { describe, expect, it } from 'vitest';
import { callAmazon } from '../../../../../support/call-amazon.ts';
import {
  BASE_2020,
  createFulfillmentOrder,
  fulfillmentOrderBody,
  getFulfillmentOrder,
  goodAddress,
  listFulfillmentOrders,
} from '../../../../../support/outbound-orders.ts';
import { DAY, HOUR, MINUTE, startTestAmazon, type TestAmazon } from '../../../../../support/test-amazon.ts';

const held = { fulfillmentAction: 'Hold' };
const deliveryWindow = { startDate: '2026-03-12T09:00:00Z', endDate: '2026-03-12T12:00:00Z' };
const [kettles] = fulfillmentOrderBody().items;
const ORDER = `${BASE_2020}/fulfillmentOrders/SO-00001` as const;
const statusOf = async (given: TestAmazon) =>
  (await getFulfillmentOrder(given)).body.payload.fulfillmentOrder.fulfillmentOrderStatus;

describe('createFulfillmentOrder', () => {
  it('answers 200 with nothing in it', async () => {
    await using given = await startTestAmazon();

    const { status, body } = await createFulfillmentOrder(given);

    expect({ status, body }).toEqual({ status: 200, body: {} });
    expect(await statusOf(given)).toBe('New');
  });

  it('can refuse with errors inside 200', async () => {
    await using given = await startTestAmazon();
    given.amazon.faults.outbound.refusalsInside200 = true;
    await createFulfillmentOrder(given);

    const { status, error } = await createFulfillmentOrder(given);

    expect([status, error?.code]).toEqual([200, 'InvalidInput']);
    expect(given.account.outbound.listOrders()).toHaveLength(1);
  });

  it('can take a second create in silence', async () => {
    await using given = await startTestAmazon();
    await createFulfillmentOrder(given);

    const refused = await createFulfillmentOrder(given);
    given.amazon.faults.outbound.secondCreate = 'accept';
    const taken = await createFulfillmentOrder(given, { items: [kettles] });

    expect([refused.status, taken.status]).toEqual([400, 200]);
    expect((await getFulfillmentOrder(given)).body.payload.fulfillmentOrderItems).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['no id', { sellerFulfillmentOrderId: undefined }],
    ['an id of 41 characters', { sellerFulfillmentOrderId: 'x'.repeat(41) }],
    ['no displayable id', { displayableOrderId: undefined }],
    ['a displayable id with two spaces', { displayableOrderId: 'A  B' }],
    ['a displayable id beyond Latin-1', { displayableOrderId: '注文' }],
    ['a date that is none', { displayableOrderDate: 'today' }],
    ['no comment', { displayableOrderComment: undefined }],
    ['a comment of 751 characters', { displayableOrderComment: 'x'.repeat(751) }],
    ['a speed of the other version', { shippingSpeedCategory: 'STANDARD' }],
    ['ScheduledDelivery outside Japan', { shippingSpeedCategory: 'ScheduledDelivery', deliveryWindow }],
    ['an e-mail in the address', { destinationAddress: { ...goodAddress, email: 'pat@example.com' } }],
    ['no city', { destinationAddress: { ...goodAddress, city: undefined } }],
    ['a marketplace that is none', { marketplaceId: 'NOWHERE' }],
    ['no items', { items: [] }],
    ['251 units', { items: [{ ...kettles, quantity: 251 }] }],
    ['a quantity in text', { items: [{ ...kettles, quantity: '1' }] }],
    ['an item id of 51 characters', { items: [{ ...kettles, sellerFulfillmentOrderItemId: 'x'.repeat(51) }] }],
    ['a gift message of 513 characters', { items: [{ ...kettles, giftMessage: 'x'.repeat(513) }] }],
    ['an unknown SKU', { items: [{ ...kettles, sellerSku: 'NO-SUCH-THING' }] }],
    ['an e-mail address of 65 characters', { notificationEmails: ['x'.repeat(65)] }],
  ])('refuses %s', async (_case, change) => {
    await using given = await startTestAmazon();

    const { status, error } = await createFulfillmentOrder(given, change);

    expect([status, error?.code]).toEqual([400, 'InvalidInput']);
    expect(given.account.outbound.listOrders()).toEqual([]);
  });

  it('denies a marketplace of somebody else', async () => {
    await using given = await startTestAmazon();

    expect((await createFulfillmentOrder(given, { marketplaceId: 'A1PA6795UKMFR9' })).status).toBe(403);
  });

  it('wants to know what was paid, and what things are worth, in India', async () => {
    await using given = await startTestAmazon({ region: 'eu', marketplaceIds: ['A21TJRUUN4KGV'] });
    const paymentInformation = [
      { paymentTransactionId: 'P-1', paymentMode: 'UPI', paymentDate: '2026-03-10T11:00:00Z' },
    ];
    const items = [{ ...kettles, perUnitDeclaredValue: { currencyCode: 'INR', value: '2900.00' } }];
    const create = async (change: object) =>
      (await createFulfillmentOrder(given, { marketplaceId: undefined, ...change })).status;

    expect(await create({})).toBe(400);
    expect(await create({ paymentInformation })).toBe(400);
    expect(await create({ paymentInformation, items })).toBe(200);
  });
});

describe('cancelFulfillmentOrder', () => {
  it.each([
    ['New', 0, 200, 'Cancelled'],
    ['Received', 5 * MINUTE, 200, 'Cancelled'],
    ['Planning', 15 * MINUTE, 200, 'Cancelled'],
    ['Processing', 50 * MINUTE, 400, 'Complete'],
    ['Complete', DAY, 400, 'Complete'],
  ])('of an order that is %s', async (before, age, expected, after) => {
    await using given = await startTestAmazon();
    await createFulfillmentOrder(given);
    given.pass(age);
    await given.signIn();
    expect(await statusOf(given)).toBe(before);

    const { status } = await callAmazon(given, `PUT ${ORDER}/cancel`);
    given.pass(DAY);
    await given.signIn();

    expect([status, await statusOf(given)]).toEqual([expected, after]);
  });
});

describe('updateFulfillmentOrder', () => {
  it('changes a held order, and releases it', async () => {
    await using given = await startTestAmazon();
    await createFulfillmentOrder(given, held);
    const items = [{ sellerFulfillmentOrderItemId: '1', quantity: 5 }];
    const destinationAddress = { ...goodAddress, name: 'Sam Doe' };

    const changed = await callAmazon(given, `PUT ${ORDER}`, { body: { items, destinationAddress } });
    const released = await callAmazon(given, `PUT ${ORDER}`, { body: { fulfillmentAction: 'Ship' } });
    given.pass(HOUR);
    await given.signIn();

    expect([changed.status, released.status, await statusOf(given)]).toEqual([200, 200, 'Processing']);
    const { payload } = (await getFulfillmentOrder(given)).body;
    expect(payload.fulfillmentOrderItems.map(({ quantity }) => quantity)).toEqual([5, 1]);
    expect(payload.fulfillmentOrder).toMatchObject({ destinationAddress });
  });

  it('refuses what is not on hold, an item that there is not, and what could not be ordered', async () => {
    await using given = await startTestAmazon();
    await createFulfillmentOrder(given, held);
    const update = async (body: object) => (await callAmazon(given, `PUT ${ORDER}`, { body })).status;

    expect(await update({ items: [{ sellerFulfillmentOrderItemId: '9', quantity: 1 }] })).toBe(400);
    expect(await update({ items: [{ sellerFulfillmentOrderItemId: '1', quantity: 500 }] })).toBe(400);
    expect(await update({ destinationAddress: { ...goodAddress, postalCode: '?' } })).toBe(400);
    expect(await update({ fulfillmentAction: 'Ship' })).toBe(200);
    expect(await update({ displayableOrderComment: 'Too late' })).toBe(400);
  });
});

describe('listAllFulfillmentOrders', () => {
  it('goes by changes of the status, not by tracking numbers', async () => {
    await using given = await startTestAmazon();
    await createFulfillmentOrder(given);
    given.account.outbound.advance('SO-00001', 'COMPLETE');
    const since = async (queryStartDate: Date) => {
      const { body } = await listFulfillmentOrders(given, { queryStartDate: queryStartDate.toISOString() });
      return body.payload.fulfillmentOrders.length;
    };

    const completed = given.now();
    given.pass(2 * DAY);
    await given.signIn();

    expect([await since(completed), await since(new Date(completed.getTime() + 1))]).toEqual([1, 0]);
  });

  it('goes page by page, and shows no shipments', async () => {
    await using given = await startTestAmazon();
    given.amazon.faults.outbound.pageSize = 2;
    for (const sellerFulfillmentOrderId of ['A', 'B', 'C'])
      await createFulfillmentOrder(given, { sellerFulfillmentOrderId });
    const queryStartDate = '2026-03-01T00:00:00Z';

    const first = await listFulfillmentOrders(given, { queryStartDate });
    const second = await listFulfillmentOrders(given, {
      queryStartDate,
      nextToken: first.body.payload.nextToken ?? '',
    });

    const found = [first, second].map(({ body }) => body.payload.fulfillmentOrders);
    expect(found.map((page) => page.map((order) => order.sellerFulfillmentOrderId))).toEqual([['A', 'B'], ['C']]);
    expect(second.body.payload).not.toHaveProperty('nextToken');
    expect(first.body.payload.fulfillmentOrders[0]).not.toHaveProperty('fulfillmentShipments');
    expect((await listFulfillmentOrders(given, { nextToken: 'x.y' })).status).toBe(400);
  });
});

describe('getPackageTrackingDetails', () => {
  it('follows a package to its door', async () => {
    await using given = await startTestAmazon();
    await createFulfillmentOrder(given);
    given.pass(5 * HOUR);
    await given.signIn();
    const { payload } = (await getFulfillmentOrder(given)).body;
    const packageNumber = payload.fulfillmentShipments[0]?.fulfillmentShipmentPackage[0]?.packageNumber ?? 0;
    const track = async () => {
      const query = { packageNumber: String(packageNumber) };
      const { body } = await callAmazon<{ payload: { currentStatus: string; trackingNumber?: string } }>(
        given,
        `GET ${BASE_2020}/tracking`,
        { query },
      );
      return [body.payload.currentStatus, body.payload.trackingNumber !== undefined];
    };

    const onItsWay = await track();
    given.pass(2 * DAY);
    await given.signIn();

    expect([onItsWay, await track()]).toEqual([
      ['IN_TRANSIT', false],
      ['DELIVERED', true],
    ]);
  });

  it.each([
    ['1', 404],
    ['one', 400],
    ['4294967296', 400],
    [undefined, 400],
  ])('answers %s with %i', async (packageNumber, expected) => {
    await using given = await startTestAmazon();
    const call = packageNumber === undefined ? {} : { query: { packageNumber } };

    expect((await callAmazon(given, `GET ${BASE_2020}/tracking`, call)).status).toBe(expected);
  });
});

it('previews every speed, with its fees or its reason', async () => {
  await using given = await startTestAmazon();
  const body = { address: goodAddress, items: fulfillmentOrderBody().items };
  interface Preview {
    payload: {
      fulfillmentPreviews: {
        shippingSpeedCategory: string;
        isFulfillable: boolean;
        estimatedFees?: { amount: { value: string } }[];
        unfulfillablePreviewItems: { sellerSku: string }[];
      }[];
    };
  }
  const preview = async (change: object = {}) => {
    const answer = await callAmazon<Preview>(given, `POST ${BASE_2020}/fulfillmentOrders/preview`, {
      body: { ...body, ...change },
    });
    return answer.body.payload.fulfillmentPreviews;
  };

  const good = await preview();
  given.account.outbound.stock.set('MUG-BLUE-2', 0);
  const [short] = await preview({ shippingSpeedCategories: ['Standard'] });

  expect(good.map((each) => [each.shippingSpeedCategory, each.isFulfillable])).toEqual([
    ['Standard', true],
    ['Expedited', true],
    ['Priority', true],
  ]);
  expect(good[0]?.estimatedFees?.map(({ amount }) => amount.value)).toEqual(['8.85', '4.25']);
  expect(short?.isFulfillable).toBe(false);
  expect(short?.unfulfillablePreviewItems.map(({ sellerSku }) => sellerSku)).toEqual(['MUG-BLUE-2']);
});
