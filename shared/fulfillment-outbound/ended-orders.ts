import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { ifConditionHolds } from '../aws/if-condition-holds.ts';
import { batchGet } from '../aws/batch-get.ts';
import type { StoredOrder } from './outbound-state.ts';

/** What is left of an order that was given away. */
export const EndedOrder = z.object({
  orderId: z.string(),
  status: z.string(),
  /** When it last changed, ISO. */
  changedAt: z.string(),
  /** The last that was told downstream: another order of this id goes on from it. */
  version: z.optional(z.number()),
  /** Amazon never had it: the id may be used again. */
  isFree: z.optional(z.boolean()),
});
export type EndedOrder = z.infer<typeof EndedOrder>;

/**
 * Ids of which downstream was told, in the `fulfillment-outbound` table, but outside of the shops' own rows: a run that
 * goes through a shop does not read them. They stay for good: versions never go back. And no source says what Amazon makes
 * of a second create after months: this is what keeps an order from being shipped twice.
 */
export class EndedOrders {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;

  constructor({ client, table }: { client: DynamoDBDocumentClient; table: string }) {
    this.client = client;
    this.table = table;
  }

  /** An id that was used once is never free again: of a later order of that id no more than the version is kept. */
  async save(
    shopId: string,
    { orderId, status, changedAt, version }: StoredOrder,
    { isFree }: { isFree: boolean },
  ): Promise<void> {
    const Key = { shopId: partitionOf(shopId), orderId };
    const isSaved = await ifConditionHolds(
      this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key,
          UpdateExpression: 'SET #status = :status, changedAt = :changedAt, version = :version, isFree = :isFree',
          ...(isFree && { ConditionExpression: 'attribute_not_exists(shopId) OR isFree = :isFree' }),
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':status': status,
            ':changedAt': changedAt,
            ':version': version,
            ':isFree': isFree,
          },
        }),
      ),
    );
    if (isSaved) return;
    const ExpressionAttributeValues = { ':version': version };
    const UpdateExpression = 'SET version = :version';
    await this.client.send(
      new UpdateCommand({ TableName: this.table, Key, UpdateExpression, ExpressionAttributeValues }),
    );
  }

  /** By order id; those that have no row here are left out. */
  async find(shopId: string, orderIds: readonly string[]): Promise<Map<string, EndedOrder>> {
    const keys = orderIds.map((orderId) => ({ shopId: partitionOf(shopId), orderId }));
    const found = new Map<string, EndedOrder>();
    for await (const row of batchGet(this.client, { table: this.table, keys })) {
      const ended = EndedOrder.parse(row);
      found.set(ended.orderId, ended);
    }
    return found;
  }
}

/** A shop's id has no `#`. */
const partitionOf = (shopId: string) => `${shopId}#ended`;
