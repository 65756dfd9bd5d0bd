import type { UsagePlan } from '../operation.ts';

/**
 * A token bucket kept as one number (generic cell rate algorithm): the theoretical arrival time (`tat`, Unix ms)
 * of the next request if all came exactly at the rate. No row is a full bucket.
 */
export interface Bucket {
  readonly tat: number;
  /** Requests per second as Amazon's header last gave it, where it differs from the published plan. */
  readonly rate?: number;
}

/** A slot: take it after `waitMs`, having stored `bucket`. `full`: Amazon's refill starts only when it sees this call. */
export type Slot = { readonly waitMs: number; readonly bucket: Bucket; readonly full: boolean };

/**
 * Where the next slot lies. `reserved` slots at the bottom of the bucket are left to others (the live lane);
 * at least one is always usable.
 */
export function nextSlot({
  bucket,
  plan,
  now,
  reserved,
}: {
  bucket?: Bucket;
  plan: UsagePlan;
  now: number;
  reserved: number;
}): Slot {
  const interval = intervalMs(plan, bucket);
  const usable = Math.max(1, plan.burst - reserved);
  const tat = Math.max(bucket?.tat ?? 0, now);
  const allowedAt = tat + interval - usable * interval;
  return {
    waitMs: Math.max(0, Math.ceil(allowedAt - now)),
    bucket: { ...bucket, tat: tat + interval },
    full: tat === now,
  };
}

/** The bucket after Amazon said 429: nothing in it; the next slot is one interval away. */
export function emptied({ bucket, plan, now }: { bucket?: Bucket; plan: UsagePlan; now: number }): Bucket {
  return { ...bucket, tat: Math.max(bucket?.tat ?? 0, now + plan.burst * intervalMs(plan, bucket)) };
}

/** The bucket at another rate (`undefined`: the published one): what is missing in it, in slots, stays the same. */
export function atRate({
  bucket,
  plan,
  now,
  rate,
}: {
  bucket: Bucket;
  plan: UsagePlan;
  now: number;
  rate: number | undefined;
}): Bucket {
  const missing = Math.max(0, bucket.tat - now) / intervalMs(plan, bucket);
  const changed = rate === undefined ? {} : { rate };
  return { ...changed, tat: now + missing * intervalMs(plan, { tat: 0, ...changed }) };
}

const intervalMs = (plan: UsagePlan, bucket?: Bucket) => 1000 / (bucket?.rate ?? plan.rate);
