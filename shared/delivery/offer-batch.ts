import type { Batch, BatchRecord } from '../contracts/batch.ts';
import type { Shop } from '../shops/shop.ts';
import { toBatch } from './batch-id.ts';
import type { BuyerReader } from './buyer-reader.ts';
import { findDownstream } from './downstream.ts';
import type { ShopSecretReader } from './downstream.ts';
import { joinBuyers } from './join-buyers.ts';
import { type Answer, postBatch, type PostMeans } from './post-batch.ts';

export interface OfferMeans extends PostMeans {
  readonly secrets: ShopSecretReader;
  readonly buyers: Pick<BuyerReader, 'read'>;
  /** Milliseconds that are left to this process. */
  readonly timeLeftMs: () => number;
}

export type Away = Extract<Answer, { outcome: 'away' }>;

/** Every record of the batch has its answer, but for the `rest`, for which there was no time. */
export interface Settled {
  readonly outcome: 'settled';
  readonly accepted: number;
  /** As they were on the queue, without buyers' data. */
  readonly refused: readonly { record: BatchRecord; status: number }[];
  readonly rest: readonly BatchRecord[];
}

/**
 * Offers a batch to the shop's downstream. One that is refused as a whole is offered once more, record by record,
 * each a batch with an id of its own. If downstream goes away meanwhile the whole batch is to come again later.
 */
export async function offerBatch(
  { shop, batch }: { shop: Shop; batch: Batch },
  means: OfferMeans,
): Promise<Away | Settled> {
  const downstream = await findDownstream(shop, means);
  if ('outcome' in downstream) return downstream;
  const whole = shop.deliverBuyerData === true ? await joinBuyers(batch, means) : batch;

  const answer = await postBatch({ ...downstream, batch: whole }, means);
  if (answer.outcome === 'away') return answer;
  if (answer.outcome === 'accepted') return settled({ accepted: batch.records.length });
  const [only, ...others] = batch.records;
  if (only !== undefined && others.length === 0) return settled({ refused: [{ record: only, status: answer.status }] });

  let accepted = 0;
  const refused: { record: BatchRecord; status: number }[] = [];
  for (const [index, record] of batch.records.entries()) {
    if (means.timeLeftMs() < means.timeoutMs * 1.5)
      return settled({ accepted, refused, rest: batch.records.slice(index) });
    const single = toBatch(batch.shopId, batch.kind, whole.records.slice(index, index + 1));
    const singleAnswer = await postBatch({ ...downstream, batch: single }, means);
    if (singleAnswer.outcome === 'away') return singleAnswer;
    if (singleAnswer.outcome === 'accepted') accepted += 1;
    else refused.push({ record, status: singleAnswer.status });
  }
  return settled({ accepted, refused });
}

const settled = (part: Partial<Omit<Settled, 'outcome'>>): Settled => ({
  outcome: 'settled',
  accepted: 0,
  refused: [],
  rest: [],
  ...part,
});
