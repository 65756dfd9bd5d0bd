import { Duration } from 'aws-cdk-lib/core';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DeliverEnvironment } from '../../functions/downstream/deliver.ts';
import type { DrainEnvironment } from '../../functions/operations/drain.ts';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import type { SyncProps } from '../syncs/sync-props.ts';
import { DELIVER_TIMEOUT } from './delivery-queue.ts';
import { deliveryVariables } from './delivery-variables.ts';
import type { KeptTable } from './kept-table.ts';
import { DoorFunction } from './door-function.ts';
import { SecretsAccess } from './secrets-access.ts';
import { Timer } from './timer.ts';

/**
 * From the outboxes to the downstream: `drain` sweeps up every five minutes what runs left undelivered, and `deliver`
 * posts the batches of those queues whose consumer is `webhook`, one message at a time.
 */
export class Delivery extends Construct {
  constructor(scope: Construct, id: string, props: SyncProps) {
    super(scope, id);
    const { stage, code, data, parameters } = props;
    const { shops, runs, orders, returns, items, buyers } = data.tables;
    const outbound = data.tables['fulfillment-outbound'];
    const outboxes = [orders, returns, items, outbound];
    const names = resourceNames(stage.name);
    const drainEnvironment: DrainEnvironment = {
      ...deliveryVariables(this, { stage, queues: data.queues }),
      STAGE: stage.name,
      SPEED: parameters.SPEED,
      SHOPS_TABLE: shops.table.tableName,
      ORDERS_TABLE: orders.table.tableName,
      RETURNS_TABLE: returns.table.tableName,
      ITEMS_TABLE: items.table.tableName,
      FULFILLMENT_OUTBOUND_TABLE: outbound.table.tableName,
    };

    const drain = new DoorFunction(this, 'Drain', {
      stage,
      code,
      door: 'operations/drain',
      functionName: names.drainFunction,
      timeout: Duration.minutes(4),
      environment: drainEnvironment,
    });
    shops.allow(drain.role, 'GetItem', 'Scan', 'UpdateItem');
    allowHandOut(drain.role, outboxes);
    for (const queue of data.queues) queue.allowSend(drain.role);
    new Timer(this, 'DrainTimer', {
      scheduleName: names.drainFunction,
      expression: 'rate(5 minutes)',
      target: drain.function,
    });

    const deliverEnvironment: DeliverEnvironment = {
      ...drainEnvironment,
      SHOP_SECRETS: names.shopSecrets,
      RUNS_TABLE: runs.table.tableName,
      BUYERS_TABLE: buyers.table.tableName,
    };
    const deliver = new DoorFunction(this, 'Deliver', {
      stage,
      code,
      door: 'downstream/deliver',
      functionName: names.deliverFunction,
      timeout: DELIVER_TIMEOUT,
      environment: deliverEnvironment,
    });
    new SecretsAccess(this, stage).allowShops(deliver.role);
    shops.allow(deliver.role, 'GetItem', 'UpdateItem');
    runs.allow(deliver.role, 'UpdateItem');
    allowHandOut(deliver.role, outboxes);
    buyers.allow(deliver.role, 'BatchGetItem');
    // A downstream that is back gets everything that waits: its sweep hands out to every queue.
    for (const queue of data.queues) queue.allowSend(deliver.role);
    this.consume(deliver, props);
  }

  private consume(
    deliver: Pick<DoorFunction<Record<string, string>>, 'role' | 'function'>,
    { stage, data }: SyncProps,
  ): void {
    for (const queue of data.queues.filter(({ kind }) => stage.consumers[kind] === 'webhook')) {
      queue.allowConsume(deliver.role);
      new EventSourceMapping(this, `Consume-${queue.kind}`, {
        target: deliver.function,
        eventSourceArn: queue.queue.queueArn,
        batchSize: 1,
        reportBatchItemFailures: true,
      });
    }
  }
}

/** Reads what is marked in the outboxes' tables, and takes the marks away. */
function allowHandOut(role: IRole, outboxes: readonly KeptTable[]): void {
  for (const outbox of outboxes) {
    outbox.allow(role, 'BatchGetItem', 'UpdateItem');
    outbox.allowIndex(role);
  }
}
