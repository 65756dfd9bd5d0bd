import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ExpireBuyersEnvironment } from '../../functions/operations/expire-buyers.ts';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import type { SyncProps } from '../syncs/sync-props.ts';
import { DoorFunction } from './door-function.ts';
import { Timer } from './timer.ts';

/**
 * Deletes once a day the buyers whose time has come, DynamoDB's own TTL may be days late; and the addresses of
 * multi-channel orders that no run picks up.
 */
export class BuyersSweep extends Construct {
  constructor(scope: Construct, id: string, { stage, code, data }: Omit<SyncProps, 'parameters'>) {
    super(scope, id);
    const { buyers, 'fulfillment-outbound': outbound } = data.tables;
    const names = resourceNames(stage.name);
    const environment: ExpireBuyersEnvironment = {
      BUYERS_TABLE: buyers.table.tableName,
      FULFILLMENT_OUTBOUND_TABLE: outbound.table.tableName,
    };
    const expireBuyers = new DoorFunction(this, 'ExpireBuyers', {
      stage,
      code,
      door: 'operations/expire-buyers',
      functionName: names.expireBuyersFunction,
      timeout: Duration.minutes(15),
      environment,
      // A day is long to wait for the next try.
      asyncRetries: 2,
    });
    buyers.allow(expireBuyers.role, 'Scan', 'DeleteItem');
    outbound.allow(expireBuyers.role, 'Scan', 'BatchGetItem', 'UpdateItem');
    new Timer(this, 'Timer', {
      scheduleName: names.expireBuyersFunction,
      expression: 'cron(17 3 * * ? *)',
      target: expireBuyers.function,
      retries: 3,
    });
  }
}
