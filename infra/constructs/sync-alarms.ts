import { Duration } from 'aws-cdk-lib/core';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import type { Sync } from '../../shared/contracts/syncs.ts';
import type { Stage } from '../stages.ts';
import type { AlarmTopic } from './alarm-topic.ts';
import { RUNBOOK } from './runbook.ts';
import { RunbookAlarm, type RunbookAlarmProps } from './runbook-alarm.ts';
import { mostOf, sumOf } from './stage-metric.ts';
import { stateMachineArn } from './sync-state-machine.ts';

export interface SyncAlarmsProps {
  readonly stage: Stage;
  readonly sync: Sync;
  readonly topic: AlarmTopic;
}

const FIVE_MINUTES = Duration.minutes(5);
const QUARTER = Duration.minutes(15);
const HOUR = Duration.hours(1);

/** What can go wrong with one sync, over all shops of a stage. Which shop it is stands in the logs and in `azi status`. */
export class SyncAlarms extends Construct {
  private readonly props: SyncAlarmsProps;

  constructor(scope: Construct, id: string, props: SyncAlarmsProps) {
    super(scope, id);
    this.props = props;
    const { stage, sync } = props;
    const most = (name: 'ShopsLate' | 'OldestUndeliveredSeconds' | 'Undelivered') =>
      mostOf({ stage, sync, name, period: FIVE_MINUTES });

    this.alarm('late', {
      happened: `A shop's ${sync} sync is behind its schedule, or the watch that would know is silent.`,
      means: 'What changed on Amazon since does not reach the seller.',
      heading: RUNBOOK.syncLate,
      metric: most('ShopsLate'),
      atLeast: 1,
      periods: 3,
      silence: 'trouble',
    });
    this.alarm('run-failed', {
      happened: `A run of ${sync} has failed.`,
      means: 'Its window stays open and the next firing reads it again; until one succeeds the shop falls behind.',
      heading: RUNBOOK.runFailed,
      metric: this.failures(),
      atLeast: 1,
    });
    this.alarm('undelivered-too-old', {
      happened: `A record of ${sync} has been waiting for an hour to be handed to its queue.`,
      means: 'It is stored, but the systems behind us do not know of it.',
      heading: RUNBOOK.undelivered,
      metric: most('OldestUndeliveredSeconds'),
      atLeast: HOUR.toSeconds(),
      periods: 3,
    });
    this.alarm('undelivered-too-many', {
      happened: `For an hour, 5,000 records of ${sync} or more have been waiting to be handed to their queue.`,
      means: 'They are stored, but the systems behind us learn of changes late.',
      heading: RUNBOOK.undelivered,
      metric: most('Undelivered'),
      atLeast: 5000,
      periods: 12,
    });
    this.alarm('downstream-away', {
      happened: `A downstream has not taken batches of ${sync} for half an hour.`,
      means: 'Nothing is lost: batches wait up to 14 days and are tried again, but the systems behind us stand still.',
      heading: RUNBOOK.downstreamAway,
      metric: sumOf({ stage, sync, name: 'DownstreamAway', period: QUARTER }),
      atLeast: 1,
      // Attempts are up to a quarter of an hour and a timeout apart: now and then a quarter passes without one.
      periods: 2,
      among: 3,
    });
    this.alarm('throttled-too-long', {
      happened: `For two hours ${sync} has been waiting for Amazon's usage plan, and a shop is behind its schedule.`,
      means: 'More changes than Amazon lets us read; the seller sees them late.',
      heading: RUNBOOK.throttled,
      metric: this.throttledAndLate(),
      atLeast: 1,
      periods: 2,
    });
    this.alarm('throttled-against-books', {
      happened: `Amazon refused ${sync} calls as too many although our own books had room.`,
      means: "Something else spends this application's allowance, and the seller's data comes late for it.",
      heading: RUNBOOK.throttledAgainstBooks,
      metric: sumOf({ stage, sync, name: 'ThrottledAgainstBooks', period: HOUR }),
      atLeast: 5,
    });
    this.alarm('quarantined', {
      happened: `Amazon sent ${sync} that could not be read; they were set aside.`,
      means: 'Those records are missing in the store and downstream; all others went on.',
      heading: RUNBOOK.quarantined,
      metric: sumOf({ stage, sync, name: 'Quarantined', period: HOUR }),
      atLeast: 1,
    });
  }

  private alarm(what: string, props: Omit<RunbookAlarmProps, 'topic' | 'name'>): void {
    const { stage, sync, topic } = this.props;
    new RunbookAlarm(this, what, { ...props, topic, name: `azi-${stage.name}-${sync}-${what}` });
  }

  /** Runs that ended as failed, and those that could not even say so. */
  private failures(): IMetric {
    const { stage, sync } = this.props;
    const names = resourceNames(stage.name);
    const errorsOf = (FunctionName: string) =>
      new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensionsMap: { FunctionName },
        statistic: Stats.SUM,
        period: QUARTER,
      });
    const executions = (metricName: string) =>
      new Metric({
        namespace: 'AWS/States',
        metricName,
        dimensionsMap: { StateMachineArn: stateMachineArn(this, { stage, sync }) },
        statistic: Stats.SUM,
        period: QUARTER,
      });
    return new MathExpression({
      label: 'failures',
      expression: 'FILL(runs, 0) + FILL(starts, 0) + FILL(steps, 0) + FILL(failed, 0) + FILL(timedOut, 0)',
      usingMetrics: {
        runs: sumOf({ stage, sync, name: 'RunFailed', period: QUARTER }),
        starts: errorsOf(names.startFunction(sync)),
        steps: errorsOf(names.stepFunction(sync)),
        failed: executions('ExecutionsFailed'),
        timedOut: executions('ExecutionsTimedOut'),
      },
      period: QUARTER,
    });
  }

  /** Being late is counted by the schedule: of a sync that fires every six hours no cursor is young. */
  private throttledAndLate(): IMetric {
    const { stage, sync } = this.props;
    return new MathExpression({
      label: 'throttled and late',
      expression: 'IF(FILL(throttled, 0) > 0 AND FILL(late, 0) > 0, 1, 0)',
      usingMetrics: {
        throttled: sumOf({ stage, sync, name: 'Throttled', period: HOUR }),
        late: mostOf({ stage, sync, name: 'ShopsLate', period: HOUR }),
      },
      period: HOUR,
    });
  }
}
