import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { BuyerStore } from '../../../shared/buyers/buyer-store.ts';
import { dateOfDeath } from '../../../shared/buyers/date-of-death.ts';
import { ReturnReader } from '../../../shared/returns/return.ts';
import { ReturnStore } from '../../../shared/returns/return-store.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';

const now = () => Date.parse('2026-11-20T12:00:00Z');

let dynamo: Dynamo;
let buyers: BuyerStore;
beforeAll(async () => {
  dynamo = await startDynamo();
  await dynamo.createTables('buyers', 'returns');
  buyers = new BuyerStore(createDocumentClient(dynamo.client), 'buyers', now);
});
afterAll(() => dynamo.stop());

async function kept(shopId: string) {
  const ofShop = { KeyConditionExpression: 'shopId = :shopId', ExpressionAttributeValues: { ':shopId': shopId } };
  const client = createDocumentClient(dynamo.client);
  return (await client.send(new QueryCommand({ TableName: 'buyers', ConsistentRead: true, ...ofShop }))).Items ?? [];
}

it.each([
  ['a second before its date of death', 1, 1],
  ['at its date of death', 0, 0],
  ['after it', -1, 0],
])('a row is written %s: %i', async (name, secondsLeft, rows) => {
  const lastUpdatedTime = '2026-11-20T11:00:00.000Z';
  const expiresAt = now() / 1000 + secondsLeft;

  await buyers.save({ shopId: name, recordId: 'orders#1', lastUpdatedTime, data: { name: 'x' }, expiresAt });

  expect(await kept(name)).toHaveLength(rows);
});

it('what a customer wrote is not kept again when the return of 27 days ago has changed', async () => {
  const client = createDocumentClient(dynamo.client);
  const returns = new ReturnStore({ client, table: 'returns', buyers, now });
  const of = (returnDate: string, status: string) =>
    new ReturnReader('FBA').toReturn({
      position: 2,
      fields: { returnDate, orderId: '1', sku: 'A', licensePlateNumber: returnDate, status, customerComments: 'small' },
    });
  const [old, young] = ['2026-10-24T11:59:59Z', '2026-10-24T12:00:01Z'];

  const saved = await returns.save('S1', [of(old, 'x'), of(young, 'x')], { time: '2026-11-20T11:00:00.000Z' });

  expect(saved.map(({ verdict }) => verdict)).toEqual(['stored', 'stored']);
  expect((await kept('S1')).map(({ expiresAt }) => expiresAt)).toEqual([dateOfDeath(young)]);
});
