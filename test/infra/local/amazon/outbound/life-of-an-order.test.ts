import { expect, it } from 'vitest';
import type { OutboundFate } from '../../../../../infra/local/amazon/outbound/outbound-switches.ts';
import {
  createFulfillmentOrder,
  createOrder,
  getFulfillmentOrder,
  getOrder,
} from '../../../../support/outbound-orders.ts';
import { DAY, HOUR, MINUTE, startTestAmazon, type TestAmazon } from '../../../../support/test-amazon.ts';

it('ships an order in a package whose carrier number comes later, and ends it', async () => {
  await using given = await startTestAmazon();
  await createOrder(given);

  const seen = await watch(given, [0, 50 * MINUTE, 4 * HOUR, 2 * HOUR, HOUR, 2 * DAY]);

  expect(seen).toEqual([
    ['PROCESSING', 'New', []],
    ['PROCESSING', 'Processing', ['PROCESSING/PENDING']],
    ['PROCESSING', 'Processing', ['SHIPPED/SHIPPED IN_TRANSIT TBA']],
    ['PROCESSING', 'Processing', ['SHIPPED/SHIPPED IN_TRANSIT TBA 1Z']],
    ['COMPLETE', 'Complete', ['SHIPPED/SHIPPED IN_TRANSIT TBA 1Z']],
    ['COMPLETE', 'Complete', ['SHIPPED/SHIPPED DELIVERED TBA 1Z']],
  ]);
});

it('takes so many times less long at speed', async () => {
  await using given = await startTestAmazon({}, { speed: 600 });
  await createOrder(given);

  given.pass((3 * DAY) / 600);

  const { body } = await getOrder(given);
  expect(body.order.status).toBe('COMPLETE');
  expect(body.order.shipments[0]?.packages[0]?.status).toBe('DELIVERED');
});

it.each<[OutboundFate, string, string, string[]]>([
  ['complete', 'COMPLETE', 'Complete', ['SHIPPED/SHIPPED DELIVERED TBA 1Z']],
  ['split', 'COMPLETE', 'Complete', ['SHIPPED/SHIPPED DELIVERED TBA 1Z', 'SHIPPED/SHIPPED DELIVERED TBA 1Z']],
  ['undeliverable', 'COMPLETE', 'Complete', ['SHIPPED/SHIPPED UNDELIVERABLE TBA 1Z']],
  ['replaced', 'COMPLETE', 'Complete', ['CANCELLED/CANCELLED_BY_FULFILLER', 'SHIPPED/SHIPPED DELIVERED TBA 1Z']],
  ['partial', 'COMPLETE_PARTIAL', 'CompletePartialled', ['SHIPPED/SHIPPED DELIVERED TBA 1Z']],
  ['unfulfillable', 'UNFULFILLABLE', 'Unfulfillable', ['CANCELLED/CANCELLED_BY_FULFILLER']],
  ['invalid', 'INVALID', 'Invalid', []],
  ['cancelled', 'CANCELLED', 'Cancelled', []],
  ['stuck', 'PROCESSING', 'Processing', ['PROCESSING/PENDING']],
])('can be told the fate of an order: %s', async (fate, status2026, status2020, shipments) => {
  await using given = await startTestAmazon();
  given.amazon.faults.outbound.fates.set('SO-00001', fate);
  await createOrder(given);
  await createOrder(given, { orderId: 'SO-00002' });
  given.pass(10 * DAY);
  await given.signIn();

  expect(await watch(given, [0])).toEqual([[status2026, status2020, shipments]]);
  expect((await getOrder(given, 'SO-00002')).body.order.status).toBe('COMPLETE');
});

it('says which units were not found', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.outbound.fate = 'partial';
  await createOrder(given);
  given.account.outbound.advance('SO-00001');

  const { order } = (await getOrder(given)).body;
  const { fulfillmentOrderItems } = (await getFulfillmentOrder(given)).body.payload;

  expect(order.lineItems.map((line) => line.unfulfillableAmount.value)).toEqual(['0.0', '1.0']);
  expect(fulfillmentOrderItems.map((item) => item.unfulfillableQuantity)).toEqual([0, 1]);
  expect(order.shipments.flatMap(({ items }) => items.map(({ lineItemId }) => lineItemId))).toEqual(['1']);
});

