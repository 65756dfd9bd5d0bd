import { DatedMap } from '../dated-map.ts';
import type { FbaReturn } from './fba-return.ts';
import type { MerchantReturn } from './merchant-return.ts';

/** The returns of one seller as Amazon holds them, with their past. */
export class ReturnBook {
  readonly fba = new DatedMap<FbaReturn>();
  readonly merchant = new DatedMap<MerchantReturn>();
  private readonly now: () => Date;

  constructor(now: () => Date, { fba, merchant }: { fba: readonly FbaReturn[]; merchant: readonly MerchantReturn[] }) {
    this.now = now;
    const always = Number.NEGATIVE_INFINITY;
    for (const each of fba) this.fba.set(each.licensePlateNumber, each, always);
    for (const each of merchant) this.merchant.set(each.amazonRmaId, each, always);
  }

  /** Puts this very return in the book, new or in place of the one with its number. */
  putFba = (each: FbaReturn): FbaReturn => {
    this.fba.set(each.licensePlateNumber, each, this.now().getTime());
    return each;
  };

  /** Puts this very return in the book, new or in place of the one with its RMA id. */
  putMerchant = (each: MerchantReturn): MerchantReturn => {
    this.merchant.set(each.amazonRmaId, each, this.now().getTime());
    return each;
  };

  removeFba = (licensePlateNumber: string): void => {
    this.fba.set(licensePlateNumber, undefined, this.now().getTime());
  };

  removeMerchant = (amazonRmaId: string): void => {
    this.merchant.set(amazonRmaId, undefined, this.now().getTime());
  };
}
