import { BatchWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { DynamoOutbox } from '../../../shared/delivery/dynamo-outbox.ts';
import { newOutboxMark } from '../../../shared/delivery/outbox-mark.ts';
import type { Dynamo } from '../../support/dynamo.ts';
import { storeTargets } from '../../support/store-targets.ts';

describe.each(storeTargets)('the outbox of a table, on $name', ({ start }) => {
  let dynamo: Dynamo;
  let outbox: DynamoOutbox;
  let shopId: string;
  let shops = 0;
  beforeAll(async () => {
    dynamo = await start();
    await dynamo.createTables('orders');
    outbox = new DynamoOutbox({
      client: createDocumentClient(dynamo.client),
      table: 'orders',
      kind: 'orders',
      keyAttribute: 'orderId',
      timeAttribute: 'lastUpdatedTime',
      toRecord: ({ orderId, version }) => ({ orderId, version: Number(version) }),
    });
  });
  beforeEach(() => {
    shopId = `S${(shops += 1)}`;
  });
  afterAll(() => dynamo.stop());

  const write = async (orderIds: readonly string[]) => {
    const rows = orderIds.map((orderId) => ({
      shopId,
      orderId,
      version: 1,
      undeliveredSince: newOutboxMark(new Date()),
    }));
    for (let from = 0; from < rows.length; from += 25) {
      const puts = rows.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
      await createDocumentClient(dynamo.client).send(new BatchWriteCommand({ RequestItems: { orders: puts } }));
    }
  };
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `302-${String(index).padStart(4, '0')}`);

  it('shows and reads all rows that carry the mark, however many, and only those of the shop', async () => {
    await write(ids(230));

    const shown = await Array.fromAsync(outbox.undelivered(shopId));
    const read = await outbox.read(shopId, [...ids(230), '302-0000', 'unknown']);

    expect(shown.sort()).toEqual(ids(230));
    expect(read.map(({ key }) => key).sort()).toEqual(ids(230));
    expect(await Array.fromAsync(outbox.undelivered('another'))).toEqual([]);
  });

  it('a row that was cleared is gone from the index and from reads', async () => {
    await write(ids(2));
    const [first] = await outbox.read(shopId, ids(1));

    if (first !== undefined) await outbox.clear(shopId, first);

    expect(await Array.fromAsync(outbox.undelivered(shopId))).toEqual([ids(2)[1]]);
    expect((await outbox.read(shopId, ids(2))).map(({ key }) => key)).toEqual([ids(2)[1]]);
  });

  it('leaves the mark when version or mark is no longer the one sent', async () => {
    await write(ids(2));
    const sent = await outbox.read(shopId, ids(2));
    const [newer, marked] = ids(2);
    await createDocumentClient(dynamo.client).send(
      new UpdateCommand({
        TableName: 'orders',
        Key: { shopId, orderId: newer },
        UpdateExpression: 'ADD version :one',
        ExpressionAttributeValues: { ':one': 1 },
      }),
    );
    await outbox.markUndelivered(shopId, String(marked), newOutboxMark(new Date()));

    for (const row of sent) await outbox.clear(shopId, row);

    expect((await outbox.read(shopId, ids(2))).map(({ key }) => key).sort()).toEqual([newer, marked]);
  });

  it('marks no row into being', async () => {
    expect(await outbox.markUndelivered(shopId, 'unknown', newOutboxMark(new Date()))).toBe(false);
    expect(await Array.fromAsync(outbox.changedSince(shopId, undefined))).toEqual([]);
  });
});
