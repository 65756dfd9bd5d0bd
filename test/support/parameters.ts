import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';

const GetParameter = z.object({ Name: z.string() });

/** SSM's GetParameter on a free port of 127.0.0.1, for doors that make their own client. `values` may change meanwhile. */
export async function startParameters(
  values: Map<string, string>,
): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { Name } = GetParameter.parse(JSON.parse(await text(request)));
    const Value = values.get(Name);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (Value === undefined) response.writeHead(400).end(JSON.stringify({ __type: 'ParameterNotFound' }));
    else response.end(JSON.stringify({ Parameter: { Name, Value } }));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the parameters listen on no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
