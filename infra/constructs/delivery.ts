import { Duration } from 'aws-cdk-lib/core';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DeliverEnvironment } from '../../functions/downstream/deliver.ts';
import type { DrainEnvironment } from '../../functions/operations/drain.ts';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import type { SyncProps } from '../syncs/orders.ts';
import { DELIVER_TIMEOUT } from './delivery-queue.ts';
import { deliveryVariables } from './delivery-variables.ts';
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
    const { shops, runs, orders, buyers } = data.tables;
    const names = resourceNames(stage.name);
    const drainEnvironment: DrainEnvironment = {
      ...deliveryVariables(this, { stage, queues: data.queues }),
      STAGE: stage.name,
      SPEED: parameters.SPEED,
      SHOPS_TABLE: shops.table.tableName,
      ORDERS_TABLE: orders.table.tableName,
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
    orders.allow(drain.role, 'BatchGetItem', 'UpdateItem');
    orders.allowIndex(drain.role);
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
    orders.allow(deliver.role, 'BatchGetItem', 'UpdateItem');
    orders.allowIndex(deliver.role);
    buyers.allow(deliver.role, 'BatchGetItem');
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
