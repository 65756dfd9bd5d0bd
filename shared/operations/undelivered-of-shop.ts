import { type DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { UNDELIVERED_INDEX } from '../contracts/tables.ts';

/** How many records of a shop have not been handed to the queue, and since when (ISO) the oldest of them waits. */
export interface Undelivered {
  readonly count: number;
  readonly oldestSince?: string;
}

/** Counts a shop's rows in the sparse index of one table; the index may lag by a moment. */
export async function undeliveredOfShop(
  shopId: string,
  { client, table }: { client: DynamoDBDocumentClient; table: string },
): Promise<Undelivered> {
  const query = {
    TableName: table,
    IndexName: UNDELIVERED_INDEX.name,
    KeyConditionExpression: 'shopId = :shopId',
    ExpressionAttributeValues: { ':shopId': shopId },
  };
  const { Items = [] } = await client.send(new QueryCommand({ ...query, Limit: 1 }));
  const [oldest] = z.array(IndexRow).parse(Items);
  if (!oldest) return { count: 0 };
  let count = 0;
  for await (const page of paginateQuery({ client }, { ...query, Select: 'COUNT' })) count += page.Count ?? 0;
  return { count, oldestSince: oldest.undeliveredSince };
}

const IndexRow = z.object({ [UNDELIVERED_INDEX.sortKey]: z.string() });
