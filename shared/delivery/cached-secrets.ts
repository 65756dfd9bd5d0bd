import type { ShopSecret } from '../shops/shop-secrets.ts';
import type { ShopSecretReader } from './downstream.ts';

const KEPT_MS = 3 * 60_000;

/** Reads each shop's secret at most once in three minutes; a failure to read is not kept. */
export function cachedSecrets(secrets: ShopSecretReader, { now }: { now: () => Date }): ShopSecretReader {
  const kept = new Map<string, { secret: ShopSecret; until: number }>();
  return {
    async ofShop(shopId) {
      const known = kept.get(shopId);
      if (known !== undefined && known.until > now().getTime()) return known.secret;
      const secret = await secrets.ofShop(shopId);
      kept.set(shopId, { secret, until: now().getTime() + KEPT_MS });
      return secret;
    },
  };
}
