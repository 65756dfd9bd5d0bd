import { readFileSync } from 'node:fs';
import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { INCLUDED_DATA } from '../../infra/local/amazon/orders/included-data.ts';
import { amazonModel, modelsMissing } from '../support/amazon-models.ts';
import { startTestAmazon } from '../support/test-amazon.ts';

const SEARCH = '/orders/2026-01-01/orders';

/** The parts of Amazon's model that hold a whole order. */
const Model = z.object({
  paths: z.object({
    [SEARCH]: z.object({
      get: z.object({
        responses: z.object({
          '200': z.object({
            examples: z.object({ 'application/json': z.object({ orders: z.tuple([z.custom<Order>()]) }) }),
          }),
        }),
      }),
    }),
  }),
});

describe.skipIf(modelsMissing)('what is shown of an order', () => {
  it('is all of Amazon’s own example, but for the phone of an order that was to arrive long ago', async () => {
    await using given = await startTestAmazon();
    const { paths } = Model.parse(JSON.parse(readFileSync(amazonModel('orders_2026-01-01.json'), 'utf8')));
    const [example] = paths[SEARCH].get.responses['200'].examples['application/json'].orders;
    given.account.upsertOrder(example);

    const { body } = await given.get(`${SEARCH}/${example.orderId}?includedData=${INCLUDED_DATA.join(',')}`);

    const { deliveryAddress, ...recipient } = example.recipient ?? {};
    const { phone, ...address } = deliveryAddress ?? {};
    expect(phone).toBeDefined();
    expect(body.order).toEqual({ ...example, recipient: { deliveryAddress: address, ...recipient } });
  });
});
