import { joinFields } from '../buyers/split-fields.ts';
import type { Batch, BatchRecord } from '../contracts/batch.ts';
import type { Kind } from '../contracts/syncs.ts';
import type { BuyerReader } from './buyer-reader.ts';
import { recordId } from './record-id.ts';

/** The key in `buyers` of what belongs to a record, e.g. `orders#302-1234567-1234567`. */
export const buyerRecordId = (kind: Kind, id: string) => `${kind}#${id}`;

/**
 * The batch with each record whole again, as Amazon sent it: what is kept apart in `buyers` is joined back in.
 * A record that says its buyer is present, but whose buyer is dead by now, says so: `pii: 'expired'`.
 */
export async function joinBuyers(batch: Batch, { buyers }: { buyers: Pick<BuyerReader, 'read'> }): Promise<Batch> {
  const idOf = (record: BatchRecord) => buyerRecordId(batch.kind, recordId(batch.kind, record));
  const parts = await buyers.read(batch.shopId, batch.records.map(idOf));
  const records = batch.records.map((record) => {
    const part = parts.get(idOf(record));
    if (part !== undefined) return { ...joinFields(record, part), version: record.version };
    return record.pii === 'present' ? { ...record, pii: 'expired' } : record;
  });
  return { ...batch, records };
}
