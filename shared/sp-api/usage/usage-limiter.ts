import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation, UsagePlan } from '../operation.ts';
import { SpApiThrottledError } from '../sp-api-error.ts';
import { atRate, type Bucket, emptied, nextSlot } from './gcra.ts';

/** Where buckets are kept. One row a bucket; a write names the `tat` it was computed from. */
export interface BucketStore {
  find(key: string): Promise<Bucket | undefined>;
  /** Writes on condition that the stored `tat` is still `expectedTat` (`undefined`: no row). False: it was not. */
  replace(key: string, bucket: Bucket, expectedTat: number | undefined): Promise<boolean>;
}

export interface UsageLimiterMeans {
  readonly buckets: BucketStore;
  /** Gives `application#sellerId#region`. */
  readonly keyPrefix: () => Promise<string>;
  readonly now: () => number;
  /** @default real time */
  readonly pause?: ((ms: number) => Promise<void>) | undefined;
  /** Multiplies rates, and switches header learning off unless it is 1. */
  readonly speed: number;
}

/** live: the bucket to its last slot. backfill: leaves {@link RESERVED_FOR_LIVE} slots to the live lane. */
export type Lane = 'live' | 'backfill';

const RESERVED_FOR_LIVE = 5;

/** The longest pause that is slept in the process; a longer one is thrown, for a state machine or a queue to wait out. */
export const MAX_PAUSE_MS = 2000;

/**
 * The usage plans of one application at one seller and region, shared by every process that draws on them.
 * Amazon keeps one bucket per application, selling partner and operation; ours are the same, in one table.
 */
export class UsageLimiter {
  private readonly buckets: BucketStore;
  private readonly keyPrefix: () => Promise<string>;
  private readonly now: () => number;
  private readonly pause: (ms: number) => Promise<void>;
  private readonly speed: number;

  constructor(means: UsageLimiterMeans) {
    this.buckets = means.buckets;
    this.keyPrefix = means.keyPrefix;
    this.now = means.now;
    this.pause = means.pause ?? sleep;
    this.speed = means.speed;
  }

  /**
   * Takes a slot, after a pause of at most {@link MAX_PAUSE_MS}. Throws {@link SpApiThrottledError} with the time
   * to come back when the pause would be longer; then no slot was reserved. Call the returned function when Amazon has
   * answered: a full bucket refills from Amazon's first sight of the call, not from our intention.
   */
  async take(operation: Operation, lane: Lane): Promise<(answeredAt: number) => Promise<void>> {
    const key = await this.key(operation);
    for (;;) {
      const stored = await this.buckets.find(key);
      const askedAt = this.now();
      const slot = nextSlot({
        bucket: stored,
        plan: this.plan(operation),
        now: askedAt,
        reserved: lane === 'backfill' ? RESERVED_FOR_LIVE : 0,
      });
      if (slot.waitMs > MAX_PAUSE_MS) {
        throw new SpApiThrottledError({ operationId: operation.operationId }, new Date(askedAt + slot.waitMs));
      }
      if (!(await this.buckets.replace(key, slot.bucket, stored?.tat))) {
        await this.pause(Math.random() * 20);
        continue;
      }
      if (slot.waitMs > 0) await this.pause(slot.waitMs + 1);
      return async (answeredAt) => {
        if (!slot.full) return;
        const later = { ...slot.bucket, tat: slot.bucket.tat + Math.max(0, answeredAt - askedAt) };
        await this.buckets.replace(key, later, slot.bucket.tat);
      };
    }
  }

  /** Learns the rate that `x-amzn-RateLimit-Limit` gives (one number, requests per second; never the burst). */
  async learnRate(operation: Operation, rate: number): Promise<void> {
    if (this.speed !== 1) return;
    const learned = rate === operation.usagePlan.rate ? undefined : rate;
    await this.change(operation, (bucket) =>
      bucket === undefined || bucket.rate === learned
        ? undefined
        : atRate({ bucket, plan: this.plan(operation), now: this.now(), rate: learned }),
    );
  }

  /** Amazon said 429 (without a header): its bucket is empty, whatever ours says. */
  async empty(operation: Operation): Promise<void> {
    await this.change(operation, (bucket) => emptied({ bucket, plan: this.plan(operation), now: this.now() }));
  }

  private async change(operation: Operation, to: (bucket: Bucket | undefined) => Bucket | undefined): Promise<void> {
    const key = await this.key(operation);
    for (;;) {
      const stored = await this.buckets.find(key);
      const changed = to(stored);
      if (changed === undefined || (await this.buckets.replace(key, changed, stored?.tat))) return;
      await this.pause(Math.random() * 20);
    }
  }

  private key = async ({ api, operationId }: Operation) =>
    `${await this.keyPrefix()}#${api === undefined ? '' : `${api}.`}${operationId}`;

  private plan = ({ usagePlan }: Operation): UsagePlan => ({
    rate: usagePlan.rate * this.speed,
    burst: usagePlan.burst,
  });
}
