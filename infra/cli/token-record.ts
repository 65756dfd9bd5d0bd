import { randomBytes } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { TokenRequest } from '../../shared/sp-api/restricted/check-token-request.ts';

/** Somebody asks for access to buyers' data. Never the token. */
export interface TokenAct extends TokenRequest {
  readonly shopId: string;
  /** Who asks, as far as the machine and AWS know. */
  readonly who: string;
}

/** Where an act stands in the table. */
export interface RecordKey {
  readonly scheduleId: string;
  readonly runId: string;
}

/** Longer than the year for which it may be asked who was given access to whose data. */
const RECORD_LIVES_S = 400 * 24 * 60 * 60;

/**
 * The record of who was given tokens for buyers' data: rows of the `runs` table under `rdt#<shopId>`, in the order of time.
 * Each is written before Amazon is asked, so that no token can come about that nobody knows of.
 */
export class TokenRecord {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly now: () => Date;

  constructor({ client, table, now }: { client: DynamoDBDocumentClient; table: string; now: () => Date }) {
    this.client = client;
    this.table = table;
    this.now = now;
  }

  /** Writes that a token is being asked for. Until {@link end} it may have been given. */
  async begin({ shopId, who, restrictedResources, targetApplication }: TokenAct): Promise<RecordKey> {
    const askedAt = this.now().toISOString();
    const key = { scheduleId: `rdt#${shopId}`, runId: `${askedAt}#${randomBytes(4).toString('hex')}` };
    const resources = restrictedResources.map(({ method, path, dataElements = [] }) =>
      [`${method} ${path}`, ...(dataElements.length > 0 ? [`(${dataElements.join(', ')})`] : [])].join(' '),
    );
    const Item = {
      ...key,
      shopId,
      who,
      resources,
      ...(targetApplication !== undefined && { targetApplication }),
      askedAt,
      outcome: 'asked',
      expiresAt: Math.ceil(this.now().getTime() / 1000) + RECORD_LIVES_S,
    };
    await this.client.send(
      new PutCommand({ TableName: this.table, Item, ConditionExpression: 'attribute_not_exists(runId)' }),
    );
    return key;
  }

  /** Writes how it ended: the token was given, or not, for the reason that an error's name says. */
  async end(key: RecordKey, outcome: 'given' | { refused: string }): Promise<void> {
    await this.client.send(
      new UpdateCommand({
        TableName: this.table,
        Key: { ...key },
        UpdateExpression: 'SET outcome = :outcome, reason = :reason, endedAt = :endedAt',
        ExpressionAttributeValues: {
          ':outcome': outcome === 'given' ? 'given' : 'refused',
          ':reason': outcome === 'given' ? '' : outcome.refused,
          ':endedAt': this.now().toISOString(),
        },
      }),
    );
  }
}
