import { describe, expect, it } from 'vitest';
import { outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const house = useOutboundHouse();

describe('tracking', () => {
  it('of a thousand open orders costs pages of the list, not a call for each', async () => {
    const story = await house.story({ speed: 1, shop: { downstreamUrl: undefined } });
    const now = new Date(story.clock.now).toISOString();
    const orderIds = Array.from({ length: 1000 }, (_, n) => `SO-${n}`);
    for (const orderId of orderIds) story.account.outbound.receive({ ...AT_AMAZON, orderId });
    await Promise.all(orderIds.map((orderId) => story.write({ ...OURS, orderId: `${orderId}#state`, changedAt: now })));
    story.clock.advance(20 * MINUTE_MS);

    const run = await story.run();

    expect(run).toMatchObject({ outcome: 'succeeded', read: 1000, calls: { listOrders: 20 } });
    expect(Object.keys(run.calls)).toEqual(['listOrders']);
    expect((await story.table()).every(({ status }) => status === 'PROCESSING')).toBe(true);
  });

  it('reads on past a dead page token, and leaves orders that were made elsewhere alone', async () => {
    const story = await house.story();
    story.amazon.faults.outbound.pageSize = 1;
    story.account.outbound.receive({ ...AT_AMAZON, orderId: 'ELSEWHERE' });
    await story.put(outboundRequest('SO-1'));
    await story.put(outboundRequest('SO-2'));
    await story.run();
    story.account.outbound.advance('SO-1');
    story.account.outbound.advance('SO-2');
    story.clock.advance(5 * MINUTE_MS);
    let lists = 0;
    const means = story.means();
    await story.start(
      {},
      { ...means, takeCalls: () => ((lists += 1) === 2 && story.amazon.faults.expirePageTokens(), means.takeCalls()) },
    );

    expect(await story.state('SO-1')).toMatchObject({ status: 'COMPLETE' });
    expect(await story.state('SO-2')).toMatchObject({ status: 'COMPLETE' });
    expect(await story.state('ELSEWHERE')).toBeUndefined();
  });

  it('begins a moment before the cursor, and moves it', async () => {
    const story = await house.story({ cursor: new Date(Date.now() - HOUR_MS).toISOString() });
    const run = await story.run();

    const asked = Date.parse(String(story.amazon.requests.at(-1)?.query?.updatedAfter));
    expect(asked).toBe(Date.parse(run.startTime) - 10 * MINUTE_MS);
    expect((await story.schedule()).nextStartTime).toBe(run.endTime);
  });
});

const AT_AMAZON = {
  marketplaceId: 'ATVPDKIKX0DER',
  originCountryCode: 'US',
  serviceTier: 'STANDARD',
  action: 'SHIP',
  policy: 'FILL_OR_KILL',
  destination: { name: 'canary', addressLine1: 'canary', city: 'canary', postalCode: '66044', countryCode: 'US' },
  lines: [{ lineItemId: '1', sku: 'KETTLE-1L-STEEL', quantity: 2 }],
  displayable: { orderId: 'x', orderDate: '2026-01-01T00:00:00Z', orderComment: '' },
} as const;

const OURS = {
  version: 3,
  status: 'SUBMITTED',
  requestHash: 'h',
  request: {
    marketplaceId: 'ATVPDKIKX0DER',
    shippingSpeed: 'STANDARD',
    items: [{ lineItemId: '1', sku: 'KETTLE-1L-STEEL', quantity: 2 }],
  },
  submission: { attempts: 1, reads: 0, accepted: true, dueAt: '2999-01-01T00:00:00.000Z' },
  pii: 'absent',
  piiExpiresAt: 0,
};
