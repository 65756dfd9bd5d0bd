import type { ShopSecret } from '../../shared/shops/shop-secrets.ts';
import type { ShopSettings } from '../../shared/shops/shop.ts';
import { OPTIONAL_FIELDS, type ShopToOnboard } from './check-shop.ts';

/** What a stage holds of a shop. */
export type StoredSettings = ShopSettings & Pick<ShopSecret, 'downstreamSecret'>;

/** The shop with what is stored of it, wherever it says nothing itself. */
export const keepSettings = (shop: ShopToOnboard, stored: StoredSettings): ShopToOnboard => ({
  ...shop,
  downstreamUrl: shop.downstreamUrl ?? stored.downstreamUrl,
  downstreamSecret: shop.downstreamSecret ?? stored.downstreamSecret,
  deliverBuyerData: shop.deliverBuyerData ?? stored.deliverBuyerData,
  since: shop.since ?? stored.since,
  fulfillmentOutbound: shop.fulfillmentOutbound ?? stored.fulfillmentOutbound,
  returns: shop.returns ?? stored.returns,
});

/** The settings that are stored of a shop, and that it says nothing of itself. */
export const unnamedSettings = (shop: ShopToOnboard, stored: StoredSettings): string[] =>
  OPTIONAL_FIELDS.filter((name) => shop[name] === undefined && stored[name] !== undefined);