it('loses no unit when it divides an order among shipments and packages', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.outbound.fate = 'split';
  const lineItems = [{ lineItemId: 'a', product: sku('MUG-BLUE-2'), amount: { value: '5' } }];
  await createOrder(given, { lineItems });
  given.account.outbound.advance('SO-00001');

  const { fulfillmentShipments } = (await getFulfillmentOrder(given)).body.payload;

  const quantities = fulfillmentShipments.map((each) => each.fulfillmentShipmentItem.map(({ quantity }) => quantity));
  expect(quantities).toEqual([[3], [1, 1]]);
  const numbers = fulfillmentShipments.flatMap((each) =>
    each.fulfillmentShipmentPackage.map(({ packageNumber }) => packageNumber),
  );
  expect(new Set(numbers).size).toBe(3);
});

it('keeps looking for a day where all must be filled', async () => {
  await using given = await startTestAmazon();
  given.amazon.faults.outbound.fate = 'partial';
  await createOrder(given, { fulfillmentConfiguration: { policy: 'FILL_ALL' } });
  const { validation, planning, picking, shipping, givingUp } = given.amazon.faults.outbound.times;
  given.pass(validation + planning + picking + shipping + givingUp - 1);
  await given.signIn();

  const before = (await getOrder(given)).body.order.status;
  given.pass(1);

  expect([before, (await getOrder(given)).body.order.status]).toEqual(['PROCESSING', 'COMPLETE_PARTIAL']);
});

it('finds an order invalid when there is not enough in stock', async () => {
  await using given = await startTestAmazon();
  given.account.outbound.stock.set('MUG-BLUE-2', 0);

  const { status } = await createOrder(given);
  given.pass(MINUTE);

  expect(status).toBe(200);
  expect((await getOrder(given)).body.order.status).toBe('INVALID');
});

it('is one store for both versions', async () => {
  await using given = await startTestAmazon();
  await createFulfillmentOrder(given);

  const { order } = (await getOrder(given)).body;

  expect(order).toMatchObject({
    orderId: 'SO-00001',
    status: 'PROCESSING',
    fulfillmentConfiguration: { serviceLevel: { serviceTiers: ['STANDARD'] }, action: 'SHIP', policy: 'FILL_OR_KILL' },
    destination: { deliveryAddress: { name: 'Pat Doe', postalCode: '66044' } },
  });
  expect(order.lineItems.map(({ amount }) => amount.value)).toEqual(['2.0', '1.0']);
});

it('can be brought forward to a status, and shows the account to tests', async () => {
  await using given = await startTestAmazon();
  await createOrder(given);

  const advanced = given.account.outbound.advance('SO-00001', 'PROCESSING');

  expect(advanced.status).toBe('PROCESSING');
  expect(given.account.outbound.listOrders().map(({ request }) => request.orderId)).toEqual(['SO-00001']);
  expect(given.account.outbound.advance('SO-00001').status).toBe('COMPLETE');
  expect(() => given.account.outbound.advance('SO-00001', 'INVALID')).toThrow('will not come to INVALID');
  expect(() => given.account.outbound.advance('SO-00009')).toThrow('SO-00009');
});

it('can have statuses that nobody knows', async () => {
  await using given = await startTestAmazon();
  await createOrder(given);
  given.account.outbound.advance('SO-00001');
  given.amazon.faults.outbound.unknownStatuses = true;

  const seen = await watch(given, [0]);

  expect(seen).toEqual([['AWAITING_DRONE', 'AwaitingDrone', ['IN_HANGAR/IN_HANGAR CIRCLING TBA 1Z']]]);
});

const sku = (amazonSku: string) => ({ productIdentifier: { amazonSku } });

/** What both versions say of the order after each pause: its statuses, and its shipments with their packages. */
async function watch(given: TestAmazon, pauses: readonly number[]) {
  const seen: [string, string, string[]][] = [];
  for (const pause of pauses) {
    given.pass(pause);
    await given.signIn();
    const { order } = (await getOrder(given)).body;
    const { payload } = (await getFulfillmentOrder(given)).body;
    const shipments = order.shipments.map((shipment, index) => {
      const [first] = shipment.packages;
      const numbers = first && [
        first.tracking.amazon.trackingNumber.slice(0, 3),
        first.tracking.carrier.trackingNumber?.slice(0, 2),
      ];
      const also = payload.fulfillmentShipments[index]?.fulfillmentShipmentStatus;
      return [`${shipment.status}/${also}`, first?.status, ...(numbers ?? [])].filter(Boolean).join(' ');
    });
    seen.push([order.status, payload.fulfillmentOrder.fulfillmentOrderStatus, shipments]);
  }
  return seen;
}
