import { ArnFormat, Duration, Stack } from 'aws-cdk-lib/core';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  CustomState,
  DefinitionBody,
  Fail,
  JitterType,
  LogLevel,
  QueryLanguage,
  StateMachine,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import type { Sync } from '../../shared/contracts/syncs.ts';
import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import { StageLog } from './stage-log.ts';

/**
 * Carries a run on that could not be done in one call: it waits, the step function does what it can, and says
 * whether it must wait again. What travels is `StepInput`: ids and moments.
 *
 *   Wait ──→ Step ──→ Waiting?
 *    ↑         │         ├─ ended ──→ Ended
 *    │       error       ├─ other ──→ UnknownState
 *    │         ↓         │
 *    │    StepFailed     │
 *    └───── waiting ─────┘
 *
 * An execution that fails loses nothing: the run's lease ends, and the next firing of its schedule resumes it.
 */
export class SyncStateMachine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { stage, sync, step }: { stage: Stage; sync: Sync; step: IFunction }) {
    super(scope, id);
    const wait = new Wait(this, 'Wait', { time: WaitTime.timestampPath('$.waitUntil') });
    const work = new CustomState(this, 'Step', { stateJson: { Type: 'Task', Resource: step.functionArn } })
      .addRetry({
        errors: LAMBDA_SERVICE_ERRORS,
        interval: Duration.seconds(2),
        maxAttempts: 6,
        backoffRate: 2,
        jitterStrategy: JitterType.FULL,
      })
      .addCatch(new Fail(this, 'StepFailed', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' }), {
        resultPath: '$.failure',
      });
    const ended = new Succeed(this, 'Ended');
    const unknown = new Fail(this, 'UnknownState', {
      error: 'UnknownState',
      cause: 'The step function answered with a state that is neither waiting nor ended.',
    });
    wait.next(work);
    work.next(
      new Choice(this, 'Waiting?')
        .when(Condition.stringEquals('$.state', 'waiting'), wait)
        .when(Condition.stringEquals('$.state', 'ended'), ended)
        .otherwise(unknown),
    );

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: resourceNames(stage.name).stateMachine(sync),
      definitionBody: DefinitionBody.fromChainable(wait),
      queryLanguage: QueryLanguage.JSON_PATH,
      timeout: Duration.days(30),
      tracingEnabled: true,
      logs: {
        destination: new StageLog(this, 'Log', {
          stage,
          logGroupName: `/aws/vendedlogs/states/${resourceNames(stage.name).stateMachine(sync)}`,
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [step.functionArn] }),
    );
    acknowledge(
      this.stateMachine.role,
      'AwsSolutions-IAM5[Resource::*]',
      'Log delivery and X-Ray have no resources to name: AWS documents both with *.',
    );
  }
}

/** The ARN of a sync's state machine by its fixed name: the functions that it calls must know it before it exists. */
export const stateMachineArn = (scope: Construct, { stage, sync }: { stage: Stage; sync: Sync }) =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: resourceNames(stage.name).stateMachine(sync),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** Lambda did not run the function, or not to its end. What the function itself throws is not repeated. */
const LAMBDA_SERVICE_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
];
