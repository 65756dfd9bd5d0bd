import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** DynamoDB reads at most 100 rows in one BatchGetItem. */
const ROWS_AT_ONCE = 100;

/**
 * Reads rows consistently by key, any number of distinct keys; what DynamoDB leaves unprocessed is asked for again.
 * Rows come in any order, missing ones not at all.
 */
export async function* batchGet(
  client: DynamoDBDocumentClient,
  {
    table,
    keys,
    attributes,
  }: { table: string; keys: readonly Record<string, string>[]; attributes?: readonly string[] },
): AsyncGenerator<Record<string, unknown>> {
  const projection = attributes && {
    ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
  };
  for (let start = 0; start < keys.length; start += ROWS_AT_ONCE) {
    let left: Record<string, unknown>[] = keys.slice(start, start + ROWS_AT_ONCE);
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt > 0) await sleep(Math.random() * Math.min(2000, 25 * 2 ** attempt));
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true, ...projection } } }),
      );
      yield* Responses?.[table] ?? [];
      left = UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
}
