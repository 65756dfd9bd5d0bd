import type { BuildAppOptions } from 'fauxqs';

type Stores = NonNullable<BuildAppOptions['stores']>;
export type FauxqsQueues = Stores['sqsStore'];
export type FauxqsPersistence = NonNullable<FauxqsQueues['persistence']>;

/**
 * The parts that fauxqs is made of. Its own `startFauxqs` listens on every interface of the machine, whatever its
 * `host` says, so the parts are put together here. They are not exported; hence the paths into the package.
 */
export async function loadFauxqs() {
  const entry = import.meta.resolve('fauxqs');
  const part = (path: string) => import(new URL(path, entry).href);
  const [{ buildApp }, sqs, sns, s3, persistence] = await Promise.all([
    import('fauxqs'),
    part('sqs/sqsStore.js'),
    part('sns/snsStore.js'),
    part('s3/s3Store.js'),
    part('persistence.js'),
  ]);
  const SqsStore: new () => FauxqsQueues = sqs.SqsStore;
  const SnsStore: new () => Stores['snsStore'] = sns.SnsStore;
  const S3Store: new () => Stores['s3Store'] = s3.S3Store;
  const PersistenceManager: new (dataDir: string) => FauxqsPersistence = persistence.PersistenceManager;
  return { buildApp, SqsStore, SnsStore, S3Store, PersistenceManager };
}
