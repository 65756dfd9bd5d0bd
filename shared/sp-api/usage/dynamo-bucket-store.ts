import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Bucket } from './gcra.ts';
import type { BucketStore } from './usage-limiter.ts';

const BucketRow = z.object({ tat: z.number(), rate: z.optional(z.number()) });

/** The `usage` table: one row a bucket, one consistent read and one conditional write a slot. */
export class DynamoBucketStore implements BucketStore {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.client = client;
    this.table = table;
  }

  async find(bucket: string): Promise<Bucket | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: { bucket }, ConsistentRead: true }),
    );
    return Item && BucketRow.parse(Item);
  }

  async replace(key: string, bucket: Bucket, expectedTat: number | undefined): Promise<boolean> {
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: { bucket: key, ...bucket },
          ...(expectedTat === undefined
            ? { ConditionExpression: 'attribute_not_exists(tat)' }
            : { ConditionExpression: 'tat = :expected', ExpressionAttributeValues: { ':expected': expectedTat } }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
