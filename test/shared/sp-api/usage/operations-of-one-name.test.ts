import { expect, it } from 'vitest';
import { GET_SHIPMENT } from '../../../../shared/sp-api/merchant-fulfillment-v0/get-shipment.ts';
import type { Bucket } from '../../../../shared/sp-api/usage/gcra.ts';
import { UsageLimiter } from '../../../../shared/sp-api/usage/usage-limiter.ts';

it('keeps a bucket for each API that has an operation of the name', async () => {
  const rows = new Map<string, Bucket>();
  const buckets = {
    find: (key: string) => Promise.resolve(rows.get(key)),
    replace: (key: string, bucket: Bucket) => Promise.resolve(rows.set(key, bucket).size > 0),
  };
  const limiter = new UsageLimiter({ buckets, keyPrefix: () => Promise.resolve('app#A1#na'), now: () => 0, speed: 1 });
  const inbound = { operationId: 'getShipment', usagePlan: { rate: 2, burst: 6 }, harmlessTwice: true };

  await limiter.take(GET_SHIPMENT, 'live');
  await limiter.take(inbound, 'live');

  expect([...rows.keys()]).toEqual(['app#A1#na#merchant-fulfillment-v0.getShipment', 'app#A1#na#getShipment']);
});
