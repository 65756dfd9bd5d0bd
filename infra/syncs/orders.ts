import { Duration } from 'aws-cdk-lib/core';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { OrdersEnvironment } from '../../functions/orders/environment.ts';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import { deliveryVariables } from '../constructs/delivery-variables.ts';
import { DoorFunction } from '../constructs/door-function.ts';
import type { FunctionCode } from '../constructs/function-code.ts';
import { SecretsAccess } from '../constructs/secrets-access.ts';
import type { SyncParameters } from '../constructs/sync-parameters.ts';
import { stateMachineArn, SyncStateMachine } from '../constructs/sync-state-machine.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { Stage } from '../stages.ts';

export interface SyncProps {
  readonly stage: Stage;
  readonly code: FunctionCode;
  readonly data: DataStack;
  readonly parameters: SyncParameters;
}

/** The orders sync. Every ten minutes unless the shop's schedule says otherwise; most runs are one call of `start`. */
export class OrdersSync extends Construct {
  readonly start: DoorFunction<OrdersEnvironment>;
  readonly step: DoorFunction<OrdersEnvironment>;

  constructor(scope: Construct, id: string, props: SyncProps) {
    super(scope, id);
    const { stage, code } = props;
    const names = resourceNames(stage.name);
    const environment = this.environment(props);
    const common = { stage, code, environment, timeout: Duration.minutes(5), memorySize: 1024 };
    this.start = new DoorFunction(this, 'Start', {
      ...common,
      door: 'orders/start',
      functionName: names.startFunction('orders'),
    });
    this.step = new DoorFunction(this, 'Step', {
      ...common,
      door: 'orders/step',
      functionName: names.stepFunction('orders'),
    });
    new SyncStateMachine(this, 'Workflow', { stage, sync: 'orders', step: this.step.function });
    for (const { role } of [this.start, this.step]) this.grant(role, props);
  }

  private environment({ stage, data, parameters }: SyncProps): OrdersEnvironment {
    const { tables, documents } = data;
    const names = resourceNames(stage.name);
    return {
      ...parameters,
      ...deliveryVariables(this, { stage, queues: [data.queueOf('orders')] }),
      STAGE: stage.name,
      APPLICATION_SECRET: names.applicationSecret,
      SHOP_SECRETS: names.shopSecrets,
      SHOPS_TABLE: tables.shops.table.tableName,
      SCHEDULES_TABLE: tables.schedules.table.tableName,
      RUNS_TABLE: tables.runs.table.tableName,
      USAGE_TABLE: tables.usage.table.tableName,
      ORDERS_TABLE: tables.orders.table.tableName,
      BUYERS_TABLE: tables.buyers.table.tableName,
      DOCUMENTS_BUCKET: documents.bucket.bucketName,
      STATE_MACHINE_ARN: stateMachineArn(this, { stage, sync: 'orders' }),
    };
  }

  private grant(role: IRole, { stage, data }: SyncProps): void {
    const { tables, documents } = data;
    const secrets = new SecretsAccess(this, stage);
    secrets.allowApplication(role);
    secrets.allowShops(role);
    tables.shops.allow(role, 'GetItem', 'UpdateItem');
    tables.schedules.allow(role, 'GetItem', 'UpdateItem');
    tables.runs.allow(role, 'GetItem', 'PutItem', 'UpdateItem');
    tables.usage.allow(role, 'GetItem', 'PutItem');
    tables.orders.allow(role, 'BatchGetItem', 'PutItem', 'UpdateItem');
    tables.orders.allowIndex(role);
    tables.buyers.allow(role, 'PutItem', 'UpdateItem');
    documents.allowWrite(role, 'quarantine');
    data.queueOf('orders').allowSend(role);
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['states:StartExecution'],
        resources: [stateMachineArn(this, { stage, sync: 'orders' })],
      }),
    );
  }
}
