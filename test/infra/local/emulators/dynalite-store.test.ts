import { CreateTableCommand, DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { expect, it } from 'vitest';
import { withStore } from '../../../../infra/local/emulators/dynalite-store.ts';
import { listenLocally } from '../../../../infra/local/emulators/listen-locally.ts';
import { awsConnection } from '../../../support/aws-connection.ts';

it('writes a row and its index entries together or not at all', async () => {
  const { made: server, store } = withStore(() => dynalite({ createTableMs: 0 }));
  const client = new DynamoDBClient(awsConnection(await listenLocally(server)));
  await client.send(CREATE_ORDERS);
  const together: string[][] = [];
  const { db } = store;
  const batch = db.batch.bind(db);
  db.batch = (operations, callback) => {
    together.push(operations.map(({ type, key }) => `${type} ${key.split('~')[0]}`));
    batch(operations, callback);
  };
  const Key = { shopId: { S: 'S1' }, orderId: { S: '1' } };

  await client.send(new PutItemCommand({ TableName: 'orders', Item: { ...Key, undeliveredSince: { S: 'a' } } }));
  await client.send(new PutItemCommand({ TableName: 'orders', Item: { ...Key, undeliveredSince: { S: 'b' } } }));
  await client.send(new DeleteItemCommand({ TableName: 'orders', Key }));

  expect(together).toEqual([
    ['put index-global', 'put item-orders'],
    ['del index-global', 'put index-global', 'put item-orders'],
    ['del index-global', 'del item-orders'],
  ]);
  client.destroy();
  server.closeAllConnections();
  server.close();
});

const CREATE_ORDERS = new CreateTableCommand({
  TableName: 'orders',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['shopId', 'orderId', 'undeliveredSince'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'shopId', KeyType: 'HASH' },
    { AttributeName: 'orderId', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'undelivered',
      KeySchema: [
        { AttributeName: 'shopId', KeyType: 'HASH' },
        { AttributeName: 'undeliveredSince', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
});
