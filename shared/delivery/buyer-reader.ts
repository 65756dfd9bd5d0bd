import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { batchGet } from '../aws/batch-get.ts';

/** What Amazon sent beyond the allow-list, in Amazon's shape: `buyer`, `recipient`, and per item under `orderItems`. */
export type BuyerPart = Record<string, unknown>;

const BuyerRow = z.object({
  recordId: z.string(),
  data: z.record(z.string(), z.unknown()),
  /** Unix second of its death. */
  expiresAt: z.number(),
});

/** Reads the `buyers` table for those who are asked to deliver it. What it returns must reach no log and no queue. */
export class BuyerReader {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly now: () => Date;

  constructor(client: DynamoDBDocumentClient, table: string, now: () => Date) {
    this.client = client;
    this.table = table;
    this.now = now;
  }

  /** By record id; a dead row is left out, however long DynamoDB takes to delete it. */
  async read(shopId: string, recordIds: readonly string[]): Promise<Map<string, BuyerPart>> {
    const keys = [...new Set(recordIds)].map((recordId) => ({ shopId, recordId }));
    const parts = new Map<string, BuyerPart>();
    for await (const row of batchGet(this.client, { table: this.table, keys })) {
      const { recordId, data, expiresAt } = BuyerRow.parse(row);
      if (expiresAt * 1000 > this.now().getTime()) parts.set(recordId, data);
    }
    return parts;
  }
}
