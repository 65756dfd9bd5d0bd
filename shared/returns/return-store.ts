import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { VersionedTable } from '../aws/versioned-table.ts';
import type { BuyerStore } from '../buyers/buyer-store.ts';
import { dateOfDeath } from '../buyers/date-of-death.ts';
import { DynamoOutbox } from '../delivery/dynamo-outbox.ts';
import type { Return } from './return.ts';

/** The `returns` table, and with it what customers wrote. */
export class ReturnStore {
  private readonly returns: VersionedTable<object>;
  private readonly buyers: Pick<BuyerStore, 'save'>;

  constructor({
    client,
    table,
    buyers,
    now,
  }: { client: DynamoDBDocumentClient; table: string; buyers: Pick<BuyerStore, 'save'>; now: () => number }) {
    this.returns = new VersionedTable({ client, table, keyAttribute: 'returnKey', known: z.object({}), now });
    this.buyers = buyers;
  }

  /**
   * Stores returns, each key at most once in the list; newer is the report that Amazon began to write later (`time`, ISO).
   * Safe to run again.
   */
  async save(shopId: string, returns: readonly Return[], { time }: { time: string }) {
    const saved = await this.returns.save(
      shopId,
      returns.map((each) => ({ ...each, time })),
      {
        toRow: ({ key, source, orderId, fields }) => ({ return: { ...fields, key, source, orderId } }),
        writeBefore: ({ key, buyerData, returnedAt = time }) =>
          this.saveBuyer({ shopId, key, buyerData, returnedAt, time }),
      },
    );
    return saved.map(({ record, verdict, row }) => ({
      key: record.key,
      verdict,
      undelivered: row.undeliveredSince !== undefined,
    }));
  }

  private async saveBuyer({
    shopId,
    key,
    buyerData,
    returnedAt,
    time,
  }: {
    shopId: string;
    key: string;
    buyerData: Return['buyerData'];
    returnedAt: string;
    time: string;
  }) {
    if (!buyerData) return;
    const expiresAt = dateOfDeath(returnedAt);
    await this.buyers.save({ shopId, recordId: `returns#${key}`, lastUpdatedTime: time, data: buyerData, expiresAt });
  }
}

const ReturnRow = z.object({ version: z.number(), return: z.record(z.string(), z.string()) });

/** The outbox of the `returns` table. */
export const returnsOutbox = ({ client, table }: { client: DynamoDBDocumentClient; table: string }) =>
  new DynamoOutbox({
    client,
    table,
    kind: 'returns',
    keyAttribute: 'returnKey',
    timeAttributes: ['time'],
    toRecord: (row) => {
      const { version, return: fields } = ReturnRow.parse(row);
      return { version, ...fields };
    },
  });
