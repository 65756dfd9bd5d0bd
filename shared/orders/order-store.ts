import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { VersionedTable, type Verdict } from '../aws/versioned-table.ts';
import type { BuyerStore } from '../buyers/buyer-store.ts';
import { deathOf, deliveredAt, type Order, PII_STATES, piiOf, type PiiState } from './order.ts';

/** What the table knows of an order, as far as it decides about a newer one. */
const KnownOrder = z.object({
  pii: z.enum(PII_STATES),
  /** Date of death of the buyer's data, Unix seconds. */
  piiExpiresAt: z.number(),
  /** When a version first showed every package delivered. */
  deliverySeenAt: z.optional(z.string()),
  /** Its buyer was stored, and the day has come: for good, whatever Amazon sends later. */
  buyerDied: z.optional(z.literal(true)),
});
type KnownOrder = z.infer<typeof KnownOrder>;

/** What became of an order. */
export interface SavedOrder {
  readonly orderId: string;
  readonly outcome: Verdict;
  readonly pii: PiiState;
  /** It is still to be handed downstream, by this save or by one whose run died before handing out. */
  readonly undelivered: boolean;
}

interface OrderStoreMeans {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly buyers: Pick<BuyerStore, 'save' | 'update'>;
  readonly now: () => number;
}

/** The `orders` table, and with it the buyers of orders. */
export class OrderStore {
  private readonly orders: VersionedTable<KnownOrder>;
  private readonly buyers: OrderStoreMeans['buyers'];
  private readonly now: () => number;

  constructor({ client, table, buyers, now }: OrderStoreMeans) {
    this.orders = new VersionedTable({ client, table, keyAttribute: 'orderId', known: KnownOrder, now });
    this.buyers = buyers;
    this.now = now;
  }

  /**
   * Stores orders, each at most once in the list; the buyer first, then the order. `asked`: the shop wants buyers' data.
   * Safe to run again.
   */
  async save(shopId: string, orders: readonly Order[], { asked }: { asked: boolean }): Promise<SavedOrder[]> {
    const incoming = orders.map((order) => ({ ...order, key: order.orderId, time: order.lastUpdatedTime }));
    const saved = await this.orders.save(shopId, incoming, {
      toRow: (order, known) => this.toRow(order, known, asked),
      writeBefore: (order, row, known) => this.saveBuyer(shopId, order, row, known),
    });
    return saved.map(({ record, verdict, row }) => ({
      orderId: record.orderId,
      outcome: verdict,
      pii: row.pii,
      undelivered: row.undeliveredSince !== undefined,
    }));
  }

  private toRow(order: Order, known: KnownOrder | undefined, asked: boolean): KnownOrder & { order: Order['fields'] } {
    const now = this.now();
    const deliverySeenAt = known?.deliverySeenAt ?? deliveredAt(order, { isNew: known === undefined });
    const counted = deathOf(order, deliverySeenAt);
    const nearest = Math.min(counted, known?.piiExpiresAt ?? counted);
    const buyerDied = known?.buyerDied === true || (known?.pii === 'present' && nearest <= now / 1000);
    const deathAt = buyerDied ? nearest : counted;
    // Amazon shows a recipient only for a while: what was present stays so until it dies.
    const remembered = !order.hasBuyer && isPresent(known, now) && !buyerDied;
    const pii = remembered ? 'present' : buyerDied ? 'expired' : piiOf(order, { asked, deathAt, now });
    return {
      pii,
      piiExpiresAt: deathAt,
      ...(deliverySeenAt !== undefined && { deliverySeenAt }),
      ...(buyerDied && { buyerDied }),
      order: order.fields,
    };
  }

  private async saveBuyer(shopId: string, order: Order, row: KnownOrder, known: KnownOrder | undefined): Promise<void> {
    const { lastUpdatedTime, hasBuyer, buyerData = {} } = order;
    const expired = row.piiExpiresAt <= this.now() / 1000;
    const buyer = { shopId, recordId: buyerRecordId(order.orderId), lastUpdatedTime, expiresAt: row.piiExpiresAt };
    if (isPresent(known, this.now()) && (expired || !hasBuyer))
      await this.buyers.update({ ...buyer, data: expired ? {} : buyerData });
    else if (!expired && order.buyerData) await this.buyers.save({ ...buyer, data: buyerData });
  }
}

/** Its buyer's row is there, and alive. */
const isPresent = (known: KnownOrder | undefined, now: number) =>
  known?.pii === 'present' && known.piiExpiresAt > now / 1000;

/** The key of an order's buyer in the `buyers` table. */
export const buyerRecordId = (orderId: string) => `orders#${orderId}`;
