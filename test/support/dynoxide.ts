import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { connectDynamo, type Dynamo } from './dynamo.ts';

/** A second DynamoDB in memory, on a free port of 127.0.0.1: what holds on both is no peculiarity of one. */
export async function startDynoxide(binary: string): Promise<Dynamo> {
  const port = await freePort();
  const server = spawn(binary, ['serve', '--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' });
  const store = connectDynamo(`http://127.0.0.1:${port}`);
  for (let tries = 0; ; tries++) {
    try {
      await store.client.send(new ListTablesCommand({}));
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await pause(50);
    }
  }
  return {
    ...store,
    async stop() {
      store.disconnect();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
