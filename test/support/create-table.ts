import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from '../../shared/contracts/tables.ts';

/** Makes a table as the contract defines it. */
export function createTableCommand(name: string, table: TableDefinition): CreateTableCommand {
  const { index } = table;
  const keys = [table.partitionKey, table.sortKey, index?.partitionKey, index?.sortKey].filter(
    (key) => key !== undefined,
  );
  return new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...new Set(keys)].map((key) => ({ AttributeName: key, AttributeType: 'S' })),
    KeySchema: keySchema(table.partitionKey, table.sortKey),
    ...(index && {
      GlobalSecondaryIndexes: [
        {
          IndexName: index.name,
          KeySchema: keySchema(index.partitionKey, index.sortKey),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  });
}

const keySchema = (partitionKey: string, sortKey: string | undefined) => [
  { AttributeName: partitionKey, KeyType: 'HASH' as const },
  ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }]),
];
