import { SecretError, type ShopSecret } from '../shops/shop-secrets.ts';
import type { Shop } from '../shops/shop.ts';

export interface ShopSecretReader {
  ofShop(shopId: string): Promise<ShopSecret>;
}

/** Where a shop's batches go and what signs them. */
export interface Downstream {
  readonly url: string;
  readonly secret: string;
}

/** Onboarding is not finished: batches wait in the queue until it is, like for a downstream that is away. */
export interface NoDownstream {
  readonly outcome: 'away';
  readonly reason: string;
}

/** The shop's downstream, or what is missing of it. Nothing is ever posted unsigned. */
export async function findDownstream(
  { shopId, downstreamUrl }: Shop,
  { secrets }: { secrets: ShopSecretReader },
): Promise<Downstream | NoDownstream> {
  if (downstreamUrl === undefined) return missing('the shop has no downstreamUrl');
  try {
    const { downstreamSecret } = await secrets.ofShop(shopId);
    if (downstreamSecret === undefined) return missing('the shop has a downstreamUrl but no downstreamSecret');
    return { url: downstreamUrl, secret: downstreamSecret };
  } catch (error) {
    if (error instanceof SecretError) return missing(error.message);
    throw error;
  }
}

const missing = (what: string): NoDownstream => ({ outcome: 'away', reason: `${what}: add it with azi shop add` });
