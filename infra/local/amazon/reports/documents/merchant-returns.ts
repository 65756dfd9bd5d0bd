import type { MerchantReturn } from '../../returns/merchant-return.ts';
import { isInWindow, type ReportSource } from '../report-type.ts';

/** The merchant returns asked for in a window, as the account had them when the report was made. */
export function merchantReturns({
  returns,
  at,
  marketplaces,
  ...window
}: ReportSource): () => Iterable<MerchantReturn> {
  const marketplaceIds = marketplaces.map(({ marketplaceId }) => marketplaceId);
  const mark = returns.merchant.markAt(at);
  return function* () {
    for (const each of returns.merchant.values(mark)) {
      if (marketplaceIds.includes(each.marketplaceId) && isInWindow(each.returnRequestDate, window)) yield each;
    }
  };
}
