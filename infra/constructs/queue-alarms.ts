import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { QUEUE_OF } from '../../shared/contracts/syncs.ts';
import type { Stage } from '../stages.ts';
import type { AlarmTopic } from './alarm-topic.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import { RUNBOOK } from './runbook.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

export interface QueueAlarmsProps {
  readonly stage: Stage;
  readonly queue: DeliveryQueue;
  readonly topic: AlarmTopic;
}

/** What can go wrong with one queue: something is set aside, or nobody takes what is on it. */
export class QueueAlarms extends Construct {
  constructor(scope: Construct, id: string, { stage, queue, topic }: QueueAlarmsProps) {
    super(scope, id);
    const name = QUEUE_OF[queue.kind];
    const period = Duration.minutes(5);
    new RunbookAlarm(this, 'DeadLetters', {
      topic,
      name: `azi-${stage.name}-${name}-dead-letters`,
      happened: `The downstream refused ${queue.kind}, and they were set aside as dead letters.`,
      means: 'The systems behind us will not know of them unless somebody sends them again within 14 days.',
      heading: RUNBOOK.deadLetters,
      metric: queue.deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      atLeast: 1,
    });
    new RunbookAlarm(this, 'TooOld', {
      topic,
      name: `azi-${stage.name}-${name}-not-taken`,
      happened: `A batch of ${queue.kind} has been on its queue for six hours.`,
      means: 'The systems behind us stand still; after 14 days SQS drops what nobody took.',
      heading: RUNBOOK.downstreamAway,
      metric: queue.queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' }),
      atLeast: Duration.hours(6).toSeconds(),
    });
  }
}
