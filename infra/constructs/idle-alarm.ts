import { Duration } from 'aws-cdk-lib/core';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { RunbookAlarm, type RunbookAlarmProps } from './runbook-alarm.ts';

export interface IdleAlarmProps extends Pick<RunbookAlarmProps, 'topic' | 'happened' | 'means' | 'heading'> {
  readonly functionName: string;
}

/** Rings when a daily function has not been called for two days: one that never runs never fails either. */
export class IdleAlarm extends RunbookAlarm {
  constructor(scope: Construct, id: string, { functionName, ...props }: IdleAlarmProps) {
    const calls = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Invocations',
      dimensionsMap: { FunctionName: functionName },
      statistic: Stats.SUM,
    });
    super(scope, id, {
      ...props,
      name: `${functionName}-idle`,
      // Lambda reports no zeros: a day without a call is a day without data.
      metric: new MathExpression({
        expression: '1 - calls',
        usingMetrics: { calls },
        period: Duration.days(1),
        label: 'days without a call',
      }),
      atLeast: 1,
      periods: 2,
      silence: 'trouble',
    });
  }
}
