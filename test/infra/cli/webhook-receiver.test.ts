import { afterEach, beforeEach, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { startWebhookReceiver, type WebhookReceiver } from '../../../infra/cli/webhook-receiver.ts';

const secret = `whsec_${Buffer.from('the secret of this shop').toString('base64')}`;

let receiver: WebhookReceiver;
beforeEach(async () => {
  receiver = await startWebhookReceiver();
});
afterEach(() => receiver.stop());

const batch = (batchId: string) =>
  JSON.stringify({ batchId, shopId: 'shop-1', kind: 'orders', records: [{ version: 1 }, { version: 1 }] });

function post(url: string, body: string, signedWith: string): Promise<Response> {
  const [id, timestamp] = ['msg-1', new Date()];
  return fetch(url, {
    method: 'POST',
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
      'webhook-signature': new Webhook(signedWith).sign(id, timestamp, body),
    },
  });
}

it('counts the batches that it takes, a repeated one once', async () => {
  const url = receiver.urlFor('shop-1', secret);

  expect((await post(url, batch('b1'), secret)).status).toBe(204);
  await post(url, batch('b1'), secret);
  await post(url, batch('b2'), secret);

  expect(receiver.received('shop-1')).toEqual({ batches: 2, records: 4, repeated: 1, refused: 0 });
});

it('refuses what another secret has signed, what is no batch, and shops that it does not know', async () => {
  const url = receiver.urlFor('shop-1', secret);
  const other = `whsec_${Buffer.from('another secret').toString('base64')}`;

  expect((await post(url, batch('b1'), other)).status).toBe(401);
  expect((await post(url, '{"batchId":"b1"}', secret)).status).toBe(400);
  expect((await post(url.replace('shop-1', 'shop-2'), batch('b1'), secret)).status).toBe(404);
  expect(receiver.received('shop-1')).toEqual({ batches: 0, records: 0, repeated: 0, refused: 2 });
});
