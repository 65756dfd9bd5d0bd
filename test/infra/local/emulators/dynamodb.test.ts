import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LocalTable, startDynamo } from '../../../../infra/local/emulators/dynamodb.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'azi-dynamo-'));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

it('keeps rows and their sparse index over a restart', async () => {
  const first = await startDynamo({ path, tables: [ORDERS] });
  await put(first.endpoint, { orderId: { S: '1' }, undeliveredSince: { S: 'T1' } });
  await put(first.endpoint, { orderId: { S: '2' } });
  await first.stop();

  const second = await startDynamo({ path, tables: [ORDERS] });
  const undelivered = await queryIndex(second.endpoint);
  await second.stop();

  expect(undelivered).toEqual([{ shopId: { S: 'S1' }, orderId: { S: '1' }, undeliveredSince: { S: 'T1' } }]);
});

it('takes a row out of the index with the attribute', async () => {
  const dynamo = await startDynamo({ path, tables: [ORDERS] });
  await put(dynamo.endpoint, { orderId: { S: '1' }, undeliveredSince: { S: 'T1' } });

  await client(dynamo.endpoint).send(
    new UpdateItemCommand({
      TableName: 'orders',
      Key: { shopId: { S: 'S1' }, orderId: { S: '1' } },
      UpdateExpression: 'REMOVE undeliveredSince',
    }),
  );

  expect(await queryIndex(dynamo.endpoint)).toEqual([]);
  await dynamo.stop();
});

it('keeps what its rows need and no more, however often they are written and looked for', async () => {
  const dynamo = await startDynamo({ path, tables: [ORDERS] });
  for (let n = 0; n < 60; n++) {
    await put(dynamo.endpoint, { orderId: { S: '1' }, content: { S: randomBytes(280_000).toString('base64') } });
    await queryIndex(dynamo.endpoint);
  }

  const kept = readdirSync(path).reduce((sum, file) => sum + statSync(join(path, file)).size, 0);
  await dynamo.stop();

  // More than ninety megabytes have been written; LevelDB tidies up after every few.
  expect(kept).toBeLessThan(45_000_000);
});

it('refuses a directory whose table has other keys', async () => {
  await (await startDynamo({ path, tables: [ORDERS] })).stop();
  const changed = { ...ORDERS, KeySchema: [{ AttributeName: 'shopId', KeyType: 'HASH' }], GlobalSecondaryIndexes: [] };

  const starting = startDynamo({ path, tables: [changed] });

  await expect(starting).rejects.toThrow(/table orders .* other keys .* --state DIR/);
});

it('outlives a client that dies in the middle of a request', async () => {
  const dynamo = await startDynamo({ path, tables: [ORDERS] });
  const { hostname, port } = new URL(dynamo.endpoint);

  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf', () => {
        setTimeout(() => socket.resetAndDestroy(), 50);
      });
    });
    socket.on('close', () => setTimeout(resolve, 50));
  });

  expect(await queryIndex(dynamo.endpoint)).toEqual([]);
  await dynamo.stop();
});

const ORDERS: LocalTable = {
  TableName: 'orders',
  KeySchema: [
    { AttributeName: 'shopId', KeyType: 'HASH' },
    { AttributeName: 'orderId', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['shopId', 'orderId', 'undeliveredSince'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
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
};

const client = (endpoint: string) =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

const put = (endpoint: string, item: Record<string, { S: string }>) =>
  client(endpoint).send(new PutItemCommand({ TableName: 'orders', Item: { shopId: { S: 'S1' }, ...item } }));

async function queryIndex(endpoint: string) {
  const { Items } = await client(endpoint).send(
    new QueryCommand({
      TableName: 'orders',
      IndexName: 'undelivered',
      KeyConditionExpression: 'shopId = :shop',
      ExpressionAttributeValues: { ':shop': { S: 'S1' } },
    }),
  );
  return Items;
}
