import { describe, expect, it } from 'vitest';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { AddressSweepUnfinishedError, expireAddresses } from '../../../shared/fulfillment-outbound/expire-addresses.ts';
import { OutboundStore } from '../../../shared/fulfillment-outbound/outbound-store.ts';
import { type OutboundStory, outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const DAY_MS = 24 * 60 * 60_000;

const house = useOutboundHouse();

function sweep(story: OutboundStory, timeLeftMs = 60_000) {
  const now = () => story.clock.now;
  const client = createDocumentClient(house.dynamo.client);
  const means = { client, table: 'fulfillment-outbound', now };
  const orders = new OutboundStore({ ...means, buyers: { update: async () => {} } });
  return expireAddresses({ ...means, orders, timeLeftMs: () => timeLeftMs });
}

describe('the daily sweep of addresses that nobody picks up', () => {
  it('takes them away after 25 days, tells it, and leaves what was put since', async () => {
    const story = await house.story();
    await story.put(outboundRequest('SO-1'));
    await story.put(outboundRequest('SO-2'));
    await story.put(outboundRequest('SO-3#state'));
    await story.put(outboundRequest('x'.repeat(1020)));
    expect(await sweep(story)).toBe(0);
    story.clock.advance(24 * DAY_MS);
    expect(await sweep(story)).toBe(0);
    await story.put(outboundRequest('SO-2'));
    await sweep(story);
    story.clock.advance(DAY_MS);

    expect(await sweep(story)).toBe(3);

    expect(await story.request('SO-1')).not.toHaveProperty('destination');
    expect(await story.state('SO-1')).toMatchObject({
      status: 'REJECTED',
      error: { name: 'AddressExpiredError', message: expect.stringContaining('Put the whole order again') },
      undeliveredSince: expect.any(String),
    });
    expect(await story.request('SO-2')).toHaveProperty('destination');
    expect(await story.state('SO-2')).toBeUndefined();
    await expect(sweep(story, 1000)).rejects.toThrow(AddressSweepUnfinishedError);

    // The shop is back: what was told is told no more, and may be put again.
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ error: { name: 'AddressExpiredError' } });
    expect((await story.handedOut()).get('SO-1')).toMatchObject({ status: 'REJECTED' });
    await story.put(outboundRequest('SO-1'));
    story.clock.advance(300_000);
    await story.run();
    expect(await story.state('SO-1')).toMatchObject({ status: 'PROCESSING' });
  });

  it('tells it also of an order that was REJECTED and put again', async () => {
    const story = await house.story();
    await story.put(outboundRequest('SO-1', { items: [] }));
    await story.run();
    await story.put(outboundRequest('SO-1'));
    await sweep(story);
    story.clock.advance(26 * DAY_MS);

    expect(await sweep(story)).toBe(1);
    expect(await story.state('SO-1')).toMatchObject({ status: 'REJECTED', error: { name: 'AddressExpiredError' } });
    expect(JSON.stringify(await story.table())).not.toContain('canary');
  });
});
