import { DynamoDBDocumentClient, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { expireBuyers, SweepUnfinishedError } from '../../../shared/operations/expire-buyers.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';

const now = new Date('2026-11-21T03:17:00.000Z');
const nowSeconds = now.getTime() / 1000;

let dynamo: Dynamo;
let client: DynamoDBDocumentClient;

beforeEach(async () => {
  dynamo = await startDynamo();
  await dynamo.createTables('buyers');
  client = createDocumentClient(dynamo.client);
});
afterEach(() => dynamo.stop());

describe('the daily sweep of buyers', () => {
  it('deletes those whose time has come, to the second, and no others', async () => {
    await put('orders#1', nowSeconds - 1);
    await put('orders#2', nowSeconds);
    await put('orders#3', nowSeconds + 1);

    const deleted = await sweep();

    expect(deleted).toBe(2);
    expect(await alive()).toEqual(['orders#3']);
  });

  it('goes on to the last page', async () => {
    const big = 'x'.repeat(300_000);
    for (let number = 0; number < 8; number++) await put(`orders#${number}`, nowSeconds - 1, big);

    const deleted = await sweep();

    expect(deleted).toBe(8);
  });

  it('leaves a buyer whose order has just been given a later date', async () => {
    await put('orders#1', nowSeconds - 1);
    const racing = createDocumentClient(dynamo.connect());
    racing.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === 'DeleteItemCommand') await live('orders#1', nowSeconds + 86_400);
        return next(args);
      },
      { step: 'initialize' },
    );

    const deleted = await sweep(racing);

    expect(deleted).toBe(0);
    expect(await alive()).toEqual(['orders#1']);
  });

  it('says so when it could not finish, so that an alarm rings', async () => {
    await put('orders#1', nowSeconds - 1);

    const hurried = expireBuyers({ client, table: 'buyers', now: () => now, timeLeftMs: () => 1000 });

    await expect(hurried).rejects.toThrow(SweepUnfinishedError);
  });

  it('may run again at any time', async () => {
    await put('orders#1', nowSeconds - 1);

    await sweep();

    expect(await sweep()).toBe(0);
  });
});

const sweep = (through = client) =>
  expireBuyers({ client: through, table: 'buyers', now: () => now, timeLeftMs: () => 900_000 });

const put = (recordId: string, expiresAt: number, name = 'Pat Doe') =>
  client.send(new PutCommand({ TableName: 'buyers', Item: { shopId: 'S1', recordId, expiresAt, data: { name } } }));

const live = (recordId: string, expiresAt: number) =>
  client.send(
    new UpdateCommand({
      TableName: 'buyers',
      Key: { shopId: 'S1', recordId },
      UpdateExpression: 'SET expiresAt = :expiresAt',
      ExpressionAttributeValues: { ':expiresAt': expiresAt },
    }),
  );

async function alive(): Promise<unknown[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'buyers' }));
  return Items.map(({ recordId }) => recordId);
}
