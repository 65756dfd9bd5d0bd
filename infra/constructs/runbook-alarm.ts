import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import type { AlarmTopic } from './alarm-topic.ts';
import type { RunbookHeading } from './runbook.ts';

export interface RunbookAlarmProps {
  readonly topic: AlarmTopic;
  readonly name: string;
  /** What happened, a sentence. */
  readonly happened: string;
  /** What it means for the seller, a sentence. */
  readonly means: string;
  readonly heading: RunbookHeading;
  readonly metric: IMetric;
  /** The alarm rings from this value on. */
  readonly atLeast: number;
  /** So many of the metric's periods. @default 1 */
  readonly periods?: number;
  /** Of so many, one after another. @default as many: all of them */
  readonly among?: number;
  /** What silence means. @default 'fine' */
  readonly silence?: 'fine' | 'trouble';
}

/** An alarm that says what happened, what it means for the seller, and which heading of the README to open. */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    const { topic, name, happened, means, heading, metric, atLeast, periods = 1, silence = 'fine' } = props;
    const { among = periods } = props;
    super(scope, id, {
      alarmName: name,
      alarmDescription: `${happened} ${means} Open README, "${heading}".`,
      metric,
      threshold: atLeast,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: among,
      ...(among > periods && { datapointsToAlarm: periods }),
      treatMissingData: silence === 'trouble' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    const tell = new SnsAction(topic);
    this.addAlarmAction(tell);
    this.addOkAction(tell);
  }
}
