import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DeadLetters } from '../../../shared/delivery/dead-letters.ts';
import { handOut } from '../../../shared/delivery/hand-out.ts';
import { queueDepth } from '../../../shared/delivery/queue-depth.ts';
import { Crash, crashAt } from '../../support/crash-at.ts';
import { type DeliveryHouse, orderIds, startDeliveryHouse } from '../../support/delivery-house.ts';

vi.setConfig({ testTimeout: 60_000 });

let house: DeliveryHouse;
beforeAll(async () => {
  house = await startDeliveryHouse();
});
afterAll(() => house.stop());

/** A story with every one of these orders among the dead letters. */
async function storyWithLetters(keys: readonly string[]) {
  const story = await house.story();
  await story.writeOrders(keys);
  await handOut({ shopId: story.shopId, keys }, { ...story.means.handOut, batchSize: 50 });
  story.downstream.answer(() => ({ status: 422 }));
  await story.deliverAll();
  story.downstream.answer(() => ({ status: 204 }));
  story.downstream.deliveries.length = 0;
  const waiting = new DeadLetters(house.sqs.client, { kind: 'orders', ...story.queue });
  return { ...story, waiting };
}

describe('dead letters', () => {
  it('are all listed, also more than SQS hands out at a time, and again right after', async () => {
    const keys = orderIds(25);
    const { deadLetters, waiting } = await storyWithLetters(keys);

    const first = await deadLetters.list();
    const second = await waiting.list();

    expect(first.flatMap(({ recordIds }) => recordIds).sort()).toEqual(keys);
    expect(second.map(({ messageId }) => messageId).sort()).toEqual(first.map(({ messageId }) => messageId).sort());
  });

  it('are sent again inside five minutes without being swallowed, as often as it takes', async () => {
    const story = await storyWithLetters(orderIds(3));
    const [, second] = orderIds(3);

    const sent = await story.deadLetters.sendAgain();
    story.downstream.answer(({ batch }) => ({ status: batch.records[0]?.orderId === second ? 422 : 204 }));
    await story.deliverAll();
    const left = await story.deadLetters.list();
    const sentAgain = await story.waiting.sendAgain();
    story.downstream.answer(() => ({ status: 204 }));
    await story.deliverAll();

    expect(sent).toHaveLength(3);
    expect(left.map(({ recordIds }) => recordIds)).toEqual([[second]]);
    expect(sentAgain.map(({ recordIds }) => recordIds)).toEqual([[second]]);
    const delivered = story.downstream.deliveries.map(({ batch }) => String(batch.records[0]?.orderId));
    expect(delivered.sort()).toEqual([...orderIds(3), String(second)].sort());
    expect(await queueDepth([story.queue.url, story.queue.deadLettersUrl], { sqs: house.sqs.client })).toBe(0);
  });

  it('that are refused again meanwhile are not sent again and again', async () => {
    const story = await storyWithLetters(orderIds(2));
    story.downstream.answer(() => ({ status: 422 }));
    const sqs = house.sqs.connect();
    sqs.middlewareStack.add(
      (next, { commandName }) =>
        async (input) => {
          const output = await next(input);
          // Downstream is quick to refuse: the letter is back before we have looked through the others.
          if (commandName === 'SendMessageCommand') await story.deliverAll();
          return output;
        },
      { step: 'initialize' },
    );

    const sent = await new DeadLetters(sqs, { kind: 'orders', ...story.queue, waitSeconds: 0 }).sendAgain();

    expect(sent.flatMap(({ recordIds }) => recordIds).sort()).toEqual(orderIds(2));
    expect(await story.waiting.list()).toHaveLength(2);
  });

  it('are sent again or dropped by name; the others stay', async () => {
    const story = await storyWithLetters(orderIds(4));
    const [first, second, ...others] = await story.deadLetters.list();

    const sent = await story.waiting.sendAgain([String(first?.messageId)]);
    const dropped = await story.waiting.drop([String(second?.messageId), 'unknown']);

    expect(sent).toEqual([first]);
    expect(dropped).toEqual([second]);
    expect(await story.waiting.list()).toEqual(others);
    expect((await story.takeAll()).map(({ batch }) => batch.batchId)).toEqual([first?.batchId]);
  });

  it('are deleted only after the send: a crash in between loses none and doubles none', async () => {
    for (const when of ['before', 'after'] as const) {
      for (const at of [1, 2]) {
        const story = await storyWithLetters(orderIds(1));
        const sqs = house.sqs.connect();
        crashAt([sqs], { at, when });

        const crashing = new DeadLetters(sqs, { kind: 'orders', ...story.queue, waitSeconds: 0, lookSeconds: 1 });
        await expect(crashing.sendAgain()).rejects.toBeInstanceOf(Crash);
        await story.waiting.sendAgain();

        expect(await story.takeAll(), `${when} call ${at}`).toHaveLength(1);
        expect(await queueDepth([story.queue.deadLettersUrl], { sqs: house.sqs.client })).toBe(0);
      }
    }
  });

  it('that SQS moved by itself say so', async () => {
    const story = await house.story();
    const queue = await house.sqs.createFifoQueue(`gave-up-${story.shopId}`, {
      maxReceiveCount: 1,
      visibilityTimeout: 1,
    });
    const body = JSON.stringify({
      batchId: 'b',
      shopId: story.shopId,
      kind: 'orders',
      records: [{ version: 1, orderId: '302-1' }],
    });
    await house.sqs.client.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: body,
        MessageGroupId: 'g',
        MessageDeduplicationId: 'd',
      }),
    );
    const receive = () => house.sqs.client.send(new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 2 }));
    await receive();
    await receive();

    const [letter] = await new DeadLetters(house.sqs.client, { kind: 'orders', ...queue }).list();

    expect(letter).toMatchObject({ batchId: 'b', recordIds: ['302-1'], reason: expect.stringContaining('too often') });
    expect(Date.now() - Date.parse(letter?.since ?? '')).toBeLessThan(60_000);
  });
});
