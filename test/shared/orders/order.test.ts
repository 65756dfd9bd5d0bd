import { expect, it } from 'vitest';
import { joinFields, splitFields } from '../../../shared/buyers/split-fields.ts';
import { toOrder } from '../../../shared/orders/order.ts';
import { ORDER_FIELDS } from '../../../shared/orders/order-fields.ts';
import fc from 'fast-check';

const AMAZON_ORDER = {
  orderId: '302-1234567-1234567',
  createdTime: '2026-11-01T08:00:00Z',
  lastUpdatedTime: '2026-11-02T08:00:00Z',
  salesChannel: { channelName: 'AMAZON', marketplaceId: 'ATVPDKIKX0DER' },
  orderItems: [{ orderItemId: '1', quantityOrdered: 1, product: { asin: 'B000000001' } }],
};

it('sends a field that nobody knows to the buyers’ half, wherever it stands', () => {
  const order = toOrder({
    ...AMAZON_ORDER,
    novelty: 'a',
    salesChannel: { ...AMAZON_ORDER.salesChannel, novelty: { b: 'c' } },
    orderItems: [{ ...AMAZON_ORDER.orderItems[0], novelty: ['d'], programs: [{ novelty: 'e' }] }],
  });

  expect(order).toMatchObject({
    fields: { ...AMAZON_ORDER, lastUpdatedTime: '2026-11-02T08:00:00.000Z' },
    buyerData: {
      novelty: 'a',
      salesChannel: { novelty: { b: 'c' } },
      orderItems: [{ orderItemId: '1', novelty: ['d'], programs: [{ novelty: 'e' }] }],
    },
  });
});

it('does not take an object for the plain value that the list allows', () => {
  const order = toOrder({
    ...AMAZON_ORDER,
    programs: [{ name: 'Pat Doe' }],
    salesChannel: { channelName: { name: 'Pat Doe' } },
  });

  expect(JSON.stringify('fields' in order && order.fields)).not.toContain('Pat Doe');
});

it('says where an order departs from the model, and never what stood there', () => {
  const order = toOrder({
    ...AMAZON_ORDER,
    lastUpdatedTime: undefined,
    orderItems: 'Pat Doe',
    salesChannel: 'Elm Street',
  });

  expect(order).toEqual({
    orderId: AMAZON_ORDER.orderId,
    reason: expect.stringMatching(/lastUpdatedTime.*salesChannel.*orderItems/),
  });
  expect(JSON.stringify(order)).not.toMatch(/Pat|Elm/);
});

it('joins what it has split, whatever Amazon sends', () => {
  const anything = fc.jsonValue().filter((value) => value !== null);
  const item = fc.record({
    orderItemId: fc.uuid(),
    product: fc.dictionary(fc.constantFrom('asin', 'title', 'customization'), anything),
    gift: anything,
  });
  const order = fc.record({
    orderId: fc.uuid(),
    orderItems: fc.uniqueArray(item, { selector: ({ orderItemId }) => orderItemId }),
    payment: fc.record({
      paymentExecutions: fc.array(
        fc.dictionary(fc.constantFrom('paymentMethod', 'cardBrand'), fc.string(), { minKeys: 1 }),
      ),
    }),
    recipient: anything,
  });

  fc.assert(
    fc.property(order, (sent) => {
      const { kept, rest = {} } = splitFields(sent, ORDER_FIELDS);
      // Amazon does not tell null from absent, and neither do we.
      expect(joinFields(kept, rest)).toEqual(withoutNulls(sent));
    }),
  );
});

function withoutNulls(value: unknown, inside = true): unknown {
  if (!inside || typeof value !== 'object' || value === null || Array.isArray(value))
    return Array.isArray(value) ? value : value;
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null && part !== undefined));
}
