import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import { BUILT_SYNCS } from '../../shared/contracts/syncs.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { IdleAlarm } from '../constructs/idle-alarm.ts';
import { FunctionAlarm } from '../constructs/function-alarm.ts';
import type { FunctionCode } from '../constructs/function-code.ts';
import { QueueAlarms } from '../constructs/queue-alarms.ts';
import { RUNBOOK } from '../constructs/runbook.ts';
import { RunbookAlarm } from '../constructs/runbook-alarm.ts';
import { mostOf } from '../constructs/stage-metric.ts';
import { SyncAlarms } from '../constructs/sync-alarms.ts';
import { Watch } from '../constructs/watch.ts';
import type { Stage } from '../stages.ts';
import type { DataStack } from './data-stack.ts';

/** Amazon ends an LWA secret after 180 days; two weeks are left to change it. */
const SECRET_AGE_DAYS = 166;

export interface OperationsStackProps {
  readonly stage: Stage;
  readonly code: FunctionCode;
  readonly data: DataStack;
}

const KEPT_TOO_LONG = "Buyers' data may be kept beyond its date, which Amazon's policy forbids the seller.";

/** Who notices when something is wrong: the watch, and an alarm for each thing that a person must know. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { stage, code, data }: OperationsStackProps) {
    super(scope, id, { description: `AzIntegration ${stage.name}: watch and alarms` });
    const topic = new AlarmTopic(this, 'Alarms', { stage });
    new Watch(this, 'Watch', { stage, code, data });
    for (const sync of BUILT_SYNCS) new SyncAlarms(this, `Sync-${sync}`, { stage, sync, topic });
    for (const queue of data.queues) new QueueAlarms(this, `Queue-${queue.kind}`, { stage, queue, topic });
    this.functionAlarms(stage, topic);
    new RunbookAlarm(this, 'ApplicationSecret', {
      topic,
      name: `azi-${stage.name}-application-secret`,
      happened: `The secret of the LWA application is ${SECRET_AGE_DAYS} days old.`,
      means: 'Amazon ends it after 180 days, and then every sync of every shop stops.',
      heading: RUNBOOK.applicationSecret,
      metric: mostOf({ stage, name: 'ApplicationSecretAgeDays', period: Duration.hours(1) }),
      atLeast: SECRET_AGE_DAYS,
    });
  }

  private functionAlarms(stage: Stage, topic: AlarmTopic): void {
    const names = resourceNames(stage.name);
    new FunctionAlarm(this, 'Deliver', {
      topic,
      functionName: names.deliverFunction,
      happened: 'The function that delivers batches has been failing for three quarters of an hour.',
      means: 'Batches wait on their queues, and the systems behind us stand still.',
      heading: RUNBOOK.functionFails,
      periods: 3,
    });
    new FunctionAlarm(this, 'Drain', {
      topic,
      functionName: names.drainFunction,
      happened: 'The function that hands out leftovers has been failing for three quarters of an hour.',
      means: 'What a run could not hand out stays undelivered.',
      heading: RUNBOOK.functionFails,
      periods: 3,
    });
    new FunctionAlarm(this, 'ExpireBuyers', {
      topic,
      functionName: names.expireBuyersFunction,
      happened: "The daily sweep of buyers' data has failed.",
      means: KEPT_TOO_LONG,
      heading: RUNBOOK.buyersNotSwept,
    });
    new IdleAlarm(this, 'ExpireBuyersIdle', {
      topic,
      functionName: names.expireBuyersFunction,
      happened: "The daily sweep of buyers' data has not run for two days.",
      means: KEPT_TOO_LONG,
      heading: RUNBOOK.buyersNotSwept,
    });
  }
}
