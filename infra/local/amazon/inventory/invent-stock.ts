import { localizedTitle } from '../listings/localized-title.ts';
import type { ListingPlan } from '../listings/invent-listing.ts';
import { isFulfilledByAmazon, productAt, shelfOf } from '../listings/product.ts';
import type { Stock } from './stock.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Invents the stock of a product that Amazon fulfils, last changed in the month before; undefined for the others. */
export function inventStock({ random, index, marketplace, until }: ListingPlan): Stock | undefined {
  if (!isFulfilledByAmazon(index)) return undefined;
  const { asin, sellerSku, title } = productAt(index);
  const some = (share: number, most: number) => (random.chance(share) ? random.integer(1, most) : 0);
  const lastUpdatedTime = new Date(until.getTime() - random.integer(0, 30 * DAY)).toISOString();
  return {
    sellerSku,
    asin,
    fnSku: fnSkuOf(index),
    condition: 'NewItem',
    productName: localizedTitle(title, index, marketplace),
    quantities: {
      fulfillable: some(0.9, 400),
      inboundWorking: some(0.3, 100),
      inboundShipped: some(0.3, 100),
      inboundReceiving: some(0.2, 60),
      pendingCustomerOrder: some(0.5, 9),
      pendingTransshipment: some(0.3, 20),
      fcProcessing: some(0.2, 5),
      researchingShortTerm: some(0.1, 3),
      researchingMidTerm: some(0.05, 2),
      researchingLongTerm: some(0.05, 2),
      customerDamaged: some(0.2, 5),
      warehouseDamaged: some(0.1, 3),
      distributorDamaged: some(0.05, 2),
      carrierDamaged: some(0.05, 2),
      defective: some(0.1, 4),
      expired: some(0.02, 4),
    },
    lastUpdatedTime,
    noticedTime: lastUpdatedTime,
  };
}

export const fnSkuOf = (index: number) => `X00${String(shelfOf(index)).padStart(7, '0')}`;
