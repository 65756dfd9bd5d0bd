import { describe, expect, it } from 'vitest';
import { outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const house = useOutboundHouse();

const TWO_LINES = {
  items: [
    { sku: 'KETTLE-1L-STEEL', quantity: 2 },
    { sku: 'MUG-BLUE-2', quantity: 1 },
  ],
};

describe('a preview (2026-07-04)', () => {
  it('of which a part cannot be rejects the order: it would be killed as a whole', async () => {
    const story = await house.story({ shop: { fulfillmentOutbound: { preview: true } } });
    story.amazon.faults.outbound.fate = 'partial';
    await story.put(outboundRequest('SO-1', TWO_LINES));

    await story.run();

    expect(await story.state('SO-1')).toMatchObject({
      status: 'REJECTED',
      error: { name: 'NotFulfillableError', message: expect.stringContaining('ItemQuantityNotAvailable') },
    });
    expect(story.account.outbound.listOrders()).toEqual([]);
  });

  it('of two shipments costs what both cost', async () => {
    const story = await house.story({ shop: { fulfillmentOutbound: { preview: true } } });
    await story.put(outboundRequest('SO-1', TWO_LINES));
    await story.run();
    story.amazon.faults.outbound.fate = 'split';
    story.clock.advance(300_000);
    await story.put(outboundRequest('SO-2', TWO_LINES));
    await story.run();

    // Three units at 2.95; 4.25 for each shipment.
    expect(await story.state('SO-1')).toMatchObject({ estimatedPrice: { amount: '13.10', currencyCode: 'USD' } });
    expect(await story.state('SO-2')).toMatchObject({ estimatedPrice: { amount: '17.35', currencyCode: 'USD' } });
  });
});
