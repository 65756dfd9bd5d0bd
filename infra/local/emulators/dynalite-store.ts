import { createRequire } from 'node:module';

/** The parts of dynalite's own store that a crash-safe local stack needs; dynalite exports none of them. */
export interface DynaliteStore {
  readonly db: {
    batch(operations: BatchOperation[], callback: (error: unknown) => void): void;
    keys: OpenIterator;
    values: OpenIterator;
  };
  readonly tableDb: Keyed<DynaliteTable>;
  readonly lifecycleManager: { getPendingOperationCount(): number };
}

type OpenIterator = (options: object) => LevelIterator;

interface LevelIterator {
  close(): Promise<void>;
  return?: () => Promise<void>;
}

type BatchOperation = { type: 'put'; key: string; value: Item } | { type: 'del'; key: string };

interface Keyed<Value> {
  get(key: string, callback: (error: unknown, value?: Value) => void): void;
  put(key: string, value: Value, callback: (error: unknown) => void): void;
}

type Item = Record<string, unknown>;

export interface DynaliteTable {
  TableName: string;
  TableStatus: string;
  KeySchema: { AttributeName: string; KeyType: string }[];
  GlobalSecondaryIndexes?: { IndexName: string; IndexStatus: string; KeySchema: DynaliteTable['KeySchema'] }[];
}

interface IndexActions {
  puts: { index: string; key: string; item: Item }[];
  deletes: { index: string; key: string }[];
}

/** dynalite's module `dynalite/db`, whose functions its actions look up at each call. */
interface DynaliteDb {
  create: (options: object) => DynaliteStore;
  createKey(item: Item, table: DynaliteTable): string;
  getIndexActions(indexes: object[], before: Item | null, item: Item | null, table: DynaliteTable): IndexActions;
  updateIndexes: UpdateIndexes;
}

type UpdateIndexes = (
  store: DynaliteStore,
  table: DynaliteTable,
  before: Item | null,
  item: Item | null,
  callback: (error?: unknown) => void,
) => void;

const db: DynaliteDb = createRequire(import.meta.url)('dynalite/db');
const updateIndexesAlone = db.updateIndexes;
const createAlone = db.create;

/**
 * Writes a row together with its index entries, in one LevelDB batch. dynalite writes them one after another, and a
 * process killed in between leaves a row that its index does not know: an undelivered record no sweep would find.
 * (dynalite writes the row once more afterwards, to the same effect.)
 */
const updateIndexesWithRow: UpdateIndexes = (store, table, before, item, callback) => {
  const indexes = table.GlobalSecondaryIndexes;
  const row = item ?? before;
  if (indexes === undefined || row === null || row === undefined) {
    updateIndexesAlone(store, table, before, item, callback);
    return;
  }
  const { puts, deletes } = db.getIndexActions(indexes, before, item, table);
  const indexKey = ({ index, key }: { index: string; key: string }) =>
    `index-global~${table.TableName}~${index}~${key}`;
  const rowKey = `item-${table.TableName}~${db.createKey(row, table)}`;
  const operations: BatchOperation[] = [
    ...deletes.map((action) => ({ type: 'del' as const, key: indexKey(action) })),
    ...puts.map((action) => ({ type: 'put' as const, key: indexKey(action), value: action.item })),
    item === null ? { type: 'del', key: rowKey } : { type: 'put', key: rowKey, value: item },
  ];
  store.db.batch(operations, (error) => callback(error ?? undefined));
};

/**
 * dynalite ends an iterator by its `return`, which LevelDB's iterators do not have: each Query and Scan would leave one open,
 * and LevelDB keeps every file and buffer that an open iterator could read. Gives them what dynalite calls.
 */
function closeIterators({ db }: DynaliteStore): void {
  db.keys = withReturn(db.keys.bind(db));
  db.values = withReturn(db.values.bind(db));
}

const withReturn =
  (open: OpenIterator): OpenIterator =>
  (options) => {
    const iterator = open(options);
    iterator.return = () => iterator.close();
    return iterator;
  };

/** Calls `start`, which makes one dynalite server, and returns what it made together with the server's store. */
export function withStore<Made>(start: () => Made): { made: Made; store: DynaliteStore } {
  const stores: DynaliteStore[] = [];
  db.updateIndexes = updateIndexesWithRow;
  db.create = (options) => {
    const store = createAlone(options);
    closeIterators(store);
    stores.push(store);
    return store;
  };
  try {
    const made = start();
    const [store] = stores;
    if (store === undefined) throw new Error('dynalite made no store.');
    return { made, store };
  } finally {
    db.create = createAlone;
  }
}
