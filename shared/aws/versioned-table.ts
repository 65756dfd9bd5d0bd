import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { ifConditionHolds } from './if-condition-holds.ts';
import { newOutboxMark } from '../delivery/outbox-mark.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { batchGet } from './batch-get.ts';

/** A record on its way into a table. */
export interface Incoming {
  /** The sort key. */
  readonly key: string;
  /** Amazon's time for the record, ISO with milliseconds: compares as text. */
  readonly time: string;
  /** Of all its content. */
  readonly hash: string;
}

/** What every row of a versioned table has, beside what is its own. */
export interface KnownRow {
  readonly version: number;
  readonly undeliveredSince?: string;
  /** Of the part that is saved here; absent while only another part of the row was. */
  readonly time?: string;
  readonly hash?: string;
}

/** `stale` is older than what is stored, `unchanged` says the same. */
export type Verdict = 'stored' | 'unchanged' | 'stale';

export interface Saved<Record, Known> {
  readonly record: Record;
  readonly verdict: Verdict;
  /** The row as it stands now, as far as it was read or written. */
  readonly row: Known & KnownRow;
}

/** How a kind of record becomes a row. */
export interface Writing<Record, Known> {
  /** The row's own attributes; `known` is the row that it replaces. */
  toRow(record: Record, known: (Known & KnownRow) | undefined): Known & { readonly [attribute: string]: unknown };
  /** Written first, because the row relies on it. Safe to repeat. */
  writeBefore?(record: Record, row: Known, known: (Known & KnownRow) | undefined): Promise<void>;
}

const WRITES_AT_ONCE = 16;

/**
 * A table in which newer wins: rows carry Amazon's `time`, a `hash` of the content, a `version` that counts up, and the
 * outbox mark `undeliveredSince` with every new version. Two writers of a row never both succeed with one version.
 * Rows whose parts have times of their own (listing and stock) have one of these a part: `listingTime`, `listingHash`.
 */
export class VersionedTable<Known extends object> {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly keyAttribute: string;
  private readonly known: z.ZodMiniType<Known>;
  private readonly attributes: readonly string[];
  private readonly names: { readonly time: string; readonly hash: string };
  private readonly now: () => number;

  /** `known`: the row's own attributes that decide about a newer record, read before every write. */
  constructor(means: {
    client: DynamoDBDocumentClient;
    table: string;
    keyAttribute: string;
    known: z.ZodMiniObject & z.ZodMiniType<Known>;
    part?: string;
    now: () => number;
  }) {
    const { part } = means;
    this.client = means.client;
    this.table = means.table;
    this.keyAttribute = means.keyAttribute;
    this.known = means.known;
    this.names = part === undefined ? { time: 'time', hash: 'hash' } : { time: `${part}Time`, hash: `${part}Hash` };
    this.attributes = [
      means.keyAttribute,
      'version',
      'undeliveredSince',
      ...Object.values(this.names),
      ...Object.keys(means.known.shape),
    ];
    this.now = means.now;
  }

  /**
   * Saves records, each key at most once in the list. Older than what is stored is refused, the same content writes
   * nothing; else the row is written with the next version and the mark. Safe to run again.
   */
  async save<Record extends Incoming>(
    shopId: string,
    records: readonly Record[],
    writing: Writing<Record, Known>,
  ): Promise<Saved<Record, Known>[]> {
    const found = await this.find(
      shopId,
      records.map(({ key }) => key),
    );
    return inParallel(records, WRITES_AT_ONCE, async (record) => {
      let known = found.get(record.key);
      for (;;) {
        const verdict = compare(record, known);
        if (known && verdict !== 'stored') return { record, verdict, row: known };
        const row = writing.toRow(record, known);
        await writing.writeBefore?.(record, row, known);
        const marks = { version: (known?.version ?? 0) + 1, undeliveredSince: newOutboxMark(new Date(this.now())) };
        const written = await this.write(
          { shopId, [this.keyAttribute]: record.key },
          { ...row, ...marks, ...this.timed(record) },
          known,
        );
        if (written)
          return { record, verdict: 'stored', row: { ...row, ...marks, time: record.time, hash: record.hash } };
        known = (await this.find(shopId, [record.key])).get(record.key);
      }
    });
  }

  private async find(shopId: string, keys: readonly string[]): Promise<Map<string, Known & KnownRow>> {
    const rowKeys = keys.map((key) => ({ shopId, [this.keyAttribute]: key }));
    const rows = new Map<string, Known & KnownRow>();
    for await (const row of batchGet(this.client, { table: this.table, keys: rowKeys, attributes: this.attributes })) {
      const { time, hash } = this.names;
      const versioned = VersionedRow.parse({ ...row, time: row[time], hash: row[hash] });
      rows.set(String(row[this.keyAttribute]), { ...this.known.parse(row), ...versioned });
    }
    return rows;
  }

  private timed = ({ time, hash }: Incoming) => ({ [this.names.time]: time, [this.names.hash]: hash });

  /** Sets these attributes and leaves a row's others. False: the row is not the one that was known. */
  private async write(key: Record<string, string>, attributes: object, known: KnownRow | undefined): Promise<boolean> {
    const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
    return ifConditionHolds(
      this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: key,
          UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}`,
          ConditionExpression: known ? '#version = :known' : 'attribute_not_exists(shopId)',
          ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
            ...(known && { ':known': known.version }),
          },
        }),
      ),
    );
  }
}

const VersionedRow = z.object({
  version: z.number(),
  undeliveredSince: z.optional(z.string()),
  time: z.optional(z.string()),
  hash: z.optional(z.string()),
});

function compare(record: Incoming, known: KnownRow | undefined): Verdict {
  if (known?.time === undefined) return 'stored';
  if (record.time < known.time) return 'stale';
  return record.hash === known.hash ? 'unchanged' : 'stored';
}
