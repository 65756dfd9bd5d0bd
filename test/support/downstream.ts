import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { Batch } from '../../shared/contracts/batch.ts';

/** What the downstream says to one delivery: a status, or no answer at all. */
export type Reply = { status: number; headers?: Record<string, string>; body?: string } | 'hang up';

export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly batch: Batch;
}

export interface TestDownstream {
  readonly url: string;
  readonly secret: string;
  /** Everything that came, in order, accepted or not; signatures were good. */
  readonly deliveries: Delivery[];
  /** Decides each reply; 204 unless told. */
  answer(reply: (delivery: Delivery) => Reply): void;
  stop(): Promise<void>;
}

/** A downstream on 127.0.0.1 that verifies signatures; one that is wrong gets 499 and is not counted as a delivery. */
export async function startDownstream(): Promise<TestDownstream> {
  const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
  const webhook = new Webhook(secret);
  const deliveries: Delivery[] = [];
  let decide: (delivery: Delivery) => Reply = accept;

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    try {
      webhook.verify(body, flat(request.headers));
    } catch {
      response.writeHead(499).end();
      return;
    }
    const delivery = { headers: request.headers, body, batch: Batch.parse(JSON.parse(body)) };
    deliveries.push(delivery);
    const reply = decide(delivery);
    if (reply === 'hang up') request.socket.destroy();
    else response.writeHead(reply.status, reply.headers).end(reply.body);
  };
  const server = createServer((request, response) => {
    take(request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the downstream listens on no port');

  return {
    url: `http://127.0.0.1:${address.port}/batches`,
    secret,
    deliveries,
    answer(reply) {
      decide = reply;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const accept = (): Reply => ({ status: 204 });

const flat = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
