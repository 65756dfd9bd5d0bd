import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Kind } from '../contracts/syncs.ts';
import type { ShopStore } from '../shops/shop-store.ts';

const LEASE_MS = 120_000;
const TRY_FOR_MS = 2_000;
const PAUSE_MS = 200;

/** The one drain of a shop and kind, held by us for two minutes at a time. */
export interface DrainLease {
  /** Holds it for two minutes more where less than one is left. False: another has taken it meanwhile, so stop. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

/** Takes the one drain of this shop and kind; tries for two seconds while another holds it, then gives `undefined`. */
export async function takeDrain(
  { shopId, kind }: { shopId: string; kind: Kind },
  { shops, now }: { shops: Pick<ShopStore, 'acquireDrain' | 'releaseDrain'>; now: () => Date },
): Promise<DrainLease | undefined> {
  const owner = randomUUID();
  let until = 0;
  const acquire = async () => {
    const time = now().getTime();
    const acquired = await shops.acquireDrain({ shopId, kind, owner, now: time, until: time + LEASE_MS });
    if (acquired) until = time + LEASE_MS;
    return acquired;
  };

  for (let waitedMs = 0; !(await acquire()); waitedMs += PAUSE_MS) {
    if (waitedMs >= TRY_FOR_MS) return undefined;
    await setTimeout(PAUSE_MS);
  }
  return {
    renew: async () => until - now().getTime() > LEASE_MS / 2 || (await acquire()),
    release: () => shops.releaseDrain({ shopId, kind, owner }),
  };
}
