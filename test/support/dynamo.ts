import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { withStore } from '../../infra/local/emulators/dynalite-store.ts';
import { listenLocally } from '../../infra/local/emulators/listen-locally.ts';
import { TABLES, type TableName } from '../../shared/contracts/tables.ts';
import { patientConnection } from './aws-connection.ts';
import { createTableCommand } from './create-table.ts';

export interface Dynamo {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** A further client of the same store, for middleware of its own. */
  connect(): DynamoDBClient;
  /** Makes tables as the contract defines them; they are named as the contract names them. */
  createTables(...names: TableName[]): Promise<void>;
  stop(): Promise<void>;
}

/** A DynamoDB in memory, on a free port of 127.0.0.1. */
export async function startDynamo(): Promise<Dynamo> {
  const { made: server } = withStore(() => dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }));
  const store = connectDynamo(await listenLocally(server));
  return {
    ...store,
    async stop() {
      store.disconnect();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Clients of a DynamoDB that listens at `endpoint`. */
export function connectDynamo(endpoint: string): Omit<Dynamo, 'stop'> & { disconnect(): void } {
  const clients: DynamoDBClient[] = [];
  const connect = () => {
    const client = new DynamoDBClient(patientConnection(endpoint));
    clients.push(client);
    return client;
  };
  const client = connect();
  return {
    endpoint,
    client,
    connect,
    async createTables(...names) {
      for (const name of names) await client.send(createTableCommand(name, TABLES[name]));
    },
    disconnect() {
      for (const each of clients) each.destroy();
    },
  };
}
