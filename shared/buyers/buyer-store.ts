import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ifConditionHolds } from '../aws/if-condition-holds.ts';

/** What Amazon sent of a record beyond the allow-list: names, addresses, messages, and whatever is not known to be harmless. */
export interface BuyerRow {
  readonly shopId: string;
  /** Kind and id of the record: `orders#302-1234567-1234567`. */
  readonly recordId: string;
  /** Amazon's time for the record; an older one does not overwrite a newer one. */
  readonly lastUpdatedTime: string;
  /** In Amazon's shape; joined again by `joinFields`. */
  readonly data: Record<string, unknown>;
  /** Unix second of death. */
  readonly expiresAt: number;
}

/** The `buyers` table. It dies by TTL and by a daily sweep, has its own key and no copies. */
export class BuyerStore {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly now: () => number;

  constructor(client: DynamoDBDocumentClient, table: string, now: () => number) {
    this.client = client;
    this.table = table;
    this.now = now;
  }

  /**
   * Writes the row unless a newer one is there, or its date of death has come. Write it before the record that it belongs
   * to. Safe to run again.
   */
  async save(row: BuyerRow): Promise<void> {
    if (row.expiresAt <= this.now() / 1000) return;
    await ifConditionHolds(
      this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: row,
          ConditionExpression: 'attribute_not_exists(recordId) OR lastUpdatedTime <= :time',
          ExpressionAttributeValues: { ':time': row.lastUpdatedTime },
        }),
      ),
    );
  }

  /**
   * The record has changed, and Amazon no longer shows its buyer: what is known of the buyer stays until the new date of
   * death, the fields in `data` are replaced. A row that is gone or dead stays so; one whose new date has come gets the date and
   * nothing else.
   */
  async update({ shopId, recordId, lastUpdatedTime, expiresAt, data }: BuyerRow): Promise<void> {
    const now = this.now() / 1000;
    const fields = expiresAt > now ? Object.entries(data) : [];
    await ifConditionHolds(
      this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { shopId, recordId },
          UpdateExpression: [
            'SET lastUpdatedTime = :time, expiresAt = :expiresAt',
            ...fields.map((_, at) => `#data.#name${at} = :value${at}`),
          ].join(', '),
          ConditionExpression: 'lastUpdatedTime <= :time AND expiresAt > :now',
          ...(fields.length > 0 && {
            ExpressionAttributeNames: {
              '#data': 'data',
              ...Object.fromEntries(fields.map(([name], at) => [`#name${at}`, name])),
            },
          }),
          ExpressionAttributeValues: {
            ':time': lastUpdatedTime,
            ':expiresAt': expiresAt,
            ':now': now,
            ...Object.fromEntries(fields.map(([, value], at) => [`:value${at}`, value])),
          },
        }),
      ),
    );
  }
}
