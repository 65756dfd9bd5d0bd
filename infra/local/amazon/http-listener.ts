import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer with what every answer of Amazon's carries. `broken`: no answer, in this way. */
export interface HttpAnswer {
  readonly status: number;
  /** Sent as JSON; text as HTML. */
  readonly body?: unknown;
  readonly requestId: string;
  readonly date: Date;
  readonly rateLimit?: string;
  readonly broken?: 'reset' | 'timeout';
  /** Sent in place of all that, just as it is. */
  readonly download?: DownloadAnswer;
}

/** An answer of bytes, sent as they come. `early`: the connection closes after them, as if more had been promised. */
export interface DownloadAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Iterable<Buffer> | AsyncIterable<Buffer>;
  readonly ending: 'whole' | 'early' | 'reset';
}

/** Listens on 127.0.0.1; port 0 takes any free one. Rejects when the port is taken. */
export async function listen(
  port: number,
  answer: (request: HttpRequest) => Promise<HttpAnswer>,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing, answer).catch((error: unknown) => {
      // A caller that leaves in mid-request is no one's fault; anything else is a bug in the simulation.
      if (!outgoing.destroyed) console.error('The simulated Amazon could not answer:', error);
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: HttpRequest) => Promise<HttpAnswer>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const given = await answer({
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://127.0.0.1'),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString(),
  });
  if (given.broken === 'reset') incoming.socket.resetAndDestroy();
  if (given.broken) return;
  if (given.download) return sendDownload(given.download, outgoing);
  outgoing.writeHead(given.status, {
    date: given.date.toUTCString(),
    'x-amzn-RequestId': given.requestId,
    ...(given.rateLimit && { 'x-amzn-RateLimit-Limit': given.rateLimit }),
    ...(given.body !== undefined && {
      'content-type': typeof given.body === 'string' ? 'text/html' : 'application/json',
    }),
  });
  outgoing.end(typeof given.body === 'string' ? given.body : JSON.stringify(given.body));
}

async function sendDownload(
  { status, headers, bytes, ending }: DownloadAnswer,
  outgoing: ServerResponse,
): Promise<void> {
  outgoing.writeHead(status, { ...headers, connection: 'close' });
  await pipeline(Readable.from(bytes), outgoing, { end: ending === 'whole' });
  if (ending === 'early') outgoing.socket?.end();
  if (ending === 'reset') outgoing.socket?.resetAndDestroy();
}
