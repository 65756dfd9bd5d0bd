import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { isDeepStrictEqual, promisify } from 'node:util';
import dynalite from 'dynalite';
import { StateDirectoryError } from '../state-directory-error.ts';
import { type DynaliteStore, type DynaliteTable, withStore } from './dynalite-store.ts';
import { listenLocally } from './listen-locally.ts';

/** A table as `AWS::DynamoDB::GlobalTable` describes it; a row may stand in an index or not. */
export interface LocalTable {
  TableName: string;
  KeySchema: { AttributeName: string; KeyType: string }[];
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  GlobalSecondaryIndexes?: LocalIndex[] | undefined;
}

export interface LocalIndex {
  IndexName: string;
  KeySchema: LocalTable['KeySchema'];
  Projection: { ProjectionType?: string | undefined; NonKeyAttributes?: string[] | undefined };
}

export interface LocalDynamo {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** DynamoDB on 127.0.0.1 over a LevelDB in `path`, with the tables given. Survives the death of its process at any moment. */
export async function startDynamo({ path, tables }: { path: string; tables: LocalTable[] }): Promise<LocalDynamo> {
  const { made: server, store } = withStore(() => dynalite({ path, createTableMs: 0 }));
  const requests = guardRequests(server);
  const endpoint = await listenLocally(server);
  for (const table of tables) await ensureTable(table, { store, endpoint });
  return {
    endpoint,
    async stop() {
      await requests.finish();
      const closed = once(server, 'close');
      const closing = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, closing]);
    },
  };
}

const STOP_WITHIN_MS = 3_000;

/**
 * dynalite throws where a client dies in the middle of a request, or asks while the store closes. Neither may end the
 * process: the first is ignored, and the second cannot happen, since `finish` lets what is under way end and refuses the rest.
 */
function guardRequests(server: Server): { finish(): Promise<void> } {
  const [handle] = server.listeners('request').filter(isRequestListener);
  if (handle === undefined) throw new Error('dynalite answers no requests.');
  const underWay = new Set<Promise<unknown>>();
  let stopping = false;
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (stopping) {
      response.writeHead(503).end();
      return;
    }
    handle(request, response);
    request.removeAllListeners('error').on('error', () => {});
    const ended = once(response, 'close');
    underWay.add(ended);
    void ended.finally(() => underWay.delete(ended));
  });
  return {
    async finish() {
      stopping = true;
      const { promise: tooLate, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, STOP_WITHIN_MS);
      await Promise.race([Promise.allSettled(underWay), tooLate]);
      clearTimeout(timer);
    },
  };
}

const isRequestListener = (listener: unknown): listener is RequestListener => typeof listener === 'function';

async function ensureTable(table: LocalTable, means: { store: DynaliteStore; endpoint: string }): Promise<void> {
  const existing = await findTable(table.TableName, means.store);
  if (existing === undefined) return await createTable(table, means);
  if (!sameKeys(existing, table)) {
    throw new StateDirectoryError(
      `The table ${table.TableName} in the state directory has other keys than this version's. Name another directory with --state DIR.`,
    );
  }
  await activate(existing, means.store);
}

async function findTable(name: string, store: DynaliteStore): Promise<DynaliteTable | undefined> {
  const get = promisify(store.tableDb.get.bind(store.tableDb));
  const table = await get(name);
  return table?.TableName === undefined ? undefined : table;
}

const sameKeys = (existing: DynaliteTable, table: LocalTable) => isDeepStrictEqual(keysOf(existing), keysOf(table));

const keysOf = ({ KeySchema, GlobalSecondaryIndexes = [] }: LocalTable | DynaliteTable) => ({
  KeySchema: structuredClone(KeySchema),
  indexes: new Map(GlobalSecondaryIndexes.map((index) => [index.IndexName, structuredClone(index.KeySchema)])),
});

/** A process killed while it made the table leaves it CREATING, which dynalite never ends by itself. */
async function activate(table: DynaliteTable, store: DynaliteStore): Promise<void> {
  if (table.TableStatus === 'ACTIVE') return;
  const put = promisify(store.tableDb.put.bind(store.tableDb));
  await put(table.TableName, {
    ...table,
    TableStatus: 'ACTIVE',
    ...(table.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({ ...index, IndexStatus: 'ACTIVE' })),
    }),
  });
}

async function createTable(table: LocalTable, { store, endpoint }: { store: DynaliteStore; endpoint: string }) {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.CreateTable',
      'x-amz-date': '20000101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20000101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({ ...table, BillingMode: 'PAY_PER_REQUEST' }),
  });
  if (!answer.ok) throw new Error(`The table ${table.TableName} cannot be made locally: ${await answer.text()}`);
  const created = await findTable(table.TableName, store);
  if (created !== undefined) await activate(created, store);
}
