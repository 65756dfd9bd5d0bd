import type { Order } from '@sp-api-sdk/orders-api-2026-01-01';
import { inventStock } from './inventory/invent-stock.ts';
import { NO_STOCK, type Stock, type StockQuantities } from './inventory/stock.ts';
import { inventListing, type ListingPlan } from './listings/invent-listing.ts';
import type { Listing } from './listings/listing.ts';
import { marketplaceOf } from './marketplaces.ts';
import { orderIdOf } from './orders/generate-orders.ts';
import type { FbaReturn } from './returns/fba-return.ts';
import { generateReturns } from './returns/generate-returns.ts';
import { inventFbaReturn, inventMerchantReturn } from './returns/invent-return.ts';
import type { MerchantReturn } from './returns/merchant-return.ts';
import { ReturnBook } from './returns/return-book.ts';
import { seededRandom, seededSeries } from './seeded-random.ts';
import { SkuBook } from './sku-book.ts';

/** What a test does to the listings, stock and returns of a seller. Reports made later, and the API, show it. */
export interface SellerGoods {
  /** The listing of a SKU, in the seller's first marketplace unless another is named. */
  findListing(sellerSku: string, marketplaceId?: string): Listing | undefined;
  listListings(marketplaceId?: string): Listing[];
  /** Puts a listing in, new or in place of the one with its SKU; what is not said is invented. */
  addListing(listing: Partial<Listing> & Pick<Listing, 'sellerSku'>, marketplaceId?: string): Listing;
  changeListing(sellerSku: string, change: Partial<Listing>, marketplaceId?: string): Listing;
  /** The listing is gone; stock that Amazon holds of it stays. */
  removeListing(sellerSku: string, marketplaceId?: string): void;
  findStock(sellerSku: string, marketplaceId?: string): Stock | undefined;
  listStock(marketplaceId?: string): Stock[];
  /**
   * Changes quantities of a SKU, now; the others stay (none, where there was no stock). A change of inbound quantities
   * alone is one that `startDateTime` does not find.
   */
  setStock(sellerSku: string, quantities: Partial<StockQuantities>, marketplaceId?: string): Stock;
  removeStock(sellerSku: string, marketplaceId?: string): void;
  listFbaReturns(): FbaReturn[];
  /** A new return to Amazon's warehouse, now unless said otherwise; what is not said is invented. */
  addFbaReturn(each?: Partial<FbaReturn>): FbaReturn;
  changeFbaReturn(licensePlateNumber: string, change: Partial<FbaReturn>): FbaReturn;
  removeFbaReturn(licensePlateNumber: string): void;
  listMerchantReturns(): MerchantReturn[];
  /** A new return asked of the merchant, now unless said otherwise; what is not said is invented. */
  addMerchantReturn(each?: Partial<MerchantReturn>): MerchantReturn;
  changeMerchantReturn(amazonRmaId: string, change: Partial<MerchantReturn>): MerchantReturn;
  removeMerchantReturn(amazonRmaId: string): void;
}

/** What the goods of an account begin with. */
export interface GoodsOptions {
  readonly marketplaceIds: readonly string[];
  /** How many products it sells, each in every marketplace; two of three of them from Amazon's warehouses. */
  readonly listings: number;
  readonly fbaReturns: number;
  readonly merchantReturns: number;
  readonly orders: readonly Order[];
  /** The moment up to which all that was; the same makes the same. */
  readonly until: Date;
  readonly seed: string;
  readonly now: () => Date;
}

/** The books of an account's goods, and what a test does to them. */
export function openGoods(options: GoodsOptions): SellerGoods & {
  listings: SkuBook<Listing>;
  stock: SkuBook<Stock>;
  returns: ReturnBook;
} {
  const { seed, now, listings: count, marketplaceIds } = options;
  const listings = new SkuBook<Listing>({ count, now, invent: inventor(options, 'listing', inventListing) });
  const stock = new SkuBook<Stock>({ count, now, invent: inventor(options, 'stock', inventStock) });
  const returns = new ReturnBook(now, generateReturns(options));
  const home = marketplaceIds[0] ?? '';
  return {
    listings,
    stock,
    returns,
    ...listingActs({ listings, home, now }),
    ...stockActs({ stock, listings, home, now }),
    ...returnActs({ returns, home, now, seed }),
  };
}

/** Invents things of products, by marketplace and number. */
function inventor<Thing>(
  { seed, until, marketplaceIds }: GoodsOptions,
  kind: string,
  invent: (plan: ListingPlan) => Thing,
): (marketplaceId: string, index: number) => Thing | undefined {
  const places = new Map(
    marketplaceIds.map((marketplaceId) => {
      const series = seededSeries(`${seed}/${kind}/${marketplaceId}`);
      return [marketplaceId, { marketplace: marketplaceOf(marketplaceId), series }];
    }),
  );
  return (marketplaceId, index) => {
    const place = places.get(marketplaceId);
    return place && invent({ random: place.series(index), index, marketplace: place.marketplace, until });
  };
}

