import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import type { Operation } from '../../../shared/sp-api/operation.ts';
import { SpApiThrottledError } from '../../../shared/sp-api/sp-api-error.ts';
import { DynamoBucketStore } from '../../../shared/sp-api/usage/dynamo-bucket-store.ts';
import { type Bucket, emptied, nextSlot } from '../../../shared/sp-api/usage/gcra.ts';
import { UsageLimiter } from '../../../shared/sp-api/usage/usage-limiter.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';

describe('a bucket', () => {
  it('never gives more slots in any stretch of time than Amazon’s own would', () => {
    const plan = fc.record({
      rate: fc.double({ min: 0.005, max: 5, noNaN: true }),
      burst: fc.integer({ min: 1, max: 30 }),
    });
    const pauses = fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 80 });

    fc.assert(
      fc.property(plan, pauses, (usagePlan, waits) => {
        let bucket: Bucket | undefined;
        let now = 1_800_000_000_000;
        let tokens = usagePlan.burst;
        let filledAt = now;
        for (const wait of waits) {
          now += wait;
          const slot = nextSlot({ bucket, plan: usagePlan, now, reserved: 0 });
          now += slot.waitMs;
          bucket = slot.bucket;
          tokens = Math.min(usagePlan.burst, tokens + ((now - filledAt) / 1000) * usagePlan.rate);
          filledAt = now;
          expect(tokens).toBeGreaterThan(1 - 1e-6);
          tokens -= 1;
        }
      }),
    );
  });

  it('is empty after a 429: the next slot is one interval away', () => {
    const plan = { rate: 0.5, burst: 10 };

    const bucket = emptied({ bucket: undefined, plan, now: 1000 });

    expect(nextSlot({ bucket, plan, now: 1000, reserved: 0 }).waitMs).toBe(2000);
    expect(nextSlot({ bucket, plan, now: 3000, reserved: 0 }).waitMs).toBe(0);
  });

  it('leaves reserved slots alone, but never all of a small bucket', () => {
    const plan = { rate: 1, burst: 2 };

    const slot = nextSlot({ bucket: undefined, plan, now: 0, reserved: 5 });

    expect(slot.waitMs).toBe(0);
    expect(nextSlot({ bucket: slot.bucket, plan, now: 0, reserved: 5 }).waitMs).toBe(1000);
    expect(nextSlot({ bucket: slot.bucket, plan, now: 0, reserved: 0 }).waitMs).toBe(0);
  });
});

describe('the limiter', () => {
  let dynamo: Dynamo;
  beforeAll(async () => {
    dynamo = await startDynamo();
    await dynamo.createTables('usage');
  });
  afterAll(() => dynamo.stop());

  const operation: Operation = {
    operationId: 'searchOrders',
    usagePlan: { rate: 0.0056, burst: 20 },
    harmlessTwice: true,
  };
  const limiter = (prefix: string, now: () => number, speed = 1) =>
    new UsageLimiter({
      buckets: new DynamoBucketStore(createDocumentClient(dynamo.client), 'usage'),
      keyPrefix: () => Promise.resolve(prefix),
      now,
      speed,
    });
  const takeMany = async (count: number, take: () => Promise<unknown>) =>
    (await Promise.allSettled(Array.from({ length: count }, take))).filter(({ status }) => status === 'fulfilled')
      .length;

  it('gives a burst once, however many processes ask at the same time, and then says when to come back', async () => {
    const now = Date.now();
    const processes = Array.from({ length: 5 }, () => limiter('shared', () => now));

    const given = await takeMany(30, () =>
      (processes[Math.floor(Math.random() * 5)] ?? limiter('shared', () => now)).take(operation, 'live'),
    );

    expect(given).toBe(20);
    const refusal = await limiter('shared', () => now)
      .take(operation, 'live')
      .catch((error) => error);
    expect(refusal).toBeInstanceOf(SpApiThrottledError);
    expect(refusal.retryAt.getTime() - now).toBeCloseTo(1000 / 0.0056, -2);
  });

  it('reserves nothing for a caller that it sends away', async () => {
    let now = Date.now();
    const one = limiter('sent-away', () => now);
    await takeMany(20, () => one.take(operation, 'live'));
    await takeMany(10, () => one.take(operation, 'live'));

    now += 1000 / 0.0056 + 1;

    expect(await takeMany(2, () => one.take(operation, 'live'))).toBe(1);
  });

  it('keeps sellers apart', async () => {
    const now = Date.now();
    await takeMany(20, () => limiter('seller-a', () => now).take(operation, 'live'));

    expect(await takeMany(20, () => limiter('seller-b', () => now).take(operation, 'live'))).toBe(20);
  });

  it('learns the rate from Amazon’s header, and forgets it when it is the published one again', async () => {
    const now = Date.now();
    const one = limiter('learning', () => now);
    await takeMany(20, () => one.take(operation, 'live'));
    await one.learnRate(operation, 1);
    const soon = await one.take(operation, 'live').then(
      () => 'given',
      () => 'refused',
    );
    await one.learnRate(operation, 0.0056);

    expect(soon).toBe('given');
    expect(await takeMany(1, () => one.take(operation, 'live'))).toBe(0);
  });

  it('learns no rate at another speed than Amazon’s: what is simulated says nothing of it', async () => {
    const now = Date.now();
    const one = limiter('at-speed', () => now, 2);
    await takeMany(20, () => one.take(operation, 'live'));

    await one.learnRate(operation, 1);

    expect(await takeMany(1, () => one.take(operation, 'live'))).toBe(0);
  });

  it('starts the refill of a full bucket when Amazon has seen the call, not before', async () => {
    const now = Date.now();
    const one = limiter('first-sight', () => now);
    const answered = await one.take(operation, 'live');
    await answered(now + 1500);
    await takeMany(19, () => one.take(operation, 'live'));

    const refusal = await one.take(operation, 'live').catch((error) => error);

    expect(refusal.retryAt.getTime() - now).toBeGreaterThanOrEqual(1000 / 0.0056 + 1499);
  });
});
