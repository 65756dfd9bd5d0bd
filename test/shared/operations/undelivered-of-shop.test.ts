import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { undeliveredOfShop } from '../../../shared/operations/undelivered-of-shop.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';

let dynamo: Dynamo;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  dynamo = await startDynamo();
  await dynamo.createTables('orders');
  client = createDocumentClient(dynamo.client);
  await put({ shopId: 'S1', orderId: '1', undeliveredSince: '2026-11-21T11:00:00.000Z' });
  await put({ shopId: 'S1', orderId: '2', undeliveredSince: '2026-11-21T10:00:00.000Z' });
  await put({ shopId: 'S1', orderId: '3' });
  await put({ shopId: 'S2', orderId: '4', undeliveredSince: '2026-11-20T10:00:00.000Z' });
});
afterAll(() => dynamo.stop());

describe('what a shop has undelivered', () => {
  it('is counted, and the oldest of it dated', async () => {
    const undelivered = await undeliveredOfShop('S1', { client, table: 'orders' });

    expect(undelivered).toEqual({ count: 2, oldestSince: '2026-11-21T10:00:00.000Z' });
  });

  it('is nothing where all was handed out', async () => {
    expect(await undeliveredOfShop('S3', { client, table: 'orders' })).toEqual({ count: 0 });
  });
});

const put = (Item: Record<string, string>) => client.send(new PutCommand({ TableName: 'orders', Item }));
