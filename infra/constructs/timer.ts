import { Duration, Stack } from 'aws-cdk-lib/core';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';

export interface TimerProps {
  readonly scheduleName: string;
  /** EventBridge Scheduler expression. */
  readonly expression: string;
  readonly target: IFunction;
  /** How often Scheduler tries again to hand the call to Lambda. @default 0: the next firing is as good */
  readonly retries?: number;
}

/** Calls one of the stage's own functions by the clock, in UTC. It may call that function only. */
export class Timer extends Construct {
  constructor(scope: Construct, id: string, { scheduleName, expression, target, retries = 0 }: TimerProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }));
    new CfnSchedule(this, 'Schedule', {
      name: scheduleName,
      scheduleExpression: expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        // Scheduler's own defaults are 185 retries within a day: firings would pile up behind an outage.
        retryPolicy: { maximumRetryAttempts: retries, maximumEventAgeInSeconds: Duration.minutes(5).toSeconds() },
      },
    });
  }
}
