import { describe, expect, it } from 'vitest';
import { canaryAddress, outboundRequest } from '../../support/outbound-house.ts';
import { useOutboundHouse } from '../../support/use-outbound-house.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const house = useOutboundHouse();

describe('addresses', () => {
  it('move to buyers at pick-up and are nowhere else, and die 27 days after the delivery', async () => {
    const story = await house.story();
    await story.put(outboundRequest('SO-1'));
    const run = await story.run();
    expect(await story.rows('buyers')).toMatchObject([
      { recordId: 'shipments#SO-1', data: { destination: canaryAddress } },
    ]);

    story.account.outbound.advance('SO-1');
    story.clock.advance(5 * MINUTE_MS);
    const delivered = story.clock.now;
    await story.run();
    const [buyer] = await story.rows('buyers');
    expect(Math.abs(Number(buyer?.expiresAt) - (delivered + 27 * DAY_MS) / 1000)).toBeLessThan(3600);

    const elsewhere = [
      run,
      await story.table(),
      await story.schedule(),
      await story.batches(),
      story.logged,
      story.executions,
    ];
    expect(JSON.stringify(elsewhere)).not.toContain('canary');
  });

  it('live on while the delivery is still to come', async () => {
    const story = await house.story({ speed: 1 });
    await story.put(outboundRequest('SO-1'));
    await story.run();
    const [before] = await story.rows('buyers');
    story.clock.advance(9 * HOUR_MS);
    await story.run();
    const [after] = await story.rows('buyers');

    // It leaves the warehouse five hours after it was put, and takes two days.
    const delivery = Number(before?.expiresAt) + (2 * DAY_MS + 5 * HOUR_MS) / 1000;
    expect(Math.abs(Number(after?.expiresAt) - delivery)).toBeLessThan(DAY_MS / 1000);
    expect(await story.state('SO-1')).toMatchObject({ piiExpiresAt: after?.expiresAt });
  });

  it('live on after the first packages of an order have arrived, until the last ones have', async () => {
    const story = await house.story({ speed: 1 });
    story.amazon.faults.outbound.fate = 'split';
    story.amazon.faults.outbound.times.shipping = 10 * DAY_MS;
    await story.put(outboundRequest('SO-1'));
    await story.run();
    // The second half is still in the warehouse.
    for (const days of [11, 6]) {
      story.clock.advance(days * DAY_MS);
      await story.run();
    }

    expect((await story.handedOut()).get('SO-1')).toMatchObject({
      status: 'PROCESSING',
      shipments: [{ packages: [{ status: 'DELIVERED' }] }, { packages: [] }],
    });
    const [buyer] = await story.rows('buyers');
    expect(Number(buyer?.expiresAt)).toBeGreaterThanOrEqual((story.clock.now + 27 * DAY_MS) / 1000 - 3600);
  });

  it('that have died before the order could go are told, and nothing is sent without one', async () => {
    const story = await house.story({ roles: ['inventory-and-order-tracking'] });
    await story.put(outboundRequest('SO-1'));
    await story.run();
    story.clock.advance(30 * DAY_MS);
    await story.run();

    expect(await story.state('SO-1')).toMatchObject({ status: 'REJECTED', error: { name: 'AddressGoneError' } });
  });
});