function listingActs({ listings, home, now }: { listings: SkuBook<Listing>; home: string; now: () => Date }) {
  const put = (listing: Listing, marketplaceId: string) => {
    listings.put({ marketplaceId, sellerSku: listing.sellerSku }, listing);
    return listing;
  };
  const findListing: SellerGoods['findListing'] = (sellerSku, marketplaceId = home) =>
    listings.find({ marketplaceId, sellerSku });
  return {
    findListing,
    listListings: (marketplaceId = home) => Array.from(listings.list(marketplaceId), ({ value }) => value),
    addListing: (listing, marketplaceId = home) =>
      put({ ...plainListing(listing.sellerSku, now()), ...listing }, marketplaceId),
    changeListing: (sellerSku, change, marketplaceId = home) =>
      put(
        { ...known(findListing(sellerSku, marketplaceId), 'listing', sellerSku), ...change, sellerSku },
        marketplaceId,
      ),
    removeListing: (sellerSku, marketplaceId = home) => listings.put({ marketplaceId, sellerSku }, undefined),
  } satisfies Partial<SellerGoods>;
}

const plainListing = (sellerSku: string, now: Date): Listing => ({
  sellerSku,
  itemName: `Something called ${sellerSku}`,
  itemDescription: 'Added later',
  listingId: `10${seededRandom(sellerSku).digits(2)}ZA${seededRandom(sellerSku).digits(5)}`,
  price: '9.99',
  quantity: 1,
  openDate: now.toISOString(),
  asin: `B0ADD${seededRandom(sellerSku).digits(5)}`,
  itemNote: '',
  itemCondition: '11',
  fulfillmentChannel: 'DEFAULT',
  merchantShippingGroup: 'Migrated Template',
  status: 'Active',
});

function stockActs(books: { stock: SkuBook<Stock>; listings: SkuBook<Listing>; home: string; now: () => Date }) {
  const { stock, listings, home, now } = books;
  const findStock: SellerGoods['findStock'] = (sellerSku, marketplaceId = home) =>
    stock.find({ marketplaceId, sellerSku });
  return {
    findStock,
    listStock: (marketplaceId = home) => Array.from(stock.list(marketplaceId), ({ value }) => value),
    setStock(sellerSku, change, marketplaceId = home) {
      const key = { marketplaceId, sellerSku };
      const lastUpdatedTime = now().toISOString();
      const before = stock.find(key);
      const isInboundOnly = Object.keys(change).every((name) => name.startsWith('inbound'));
      const after: Stock = {
        ...(before ?? newStock(sellerSku, listings.find(key))),
        quantities: { ...(before?.quantities ?? NO_STOCK), ...change },
        lastUpdatedTime,
        noticedTime: before && isInboundOnly ? before.noticedTime : lastUpdatedTime,
      };
      stock.put(key, after);
      return after;
    },
    removeStock: (sellerSku, marketplaceId = home) => stock.put({ marketplaceId, sellerSku }, undefined),
  } satisfies Partial<SellerGoods>;
}

const newStock = (sellerSku: string, listing: Listing | undefined) => ({
  sellerSku,
  asin: listing?.asin ?? '',
  fnSku: `X9${seededRandom(sellerSku).digits(8)}`,
  condition: 'NewItem',
  productName: listing?.itemName ?? '',
});

function returnActs(books: { returns: ReturnBook; home: string; now: () => Date; seed: string }) {
  const { returns, home, now, seed } = books;
  let added = FIRST_ADDED;
  const nextPlan = () => {
    added += 1;
    const date = now()
      .toISOString()
      .replace(/\.\d+Z$/, '.000Z');
    return { marketplaceId: home, orderId: orderIdOf(seed, added), date, number: added };
  };
  return {
    listFbaReturns: () => [...returns.fba.values()],
    addFbaReturn(each = {}) {
      const plan = nextPlan();
      return returns.putFba({ ...inventFbaReturn(seededRandom(`${seed}/added/${added}`), plan), ...each });
    },
    changeFbaReturn: (id, change) =>
      returns.putFba({ ...known(returns.fba.find(id)?.value, 'return', id), ...change, licensePlateNumber: id }),
    removeFbaReturn: returns.removeFba,
    listMerchantReturns: () => [...returns.merchant.values()],
    addMerchantReturn(each = {}) {
      const plan = nextPlan();
      return returns.putMerchant({ ...inventMerchantReturn(seededRandom(`${seed}/added/${added}`), plan), ...each });
    },
    changeMerchantReturn: (id, change) =>
      returns.putMerchant({ ...known(returns.merchant.find(id)?.value, 'return', id), ...change, amazonRmaId: id }),
    removeMerchantReturn: returns.removeMerchant,
  } satisfies Partial<SellerGoods>;
}

/** Returns added later are numbered from here, beyond those of the past. */
const FIRST_ADDED = 8_000_000;

function known<Thing>(thing: Thing | undefined, kind: string, id: string): Thing {
  if (thing === undefined) throw new Error(`The simulated account has no ${kind} ${id}.`);
  return thing;
}
