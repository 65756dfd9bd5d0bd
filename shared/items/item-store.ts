import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { ifConditionHolds } from '../aws/if-condition-holds.ts';
import { VersionedTable } from '../aws/versioned-table.ts';
import { DynamoOutbox } from '../delivery/dynamo-outbox.ts';
import { newOutboxMark } from '../delivery/outbox-mark.ts';
import type { Listing } from './listing.ts';
import type { Stock } from './stock.ts';

/** A listing that the table holds as active. */
export interface ActiveListing {
  readonly key: string;
  readonly sku: string;
}

/** The `items` table: one row a marketplace's SKU, with a listing and a stock, each with a time of its own. */
export class ItemStore {
  private readonly listings: VersionedTable<object>;
  private readonly stocks: VersionedTable<object>;
  private readonly means: { client: DynamoDBDocumentClient; table: string; now: () => number };

  constructor(means: { client: DynamoDBDocumentClient; table: string; now: () => number }) {
    const common = { ...means, keyAttribute: 'itemKey', known: z.object({}) };
    this.listings = new VersionedTable({ ...common, part: 'listing' });
    this.stocks = new VersionedTable({ ...common, part: 'stock' });
    this.means = means;
  }

  /** Stores listings, each key at most once; `time` (ISO): when Amazon began to write the report. Safe to run again. */
  async saveListings(shopId: string, listings: readonly Listing[], { time }: { time: string }) {
    const saved = await this.listings.save(
      shopId,
      listings.map((each) => ({ ...each, time })),
      {
        toRow: ({ sku, asin, marketplaceId, fields }) => ({ sku, asin, marketplaceId, active: true, listing: fields }),
      },
    );
    return saved.map(({ record, verdict, row }) => ({
      key: record.key,
      verdict,
      undelivered: row.undeliveredSince !== undefined,
    }));
  }

  /** Stores stock, each key at most once. A SKU without a listing gets a row too. Safe to run again. */
  async saveStock(shopId: string, stocks: readonly Stock[]) {
    const saved = await this.stocks.save(shopId, stocks, {
      toRow: ({ sku, asin, marketplaceId, stock }) => ({ sku, asin, marketplaceId, stock }),
    });
    return saved.map(({ record, verdict, row }) => ({
      key: record.key,
      verdict,
      undelivered: row.undeliveredSince !== undefined,
    }));
  }

  /** The active listings of a marketplace, page by page. */
  async *activeListings(shopId: string, marketplaceId: string): AsyncGenerator<ActiveListing> {
    const query = {
      TableName: this.means.table,
      ConsistentRead: true,
      KeyConditionExpression: 'shopId = :shopId AND begins_with(itemKey, :marketplace)',
      FilterExpression: 'active = :true',
      ProjectionExpression: 'itemKey, sku',
      ExpressionAttributeValues: { ':shopId': shopId, ':marketplace': `${marketplaceId}#`, ':true': true },
    };
    for await (const { Items = [] } of paginateQuery({ client: this.means.client }, query)) {
      for (const row of Items) yield { key: String(row.itemKey), sku: String(row.sku) };
    }
  }

  /** A listing is gone from the report of `time`: it becomes inactive. False: it is already, or a newer report has it. */
  async deactivate(shopId: string, key: string, { time }: { time: string }): Promise<boolean> {
    return ifConditionHolds(
      this.means.client.send(
        new UpdateCommand({
          TableName: this.means.table,
          Key: { shopId, itemKey: key },
          UpdateExpression:
            'SET active = :false, listingTime = :time, listingHash = :gone, undeliveredSince = :mark ADD #version :one',
          ConditionExpression: 'active = :true AND listingTime < :time',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: {
            ':false': false,
            ':true': true,
            ':time': time,
            ':gone': 'gone',
            ':mark': newOutboxMark(new Date(this.means.now())),
            ':one': 1,
          },
        }),
      ),
    );
  }
}

const ItemRow = z.object({
  itemKey: z.string(),
  version: z.number(),
  sku: z.string(),
  asin: z.optional(z.string()),
  marketplaceId: z.string(),
  active: z.optional(z.boolean()),
  listing: z.optional(z.record(z.string(), z.string())),
  stock: z.optional(z.record(z.string(), z.unknown())),
});

/**
 * The outbox of the `items` table. A record is the listing's columns and `stock`; `active: false` where the listing is
 * gone from Amazon's report. A SKU that is in stock but not listed has no `active`.
 */
export const itemsOutbox = ({ client, table }: { client: DynamoDBDocumentClient; table: string }) =>
  new DynamoOutbox({
    client,
    table,
    kind: 'products',
    keyAttribute: 'itemKey',
    timeAttributes: ['listingTime', 'stockTime'],
    toRecord: (row) => {
      const { itemKey: key, version, listing = {}, active, stock, ...ids } = ItemRow.parse(row);
      return {
        version,
        ...listing,
        ...(active === false && { status: 'Inactive' }),
        key,
        ...ids,
        ...(active !== undefined && { active }),
        ...(stock && { stock }),
      };
    },
  });
