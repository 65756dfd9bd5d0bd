/** A listing as Amazon's listings reports tell of it. One per marketplace and SKU. */
export interface Listing {
  readonly sellerSku: string;
  /** May be empty: an unfinished listing has no name. */
  readonly itemName: string;
  readonly itemDescription: string;
  readonly listingId: string;
  /** A decimal in text, in the marketplace's currency. */
  readonly price: string;
  /** The merchant's own stock; absent for what Amazon fulfils. */
  readonly quantity?: number;
  /** ISO. */
  readonly openDate: string;
  readonly asin: string;
  readonly itemNote: string;
  /** Amazon's number of a condition; 11 is new. */
  readonly itemCondition: string;
  /** `DEFAULT` is the merchant, `AMAZON_NA` and the like Amazon. */
  readonly fulfillmentChannel: string;
  readonly merchantShippingGroup: string;
  readonly status: 'Active' | 'Inactive' | 'Incomplete';
}
