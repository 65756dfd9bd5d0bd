import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { ifConditionHolds } from '../aws/if-condition-holds.ts';
import { batchGet } from '../aws/batch-get.ts';
import type { BatchRecord } from '../contracts/batch.ts';
import type { Kind } from '../contracts/syncs.ts';
import { UNDELIVERED_INDEX } from '../contracts/tables.ts';
import type { RedeliverableOutbox, UndeliveredRecord } from './outbox.ts';

export interface DynamoOutboxOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly kind: Kind;
  /** The table's sort key, e.g. `orderId`. */
  readonly keyAttribute: string;
  /** The attributes with Amazon's times for the record, ISO in UTC; `azi redeliver --since` asks for the newest. */
  readonly timeAttributes: readonly string[];
  /** What downstream gets of a row; its `version` is the row's. */
  readonly toRecord: (row: Record<string, unknown>) => BatchRecord;
}

/** The outbox of a table whose rows have `shopId`, `version`, and `undeliveredSince` while they wait to be handed out. */
export class DynamoOutbox implements RedeliverableOutbox {
  readonly kind: Kind;
  private readonly options: DynamoOutboxOptions;

  constructor(options: DynamoOutboxOptions) {
    this.kind = options.kind;
    this.options = options;
  }

  async *undelivered(shopId: string): AsyncIterable<string> {
    const { client, table } = this.options;
    const query = {
      TableName: table,
      IndexName: UNDELIVERED_INDEX.name,
      KeyConditionExpression: 'shopId = :shopId',
      ExpressionAttributeValues: { ':shopId': shopId },
    };
    for await (const { Items } of paginateQuery({ client }, query)) yield* (Items ?? []).map((row) => this.keyOf(row));
  }

  async read(shopId: string, keys: readonly string[]): Promise<UndeliveredRecord[]> {
    const { client, table, keyAttribute } = this.options;
    const rowKeys = [...new Set(keys)].map((key) => ({ shopId, [keyAttribute]: key }));
    const undelivered: UndeliveredRecord[] = [];
    for await (const row of batchGet(client, { table, keys: rowKeys })) {
      const { version, undeliveredSince } = OutboxAttributes.parse(row);
      if (undeliveredSince === undefined) continue;
      undelivered.push({ key: this.keyOf(row), version, undeliveredSince, record: this.options.toRecord(row) });
    }
    return undelivered;
  }

  async clear(shopId: string, sent: Pick<UndeliveredRecord, 'key' | 'version' | 'undeliveredSince'>): Promise<void> {
    const { client, table, keyAttribute } = this.options;
    await ifConditionHolds(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { shopId, [keyAttribute]: sent.key },
          UpdateExpression: 'REMOVE undeliveredSince',
          ConditionExpression: '#version = :version AND undeliveredSince = :undeliveredSince',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': sent.version, ':undeliveredSince': sent.undeliveredSince },
        }),
      ),
    );
  }

  async *changedSince(shopId: string, since: string | undefined): AsyncIterable<string> {
    const { client, table, keyAttribute, timeAttributes } = this.options;
    const isSince = timeAttributes.map((_, at) => `#time${at} >= :since`).join(' OR ');
    const names = Object.fromEntries(timeAttributes.map((name, at) => [`#time${at}`, name]));
    const query = {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'shopId = :shopId',
      ProjectionExpression: '#key',
      ...(since !== undefined && { FilterExpression: isSince }),
      ExpressionAttributeNames: { '#key': keyAttribute, ...(since !== undefined && names) },
      ExpressionAttributeValues: { ':shopId': shopId, ...(since !== undefined && { ':since': since }) },
    };
    for await (const { Items } of paginateQuery({ client }, query)) yield* (Items ?? []).map((row) => this.keyOf(row));
  }

  async markUndelivered(shopId: string, key: string, undeliveredSince: string): Promise<boolean> {
    const { client, table, keyAttribute } = this.options;
    return ifConditionHolds(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { shopId, [keyAttribute]: key },
          UpdateExpression: 'SET undeliveredSince = :undeliveredSince',
          ConditionExpression: 'attribute_exists(shopId)',
          ExpressionAttributeValues: { ':undeliveredSince': undeliveredSince },
        }),
      ),
    );
  }

  private keyOf(row: Record<string, unknown>): string {
    return z.string().parse(row[this.options.keyAttribute]);
  }
}

const OutboxAttributes = z.object({ version: z.number(), undeliveredSince: z.optional(z.string()) });
