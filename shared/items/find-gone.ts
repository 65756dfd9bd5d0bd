import { readRecords } from '../reports/read-records.ts';
import type { DocumentToRead } from '../reports/documents/stored-document.ts';
import type { ActiveListing } from './item-store.ts';

/** The SKUs of a listings report, read again from its kept document. */
export async function skusOf(document: DocumentToRead): Promise<Set<string>> {
  const skus = new Set<string>();
  for await (const { records } of readRecords(document)) {
    // Cells share the memory of their block: kept ones need memory of their own.
    for (const { fields } of records) skus.add(Buffer.from(fields.sellerSku ?? '').toString());
  }
  return skus;
}

/** Active listings that a report does not name. `tooMany`: more than a fifth of them; one report is not enough to believe that. */
export async function findGone(
  active: AsyncIterable<ActiveListing>,
  reported: ReadonlySet<string>,
): Promise<{ gone: ActiveListing[]; tooMany: boolean }> {
  const gone: ActiveListing[] = [];
  let count = 0;
  for await (const listing of active) {
    count += 1;
    if (!reported.has(listing.sku)) gone.push(listing);
  }
  return { gone, tooMany: gone.length > count / 5 };
}
