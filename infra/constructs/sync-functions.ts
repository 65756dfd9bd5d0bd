import { Duration } from 'aws-cdk-lib/core';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { CommonEnvironment } from '../../functions/sync-environment.ts';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import { type BUILT_SYNCS, KIND_OF } from '../../shared/contracts/syncs.ts';
import type { SyncProps } from '../syncs/sync-props.ts';
import { deliveryVariables } from './delivery-variables.ts';
import { DoorFunction } from './door-function.ts';
import { SecretsAccess } from './secrets-access.ts';
import { stateMachineArn, SyncStateMachine } from './sync-state-machine.ts';

export interface SyncFunctionsProps<Own extends Record<string, string>> extends SyncProps {
  readonly sync: (typeof BUILT_SYNCS)[number];
  /** The variables that this sync's doors read beside those of every sync. */
  readonly environment: Own;
  /** MB. @default 1024 */
  readonly memorySize?: number;
}

/**
 * What every sync has: a start function, a step function, the state machine between them, and the rights to work on
 * runs and to hand out. A sync grants the rest to `roles`, next to its tables.
 */
export class SyncFunctions<Own extends Record<string, string>> extends Construct {
  readonly start: DoorFunction<Own & CommonEnvironment>;
  readonly roles: readonly IRole[];

  constructor(scope: Construct, id: string, props: SyncFunctionsProps<Own>) {
    super(scope, id);
    const { stage, code, sync, memorySize = 1024 } = props;
    const names = resourceNames(stage.name);
    const environment = { ...this.common(props), ...props.environment };
    const timed = { stage, code, environment, memorySize, timeout: Duration.minutes(5) };
    this.start = new DoorFunction(this, 'Start', {
      ...timed,
      door: `${sync}/start`,
      functionName: names.startFunction(sync),
    });
    const step = new DoorFunction(this, 'Step', {
      ...timed,
      door: `${sync}/step`,
      functionName: names.stepFunction(sync),
    });
    new SyncStateMachine(this, 'Workflow', { stage, sync, step: step.function });
    this.roles = [this.start.role, step.role];
    for (const role of this.roles) this.grant(role, props);
  }

  private common({ stage, data, parameters, sync }: SyncFunctionsProps<Own>): CommonEnvironment {
    const { tables, documents } = data;
    const names = resourceNames(stage.name);
    return {
      ...parameters,
      ...deliveryVariables(this, { stage, queues: [data.queueOf(KIND_OF[sync])] }),
      STAGE: stage.name,
      APPLICATION_SECRET: names.applicationSecret,
      SHOP_SECRETS: names.shopSecrets,
      SHOPS_TABLE: tables.shops.table.tableName,
      SCHEDULES_TABLE: tables.schedules.table.tableName,
      RUNS_TABLE: tables.runs.table.tableName,
      USAGE_TABLE: tables.usage.table.tableName,
      BUYERS_TABLE: tables.buyers.table.tableName,
      DOCUMENTS_BUCKET: documents.bucket.bucketName,
      STATE_MACHINE_ARN: stateMachineArn(this, { stage, sync }),
    };
  }

  private grant(role: IRole, { stage, data, sync }: SyncFunctionsProps<Own>): void {
    const { tables, documents } = data;
    const secrets = new SecretsAccess(this, stage);
    secrets.allowApplication(role);
    secrets.allowShops(role);
    tables.shops.allow(role, 'GetItem', 'UpdateItem');
    tables.schedules.allow(role, 'GetItem', 'UpdateItem');
    tables.runs.allow(role, 'GetItem', 'PutItem', 'UpdateItem');
    tables.usage.allow(role, 'GetItem', 'PutItem');
    tables.buyers.allow(role, 'PutItem', 'UpdateItem');
    documents.allowWrite(role, 'quarantine');
    data.queueOf(KIND_OF[sync]).allowSend(role);
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachineArn(this, { stage, sync })] }),
    );
  }
}
