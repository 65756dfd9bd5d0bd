import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { reportKey, type WantedReport } from './wanted-report.ts';

/** A document that has passed its checks and lies in the bucket. */
export const StoredDocument = z.object({
  s3Key: z.string(),
  bytes: z.number(),
  md5: z.string(),
  contentType: z.optional(z.string()),
  compression: z.enum(['gzip', 'none']),
});
export type StoredDocument = z.infer<typeof StoredDocument>;

/**
 * A wish and what has become of it.
 * `wanted`: nothing was asked yet. `requesting`: createReport may have been called. `requested`: Amazon works on it.
 * `done`: its document can be fetched. `fetched`: it lies in the bucket. `no-data`: Amazon has none for it.
 */
export const ReportRow = z.object({
  shopId: z.string(),
  reportKey: z.string(),
  state: z.enum(['wanted', 'requesting', 'requested', 'done', 'fetched', 'no-data']),
  /** Counts the writes; each names the one it found. */
  revision: z.number(),
  requestedAt: z.optional(z.string()),
  reportId: z.optional(z.string()),
  /** It was found at Amazon, not asked for by us. */
  adopted: z.optional(z.boolean()),
  reportDocumentId: z.optional(z.string()),
  createdTime: z.optional(z.string()),
  processingStartTime: z.optional(z.string()),
  /** How often it was looked at: pauses grow. */
  checks: z.number(),
  document: z.optional(StoredDocument),
  /** Since when the document lies in the bucket, ISO. The bucket forgets sooner than the ledger. */
  fetchedAt: z.optional(z.string()),
  /** The report that was ingested last under this key, its bytes where nothing of it was left out, and by which run. */
  ingestedReportId: z.optional(z.string()),
  ingestedMd5: z.optional(z.string()),
  ingestedByRun: z.optional(z.string()),
  /** The report whose rows were stored last, or are being stored, and the one before it. */
  readReportIds: z.optional(z.array(z.string())),
  /** Reports that came to nothing (damaged, lost, FATAL, cancelled, never finished): they are not taken again. */
  spoiltReportIds: z.optional(z.array(z.string())),
  /** When Amazon made the report that it then cancelled without a reason that we know; the next one is asked for later. */
  cancelledAt: z.optional(z.string()),
  /** Unix second of death: Amazon forgets a report after 90 days, and so do we. */
  expiresAt: z.number(),
});
export type ReportRow = z.infer<typeof ReportRow>;

const ROW_LIVES_S = 90 * 24 * 60 * 60;

/** Somebody else has moved this wish on. Look again. */
export class LedgerConflictError extends Error {
  override readonly name = 'LedgerConflictError';
}

/** The `reports` table. */
export class ReportLedger {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly now: () => number;

  constructor({ client, table, now }: { client: DynamoDBDocumentClient; table: string; now: () => number }) {
    this.client = client;
    this.table = table;
    this.now = now;
  }

  /** The row of a wish; a new one (not written yet) where there is none. */
  async find(wanted: WantedReport): Promise<ReportRow> {
    return this.findRow({ shopId: wanted.shopId, reportKey: reportKey(wanted) });
  }

  /** Likewise, by its key. */
  async findRow(key: Pick<ReportRow, 'shopId' | 'reportKey'>): Promise<ReportRow> {
    const { Item } = await this.client.send(new GetCommand({ TableName: this.table, Key: key, ConsistentRead: true }));
    return Item ? ReportRow.parse(Item) : { ...key, state: 'wanted', revision: 0, checks: 0, expiresAt: 0 };
  }

  /** Writes the next revision of a row. Throws {@link LedgerConflictError} when another has written it since it was read. */
  async save(row: ReportRow): Promise<ReportRow> {
    const next: ReportRow = {
      ...row,
      revision: row.revision + 1,
      expiresAt: Math.ceil(this.now() / 1000) + ROW_LIVES_S,
    };
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: next,
          ConditionExpression: row.revision === 0 ? 'attribute_not_exists(revision)' : 'revision = :found',
          ...(row.revision > 0 && { ExpressionAttributeValues: { ':found': row.revision } }),
        }),
      );
      return next;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        throw new LedgerConflictError(`${row.reportKey} was moved on by another`, { cause: error });
      throw error;
    }
  }

  /** The reports that other wishes of the type took, ingested, or found to be of no use. */
  async takenByOthers({ shopId, reportKey: own }: ReportRow, reportType: string): Promise<ReadonlySet<string>> {
    const taken = new Set<string>();
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await this.client.send(
        new QueryCommand({
          TableName: this.table,
          KeyConditionExpression: 'shopId = :shopId AND begins_with(reportKey, :type)',
          ExpressionAttributeValues: { ':shopId': shopId, ':type': `${reportType}#` },
          ConsistentRead: true,
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        }),
      );
      for (const item of page.Items ?? []) {
        const { reportKey: key, reportId, ingestedReportId, spoiltReportIds = [] } = ReportRow.parse(item);
        if (key === own) continue;
        for (const id of [reportId, ingestedReportId, ...spoiltReportIds]) if (id !== undefined) taken.add(id);
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return taken;
  }

  /** When Amazon may be asked for a report of this type again, Unix ms; 0: now. */
  async allowedFrom(shopId: string, reportType: string): Promise<number> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: coolDownKey(shopId, reportType), ConsistentRead: true }),
    );
    return Item ? CoolDownRow.parse(Item).allowedFrom : 0;
  }

  /** Remembers a cool-down; a later end that is known already stays. */
  async coolDownUntil(shopId: string, reportType: string, allowedFrom: number): Promise<void> {
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: coolDownKey(shopId, reportType),
          UpdateExpression: 'SET allowedFrom = :until, expiresAt = :expiresAt',
          ConditionExpression: 'attribute_not_exists(allowedFrom) OR allowedFrom < :until',
          ExpressionAttributeValues: {
            ':until': allowedFrom,
            ':expiresAt': Math.ceil(this.now() / 1000) + ROW_LIVES_S,
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}

const CoolDownRow = z.object({ allowedFrom: z.number() });

const coolDownKey = (shopId: string, reportType: string) => ({ shopId, reportKey: `cool-down#${reportType}` });
