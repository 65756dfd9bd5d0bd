import { isDeepStrictEqual } from 'node:util';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-endpoints.ts';
import { type FauxqsPersistence, type FauxqsQueues, loadFauxqs } from './fauxqs-parts.ts';
import { KEEP_ALIVE_MS } from './listen-locally.ts';
import { releaseMessages } from './release-messages.ts';

export interface LocalQueue {
  name: string;
  arn: string;
  /** As SQS names them, all text. */
  attributes: Record<string, string>;
}

export interface LocalSqsAndS3 {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * SQS and S3 on 127.0.0.1 over SQLite in `dataDir`, with the queues and buckets given; what another version left there
 * stays. The port differs from start to start, messages do not.
 */
export async function startSqsAndS3({
  dataDir,
  queues,
  buckets,
}: {
  dataDir: string;
  queues: LocalQueue[];
  buckets: string[];
}): Promise<LocalSqsAndS3> {
  const { buildApp, SqsStore, SnsStore, S3Store, PersistenceManager } = await loadFauxqs();
  releaseMessages(dataDir);
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  const persistence = new PersistenceManager(dataDir);
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  stores.sqsStore.persistence = persistence;
  stores.s3Store.persistence = persistence;
  stores.sqsStore.region = LOCAL_REGION;
  for (const queue of stores.sqsStore.allQueues()) queue.persistence = persistence;
  mend(persistence);

  const app = buildApp({ logger: false, stores });
  app.addHook('onClose', (_instance, done) => {
    persistence.close();
    done();
  });
  app.server.keepAliveTimeout = KEEP_ALIVE_MS;
  const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });

  for (const queue of queues) ensureQueue(queue, { store: stores.sqsStore, endpoint });
  for (const bucket of buckets) if (!stores.s3Store.hasBucket(bucket)) stores.s3Store.createBucket(bucket);
  return {
    endpoint,
    async stop() {
      await app.close();
    },
  };
}

/** Two faults of fauxqs with a `dataDir`. */
function mend(persistence: FauxqsPersistence): void {
  // ChangeMessageVisibility 0 breaks a constraint of its own table. What it would write is made good at the next start.
  persistence.updateMessageReady = () => {};

  // A message moves to its dead-letter queue by delete, then insert: a process killed in between would lose it.
  // The insert replaces the row, so the delete can wait until it is known that none follows.
  const deleteNow = persistence.deleteMessage.bind(persistence);
  const insertNow = persistence.insertMessage.bind(persistence);
  const leaving = new Set<string>();
  persistence.deleteMessage = (messageId) => {
    leaving.add(messageId);
    queueMicrotask(() => {
      if (leaving.delete(messageId)) deleteNow(messageId);
    });
  };
  persistence.insertMessage = (queueName, message) => {
    leaving.delete(message.messageId);
    insertNow(queueName, message);
  };
}

function ensureQueue(queue: LocalQueue, { store, endpoint }: { store: FauxqsQueues; endpoint: string }): void {
  const url = queueUrl(endpoint, queue.name);
  const existing = store.getQueueByArn(queue.arn);
  if (existing === undefined) {
    store.createQueue(queue.name, url, queue.arn, queue.attributes);
    return;
  }
  Object.assign(existing, { url }); // The port of the last start is gone.
  if (!isDeepStrictEqual({ ...existing.attributes, ...queue.attributes }, existing.attributes)) {
    existing.setAttributes(queue.attributes);
  }
}

export const queueUrl = (endpoint: string, name: string) => `${endpoint}/${LOCAL_ACCOUNT}/${name}`;
