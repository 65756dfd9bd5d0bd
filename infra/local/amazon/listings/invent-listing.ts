import type { Marketplace } from '../marketplaces.ts';
import { fromCents, toMoney } from '../orders/money.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { Listing } from './listing.ts';
import { localizedTitle } from './localized-title.ts';
import { isFulfilledByAmazon, productAt } from './product.ts';

const DAY = 24 * 60 * 60 * 1000;

/** What a listing is invented from: the same gives the same. */
export interface ListingPlan {
  /** The numbers of this product in this marketplace. */
  readonly random: SeededRandom;
  readonly index: number;
  readonly marketplace: Marketplace;
  /** All of them were opened in the eight years before this moment. */
  readonly until: Date;
}

/** Invents the listing of a product in a marketplace. One in twenty is unfinished, one in ten inactive. */
export function inventListing({ random, index, marketplace, until }: ListingPlan): Listing {
  const { asin, sellerSku, title, cents } = productAt(index);
  const itemName = localizedTitle(title, index, marketplace);
  const status = index % 20 === 14 ? 'Incomplete' : index % 10 === 7 ? 'Inactive' : 'Active';
  const isAmazons = isFulfilledByAmazon(index);
  return {
    sellerSku,
    itemName: status === 'Incomplete' ? '' : itemName,
    itemDescription: `${itemName}. ${DESCRIPTION}`,
    listingId: `${random.integer(10, 12)}${random.digits(2)}ZA${random.digits(5)}`,
    price: toMoney(fromCents(cents, marketplace), marketplace).amount,
    ...(!isAmazons && { quantity: status === 'Active' ? random.integer(1, 250) : 0 }),
    openDate: new Date(until.getTime() - random.integer(1, 2900) * DAY - random.integer(0, DAY)).toISOString(),
    asin,
    itemNote: random.chance(0.1) ? 'Checked by hand before it is sent' : '',
    itemCondition: '11',
    fulfillmentChannel: isAmazons ? amazonsChannel(marketplace) : 'DEFAULT',
    merchantShippingGroup: isAmazons ? '' : 'Migrated Template',
    status,
  };
}

const DESCRIPTION =
  'Made to be used every day and to be mended when it breaks: parts are kept for ten years. Wash by hand, dry well, ' +
  'keep away from the fire. Comes in a box without plastic, with a leaflet in five languages.';

const amazonsChannel = ({ region, countryCode }: Marketplace) =>
  `AMAZON_${region === 'fe' ? countryCode : region.toUpperCase()}`;
