import type { UsagePlan } from './operation.ts';

/** Amazon's usage plans: one bucket per operation × seller × application, full at first. */
export class TokenBuckets {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  /** Takes a token if there is one; false: the call is over its quota. */
  take(key: string, { rate, burst }: UsagePlan, now: Date): boolean {
    const bucket = this.buckets.get(key) ?? { tokens: burst, at: now.getTime() };
    const elapsedS = Math.max(0, now.getTime() - bucket.at) / 1000;
    const tokens = Math.min(burst, bucket.tokens + elapsedS * rate);
    // 179 s at 0.0056 make 1.0024 tokens, but sums of small steps fall a hair short of one.
    const allowed = tokens > 1 - 1e-9;
    this.buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now.getTime() });
    return allowed;
  }
}
