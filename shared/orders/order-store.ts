import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { batchGet } from '../aws/batch-get.ts';
import type { BuyerStore } from '../buyers/buyer-store.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { deathOf, type Order, PII_STATES, piiOf, type PiiState } from './order.ts';

/** What the table knows of an order, as far as it decides about a newer one. */
const KnownOrder = z.object({
  orderId: z.string(),
  lastUpdatedTime: z.string(),
  hash: z.string(),
  version: z.number(),
  pii: z.enum(PII_STATES),
  piiExpiresAt: z.optional(z.number()),
  deliverySeenAt: z.optional(z.string()),
  undeliveredSince: z.optional(z.string()),
});
type KnownOrder = z.infer<typeof KnownOrder>;
const KNOWN = Object.keys(KnownOrder.shape);

/** What became of an order: `stale` is older than what is stored, `unchanged` the same in time and content. */
export interface SavedOrder {
  readonly orderId: string;
  readonly lastUpdatedTime: string;
  readonly outcome: 'stored' | 'unchanged' | 'stale';
  readonly pii: PiiState;
  /** It is still to be handed downstream, by this save or by one whose run died before handing out. */
  readonly undelivered: boolean;
}

const WRITES_AT_ONCE = 16;

/** The `orders` table, and with it the buyers of orders. */
export class OrderStore {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly buyers: Pick<BuyerStore, 'save' | 'update'>;
  private readonly now: () => number;

  constructor(means: {
    client: DynamoDBDocumentClient;
    table: string;
    buyers: Pick<BuyerStore, 'save' | 'update'>;
    now: () => number;
  }) {
    this.client = means.client;
    this.table = means.table;
    this.buyers = means.buyers;
    this.now = means.now;
  }

  /**
   * Stores orders, each at most once in the list; the buyer first, then the order with the next version and the outbox mark.
   * Older than what is stored is refused, equal in time and content writes nothing. Safe to run again.
   */
  async save(shopId: string, orders: readonly Order[], { asked }: { asked: boolean }): Promise<SavedOrder[]> {
    const known = await this.find(
      shopId,
      orders.map(({ orderId }) => orderId),
    );
    return inParallel(orders, WRITES_AT_ONCE, (order) => this.saveOne(shopId, order, known.get(order.orderId), asked));
  }

  private async saveOne(
    shopId: string,
    order: Order,
    found: KnownOrder | undefined,
    asked: boolean,
  ): Promise<SavedOrder> {
    let known = found;
    for (;;) {
      const verdict = compare(order, known);
      if (known && verdict !== 'stored') return saved(order, verdict, known.pii, known.undeliveredSince !== undefined);
      const row = this.toRow(shopId, order, known, asked);
      await this.saveBuyer(shopId, order, row, known);
      if (await this.put(row, known)) return saved(order, 'stored', row.pii, true);
      known = (await this.find(shopId, [order.orderId])).get(order.orderId);
    }
  }

  private toRow(shopId: string, order: Order, known: KnownOrder | undefined, asked: boolean) {
    const { orderId, lastUpdatedTime, hash, fields } = order;
    const deliverySeenAt = known?.deliverySeenAt ?? (order.delivered ? lastUpdatedTime : undefined);
    const deathAt = deathOf(order, deliverySeenAt);
    const now = this.now();
    // Amazon shows a recipient only for a while: what was present stays so until it dies.
    const remembered = !order.hasBuyer && known?.pii === 'present' && deathAt > now / 1000;
    const pii: PiiState = remembered ? 'present' : piiOf(order, { asked, deathAt, now });
    const version = (known?.version ?? 0) + 1;
    const undeliveredSince = new Date(now).toISOString();
    return {
      shopId,
      orderId,
      lastUpdatedTime,
      hash,
      version,
      pii,
      piiExpiresAt: deathAt,
      deliverySeenAt,
      undeliveredSince,
      order: fields,
    };
  }

  private async saveBuyer(
    shopId: string,
    order: Order,
    row: { pii: PiiState; piiExpiresAt: number },
    known: KnownOrder | undefined,
  ): Promise<void> {
    const { lastUpdatedTime, hasBuyer, buyerData = {} } = order;
    const expired = row.piiExpiresAt <= this.now() / 1000;
    const buyer = { shopId, recordId: buyerRecordId(order.orderId), lastUpdatedTime, expiresAt: row.piiExpiresAt };
    if (known?.pii === 'present' && (expired || !hasBuyer))
      await this.buyers.update({ ...buyer, data: expired ? {} : buyerData });
    else if (!expired && order.buyerData) await this.buyers.save({ ...buyer, data: buyerData });
  }

  private async put(row: object, known: KnownOrder | undefined): Promise<boolean> {
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: row,
          ...(known
            ? {
                ConditionExpression: '#version = :version',
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':version': known.version },
              }
            : { ConditionExpression: 'attribute_not_exists(orderId)' }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  private async find(shopId: string, orderIds: readonly string[]): Promise<Map<string, KnownOrder>> {
    const keys = orderIds.map((orderId) => ({ shopId, orderId }));
    const rows = await Array.fromAsync(batchGet(this.client, { table: this.table, keys, attributes: KNOWN }), (row) =>
      KnownOrder.parse(row),
    );
    return new Map(rows.map((row) => [row.orderId, row]));
  }
}

/** The key of an order's buyer in the `buyers` table. */
export const buyerRecordId = (orderId: string) => `orders#${orderId}`;

function compare(order: Order, known: KnownOrder | undefined): SavedOrder['outcome'] {
  if (!known || order.lastUpdatedTime > known.lastUpdatedTime) return 'stored';
  if (order.lastUpdatedTime < known.lastUpdatedTime) return 'stale';
  return order.hash === known.hash ? 'unchanged' : 'stored';
}

const saved = (
  { orderId, lastUpdatedTime }: Order,
  outcome: SavedOrder['outcome'],
  pii: PiiState,
  undelivered: boolean,
): SavedOrder => ({
  orderId,
  lastUpdatedTime,
  outcome,
  pii,
  undelivered,
});
