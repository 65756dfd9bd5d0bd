import { BatchWriteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
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
    outbox = outboxBy('lastUpdatedTime');
  });
  beforeEach(() => {
    shopId = `S${(shops += 1)}`;
  });
  afterAll(() => dynamo.stop());

  const outboxBy = (...timeAttributes: string[]) =>
    new DynamoOutbox({
      client: createDocumentClient(dynamo.client),
      table: 'orders',
      kind: 'orders',
      keyAttribute: 'orderId',
      timeAttributes,
      toRecord: ({ orderId, version }) => ({ orderId, version: Number(version) }),
    });

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

  it('finds what changed since a moment by the newest of its times', async () => {
    const client = createDocumentClient(dynamo.client);
    const twice = outboxBy('lastUpdatedTime', 'stockTime');
    const row = { version: 1, lastUpdatedTime: '2026-10-01T00:00:00.000Z' };
    for (const [orderId, more] of [
      ['1', {}],
      ['2', { stockTime: '2026-11-20T00:00:00.000Z' }],
      ['3', { lastUpdatedTime: '2026-11-19T00:00:00.000Z' }],
    ] as const)
      await client.send(new PutCommand({ TableName: 'orders', Item: { shopId, orderId, ...row, ...more } }));

    expect(await Array.fromAsync(twice.changedSince(shopId, '2026-11-19T00:00:00.000Z'))).toEqual(['2', '3']);
  });

  it('marks no row into being', async () => {
    expect(await outbox.markUndelivered(shopId, 'unknown', newOutboxMark(new Date()))).toBe(false);
    expect(await Array.fromAsync(outbox.changedSince(shopId, undefined))).toEqual([]);
  });
});
