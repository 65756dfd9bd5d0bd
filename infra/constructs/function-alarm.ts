import { Duration } from 'aws-cdk-lib/core';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { RunbookAlarm, type RunbookAlarmProps } from './runbook-alarm.ts';

export interface FunctionAlarmProps
  extends Pick<RunbookAlarmProps, 'topic' | 'happened' | 'means' | 'heading' | 'periods'> {
  readonly functionName: string;
}

/** Rings when a function has failed in each of so many quarters of an hour. */
export class FunctionAlarm extends RunbookAlarm {
  constructor(scope: Construct, id: string, { functionName, ...props }: FunctionAlarmProps) {
    super(scope, id, {
      ...props,
      name: `${functionName}-fails`,
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensionsMap: { FunctionName: functionName },
        statistic: Stats.SUM,
        period: Duration.minutes(15),
      }),
      atLeast: 1,
    });
  }
}
