import { once } from 'node:events';
import type { Server } from 'node:http';

/** Longer than SDK clients keep an idle connection, so that none is closed under a request. */
export const KEEP_ALIVE_MS = 120_000;

/** Listens on a free port of 127.0.0.1, never on another interface; returns the endpoint. */
export async function listenLocally(server: Server): Promise<string> {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return `http://127.0.0.1:${address.port}`;
}
