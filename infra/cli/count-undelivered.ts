import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { UNDELIVERED_INDEX } from '../../shared/contracts/tables.ts';
import type { BuiltSync } from './read-sync.ts';
import type { StageConnection } from './stage-connection.ts';

/** How many records of a shop have a version that has not been handed to the queue yet. A sync keeps its records in the table of its name. */
export async function countUndelivered(
  { shopId, sync }: { shopId: string; sync: BuiltSync },
  { clients, names }: Pick<StageConnection, 'clients' | 'names'>,
): Promise<number> {
  const query = {
    TableName: names.table(sync),
    IndexName: UNDELIVERED_INDEX.name,
    KeyConditionExpression: 'shopId = :shopId',
    ExpressionAttributeValues: { ':shopId': shopId },
    Select: 'COUNT' as const,
  };
  let count = 0;
  for await (const page of paginateQuery({ client: clients.documents }, query)) count += page.Count ?? 0;
  return count;
}
