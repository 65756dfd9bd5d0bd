import { createServer } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** A request as it went over the wire. */
export interface RecordedRequest {
  /** `GET /path`, without its query. */
  readonly request: string;
  /** Parsed JSON, where there was any. */
  readonly body?: unknown;
  /** Which kind of token it carried. */
  readonly token: 'access token' | 'RDT' | 'none';
  /** The token itself, to tell one from another. */
  readonly tokenValue: string;
}

export interface RecordingProxy extends AsyncDisposable {
  readonly origin: string;
  readonly requests: readonly RecordedRequest[];
}

/** Stands before a server on 127.0.0.1 and remembers what is asked of it; a connection that breaks there breaks here. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { method = 'GET', url = '/', headers } = request;
      const body = await text(request);
      const tokenValue = String(headers['x-amz-access-token'] ?? '');
      requests.push({
        request: `${method} ${decodeURIComponent(url.split('?')[0] ?? '')}`,
        ...(body !== '' && { body: JSON.parse(body) }),
        token: tokenKind(tokenValue),
        tokenValue,
      });
      const { host: _, connection: __, 'content-length': ___, ...others } = headers;
      const answer = await fetch(`${target}${url}`, {
        method,
        headers: Object.entries(others).map(([name, value]): [string, string] => [name, String(value)]),
        ...(body !== '' && { body }),
      });
      const kept = [...answer.headers].filter(
        ([name]) => !['content-encoding', 'transfer-encoding', 'content-length', 'connection'].includes(name),
      );
      response.writeHead(answer.status, Object.fromEntries(kept));
      response.end(Buffer.from(await answer.arrayBuffer()));
    })().catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy listens on no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function tokenKind(token: string): RecordedRequest['token'] {
  if (token === '') return 'none';
  return token.startsWith('Atz.sprdt|') ? 'RDT' : 'access token';
}
