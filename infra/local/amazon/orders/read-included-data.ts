import { accessDenied, invalidInput } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';
import { INCLUDED_DATA } from './included-data.ts';

/** What the caller asks to see. Throws 400 for what is no dataset or refused to this account, 403 for buyers' data. */
export function readIncludedData({ query, seller, faults }: Call): ReadonlySet<string> {
  const included = new Set(query.list('includedData', { allowed: INCLUDED_DATA }));
  const refused = faults.refusedDatasets.find(
    ({ sellerId, dataset }) => sellerId === seller.sellerId && included.has(dataset),
  );
  if (refused) {
    throw refused.named
      ? invalidInput(`The value '${refused.dataset}' of 'includedData' is not supported for this account.`)
      : invalidInput('Invalid Input', 'Invalid Input');
  }
  const asksForBuyer = included.has('BUYER') || included.has('RECIPIENT');
  const withoutRole = faults.withoutRole === 'refuse' && !seller.roles.has('direct-to-consumer-shipping');
  if (asksForBuyer && (withoutRole || faults.buyerDataRefused.has(seller.sellerId))) throw accessDenied();
  return included;
}
