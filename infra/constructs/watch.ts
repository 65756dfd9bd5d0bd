import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { WatchEnvironment } from '../../functions/operations/watch.ts';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { Stage } from '../stages.ts';
import { DoorFunction } from './door-function.ts';
import type { FunctionCode } from './function-code.ts';
import { SecretsAccess } from './secrets-access.ts';
import { Timer } from './timer.ts';

/** Looks every five minutes at how late the syncs are and what waits to be delivered. It may read, and nothing else. */
export class Watch extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stage, code, data }: { stage: Stage; code: FunctionCode; data: DataStack },
  ) {
    super(scope, id);
    const { shops, schedules, orders, returns, items } = data.tables;
    const outbound = data.tables['fulfillment-outbound'];
    const names = resourceNames(stage.name);
    const environment: WatchEnvironment = {
      STAGE: stage.name,
      CONSUMERS: JSON.stringify(stage.consumers),
      SHOPS_TABLE: shops.table.tableName,
      SCHEDULES_TABLE: schedules.table.tableName,
      ORDERS_TABLE: orders.table.tableName,
      RETURNS_TABLE: returns.table.tableName,
      ITEMS_TABLE: items.table.tableName,
      FULFILLMENT_OUTBOUND_TABLE: outbound.table.tableName,
      APPLICATION_SECRET: names.applicationSecret,
    };
    const watch = new DoorFunction(this, 'Watch', {
      stage,
      code,
      door: 'operations/watch',
      functionName: names.watchFunction,
      timeout: Duration.minutes(4),
      environment,
    });
    shops.allow(watch.role, 'Scan');
    schedules.allow(watch.role, 'Query');
    for (const outbox of [orders, returns, items, outbound]) outbox.allowIndex(watch.role);
    new SecretsAccess(this, stage).allowApplication(watch.role);
    new Timer(this, 'Timer', {
      scheduleName: names.watchFunction,
      expression: 'rate(5 minutes)',
      target: watch.function,
    });
  }
}
