import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OutboundHouse, outboundRequest, startOutboundHouse } from '../../support/outbound-house.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let house: OutboundHouse;
beforeAll(async () => {
  house = await startOutboundHouse();
});
afterAll(() => house.stop());

describe('an order put into the table', () => {
  it('is shipped by Amazon once, and its tracking numbers come back downstream', async () => {
    const story = await house.story();
    await story.put(outboundRequest('SO-1'));

    const first = await story.run();
    expect(first).toMatchObject({ outcome: 'succeeded', calls: { createOrder: 1, listOrders: 1 } });
    expect(await story.state('SO-1')).toMatchObject({ status: 'PROCESSING' });
    expect((await story.handedOut()).get('SO-1')).toMatchObject({
      orderId: 'SO-1',
      status: 'PROCESSING',
      shipments: [],
    });

    story.account.outbound.advance('SO-1', 'COMPLETE');
    story.clock.advance(5 * MINUTE_MS);
    await story.run();

    expect(await story.state('SO-1')).toMatchObject({ status: 'COMPLETE', version: expect.any(Number) });
    expect((await story.handedOut()).get('SO-1')).toMatchObject({
      orderId: 'SO-1',
      status: 'COMPLETE',
      pii: 'present',
      shipments: [
        {
          status: 'SHIPPED',
          packages: [
            {
              carrierCode: expect.stringMatching(/UPS|USPS|FEDEX/),
              trackingNumber: expect.stringMatching(/^1Z/),
              amazonTrackingNumber: expect.stringMatching(/^TBA/),
              lineItemIds: ['1'],
            },
          ],
        },
      ],
    });
    expect(story.account.outbound.listOrders()).toHaveLength(1);
    story.clock.advance(DAY_MS);
    const quiet = await story.run();
    expect(quiet.calls).toEqual({ listOrders: 1 });
  });
});
