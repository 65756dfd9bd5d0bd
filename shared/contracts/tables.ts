/**
 * The tables, as the stores expect them and the data stack makes them. Keys are strings.
 * `index` is sparse: only rows that carry its sort key stand in it, keys only, eventually consistent.
 */
export interface TableDefinition {
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** Attribute with the Unix second at which DynamoDB may delete the row. */
  readonly timeToLive?: string;
  readonly index?: { readonly name: string; readonly partitionKey: string; readonly sortKey: string };
  /** Buyers' data: a key of its own, no point-in-time recovery (Amazon is the backup). */
  readonly buyersData?: true;
  /** Days of point-in-time recovery. @default 35, DynamoDB's longest */
  readonly recoveryDays?: number;
}

/** Rows whose newest version has not been handed to SQS yet; see `shared/delivery/outbox.ts`. */
export const UNDELIVERED_INDEX = { name: 'undelivered', partitionKey: 'shopId', sortKey: 'undeliveredSince' } as const;

export const TABLES = {
  shops: { partitionKey: 'shopId' },
  schedules: { partitionKey: 'shopId', sortKey: 'scheduleId' },
  runs: { partitionKey: 'scheduleId', sortKey: 'runId', timeToLive: 'expiresAt' },
  usage: { partitionKey: 'bucket' },
  orders: { partitionKey: 'shopId', sortKey: 'orderId', index: UNDELIVERED_INDEX },
  returns: { partitionKey: 'shopId', sortKey: 'returnKey', index: UNDELIVERED_INDEX },
  items: { partitionKey: 'shopId', sortKey: 'itemKey', index: UNDELIVERED_INDEX },
  // Its requests hold addresses until they are picked up: a copy must not outlive the thirty days after delivery.
  'fulfillment-outbound': { partitionKey: 'shopId', sortKey: 'orderId', index: UNDELIVERED_INDEX, recoveryDays: 3 },
  reports: { partitionKey: 'shopId', sortKey: 'reportKey', timeToLive: 'expiresAt' },
  buyers: { partitionKey: 'shopId', sortKey: 'recordId', timeToLive: 'expiresAt', buyersData: true },
} as const satisfies Record<string, TableDefinition>;
export type TableName = keyof typeof TABLES;
