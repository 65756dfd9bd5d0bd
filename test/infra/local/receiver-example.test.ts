import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { toBatch } from '../../../shared/delivery/batch-id.ts';
import { postBatch } from '../../../shared/delivery/post-batch.ts';

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const batch = toBatch('S1', 'orders', [{ orderId: '302-1', version: 1 }]);
const means = { fetch, now: () => new Date(), timeoutMs: 5000 };

it('accepts what we sign, does it once, and refuses what another signs', async () => {
  const port = await freePort();
  const file = new URL('../../../infra/local/receiver-example.mjs', import.meta.url).pathname;
  const receiver = spawn(process.execPath, [file], { env: { DOWNSTREAM_SECRET: secret, PORT: String(port) } });
  const said = text(receiver.stdout);
  const url = `http://127.0.0.1:${port}/`;

  try {
    await untilItListens(url);
    const answers = [
      await postBatch({ url, secret, batch }, means),
      await postBatch({ url, secret, batch }, means),
      await postBatch({ url, secret: `whsec_${Buffer.from('somebody else').toString('base64')}`, batch }, means),
    ];
    expect(answers).toEqual([
      { outcome: 'accepted' },
      { outcome: 'accepted' },
      expect.objectContaining({ reason: 'downstream answered 401' }),
    ]);
  } finally {
    receiver.kill();
  }
  expect(await said).toBe('302-1 version 1\n');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function untilItListens(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await fetch(url, { method: 'POST' }).catch(() => undefined);
    if (answer !== undefined) return;
    await pause(100);
  }
  throw new Error('the receiver does not listen');
}
