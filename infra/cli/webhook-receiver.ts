import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { Webhook } from 'standardwebhooks';
import { Batch } from '../../shared/contracts/batch.ts';

/** What a shop's receiver has taken. `refused` had a wrong signature or form, and were answered with 401 or 400. */
export interface Received {
  readonly batches: number;
  readonly records: number;
  readonly repeated: number;
  readonly refused: number;
}

/** A receiver of batches on 127.0.0.1 that checks every signature: the system behind, where there is none. */
export interface WebhookReceiver {
  /** The URL for a shop's deliveries, which are checked with its secret. */
  urlFor(shopId: string, secret: string): string;
  /** Whether a shop delivers here. */
  serves(shopId: string): boolean;
  received(shopId: string): Received;
  stop(): Promise<void>;
}

/** Starts a receiver on a free port. It keeps counts and batch ids, nothing of what is in a batch. */
export async function startWebhookReceiver(
  onBatch: (batch: { shopId: string; records: number }) => void = () => {},
): Promise<WebhookReceiver> {
  const shops = new Map<string, ReceivingShop>();
  const server = createServer((request, response) => {
    const shop = shops.get(decodeURIComponent(request.url?.slice(1) ?? ''));
    if (!shop || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    readBody(request).then(
      (body) => response.writeHead(shop.take(body, request.headers)).end(),
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    urlFor(shopId, secret) {
      shops.set(shopId, new ReceivingShop(secret, { before: shops.get(shopId), onBatch }));
      return `http://127.0.0.1:${port}/${encodeURIComponent(shopId)}`;
    },
    serves: (shopId) => shops.has(shopId),
    received: (shopId) => shops.get(shopId)?.received() ?? { batches: 0, records: 0, repeated: 0, refused: 0 },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class ReceivingShop {
  private readonly webhook: Webhook;
  private readonly batchIds: Set<string>;
  private readonly onBatch: (batch: Batch) => void;
  private records = 0;
  private repeated = 0;
  private refused = 0;

  constructor(
    secret: string,
    {
      before,
      onBatch,
    }: { before: ReceivingShop | undefined; onBatch: (batch: { shopId: string; records: number }) => void },
  ) {
    this.webhook = new Webhook(secret);
    this.batchIds = before?.batchIds ?? new Set();
    this.onBatch = ({ shopId, records }) => onBatch({ shopId, records: records.length });
  }

  /** The status to answer with. A batch that comes twice is counted once. */
  take(body: string, headers: IncomingMessage['headers']): number {
    const batch = this.verify(body, headers);
    if (typeof batch === 'number') {
      this.refused += 1;
      return batch;
    }
    if (this.batchIds.has(batch.batchId)) this.repeated += 1;
    else this.records += batch.records.length;
    this.batchIds.add(batch.batchId);
    this.onBatch(batch);
    return 204;
  }

  received = (): Received => ({
    batches: this.batchIds.size,
    records: this.records,
    repeated: this.repeated,
    refused: this.refused,
  });

  private verify(body: string, headers: IncomingMessage['headers']): Batch | number {
    try {
      const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      return Batch.safeParse(this.webhook.verify(body, flat)).data ?? 400;
    } catch {
      return 401;
    }
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
