import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { BUILT_SYNCS, type Kind, KIND_OF } from '../../shared/contracts/syncs.ts';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import { TABLES, type TableDefinition, type TableName } from '../../shared/contracts/tables.ts';
import { DeliveryQueue } from '../constructs/delivery-queue.ts';
import { Documents } from '../constructs/documents.ts';
import { EncryptionKey } from '../constructs/encryption-key.ts';
import { KeptTable } from '../constructs/kept-table.ts';
import { ShopSchedules } from '../constructs/shop-schedules.ts';
import type { Stage } from '../stages.ts';

/**
 * What must last: tables, documents, queues, keys, and the group and role of the shops' schedules. Everything here
 * outlives the stack, and its logical ids never change.
 */
export class DataStack extends Stack {
  readonly key: EncryptionKey;
  readonly buyersKey: EncryptionKey;
  readonly tables: Readonly<Record<TableName, KeptTable>>;
  readonly documents: Documents;
  readonly queues: readonly DeliveryQueue[];
  readonly schedules: ShopSchedules;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id, { description: `AzIntegration ${stage.name}: what is kept` });
    const names = resourceNames(stage.name);
    this.key = new EncryptionKey(this, 'Key', { description: `AzIntegration ${stage.name}: all but buyers' data` });
    this.buyersKey = new EncryptionKey(this, 'BuyersKey', { description: `AzIntegration ${stage.name}: buyers' data` });

    const table = (name: TableName) => {
      const definition: TableDefinition = TABLES[name];
      const key = definition.buyersData ? this.buyersKey : this.key;
      return new KeptTable(this, `${logicalName(name)}Table`, { stage, tableName: names.table(name), definition, key });
    };
    this.tables = {
      shops: table('shops'),
      schedules: table('schedules'),
      runs: table('runs'),
      usage: table('usage'),
      orders: table('orders'),
      returns: table('returns'),
      items: table('items'),
      reports: table('reports'),
      'fulfillment-outbound': table('fulfillment-outbound'),
      buyers: table('buyers'),
    };
    this.documents = new Documents(this, 'Documents', { stage, key: this.buyersKey });
    this.queues = BUILT_SYNCS.map((sync) => {
      const kind = KIND_OF[sync];
      return new DeliveryQueue(this, `${logicalName(kind)}Queue`, { stage, kind, key: this.key });
    });
    this.schedules = new ShopSchedules(this, 'ShopSchedules', { stage });
  }

  queueOf(kind: Kind): DeliveryQueue {
    const queue = this.queues.find((queue) => queue.kind === kind);
    if (!queue) throw new Error(`There is no queue of ${kind}: their sync is not in BUILT_SYNCS.`);
    return queue;
  }
}

/** `fulfillment-outbound` → `FulfillmentOutbound` */
const logicalName = (name: string) =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
