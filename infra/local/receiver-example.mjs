// A downstream to start from: DOWNSTREAM_SECRET=whsec_… node receiver-example.mjs, then downstreamUrl http://127.0.0.1:8787/
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.DOWNSTREAM_SECRET ?? '');
const taken = new Set(); // of webhook-ids: keep yours where it outlives the process, together with what you store

const receive = async (request, response) => {
  try {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const batch = webhook.verify(body, request.headers); // throws unless it is ours and under five minutes old
    if (!taken.has(request.headers['webhook-id'])) {
      for (const { orderId, version } of batch.records) console.log(orderId, 'version', version); // keep the highest version
      taken.add(request.headers['webhook-id']);
    }
    response.writeHead(204).end(); // 2xx accepts; 400, 413 or 422 refuses for good; anything else: come again
  } catch (error) {
    console.error(error);
    response.writeHead(error?.name === 'WebhookVerificationError' ? 401 : 500).end();
  }
};
const server = createServer((request, response) => void receive(request, response));
server.listen(Number(process.env.PORT ?? 8787), '127.0.0.1');
