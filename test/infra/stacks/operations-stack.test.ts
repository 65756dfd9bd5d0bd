import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RUNBOOK } from '../../../infra/constructs/runbook.ts';
import { METRICS } from '../../../shared/contracts/metrics.ts';
import { BUILT_SYNCS } from '../../../shared/contracts/syncs.ts';
import { STAGES } from '../../../infra/stages.ts';
import { awayPauseSeconds } from '../../../shared/delivery/away-pause.ts';
import { aziTemplates, resourcesOf } from '../../support/azi-templates.ts';

const { data, operations } = aziTemplates('dev');
const alarms = Object.values(resourcesOf(operations, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
const alarmNamed = (name: string) => alarms.find(({ AlarmName }) => AlarmName === name);

describe('alarms', () => {
  it('each name a heading of the README, and each heading has an alarm', () => {
    const headings = alarms.map(({ AlarmDescription }) => /Open README, "(.+)"\.$/.exec(AlarmDescription)?.[1]);

    expect(new Set(headings)).toEqual(new Set(Object.values(RUNBOOK)));
  });

  it('each say what happened and what it means, in sentences', () => {
    for (const { AlarmDescription } of alarms) expect(AlarmDescription).toMatch(/^[A-Z].+\. [A-Z].+\. Open README, /);
  });

  it('each tell somebody when it starts and when it is over', () => {
    const topicId = Object.keys(resourcesOf(operations, 'AWS::SNS::Topic'))[0];

    for (const { AlarmActions, OKActions } of alarms) {
      expect(AlarmActions).toEqual([{ Ref: topicId }]);
      expect(OKActions).toEqual([{ Ref: topicId }]);
    }
  });

  it.each(BUILT_SYNCS)('take a silent watch for a late sync: %s', (sync) => {
    const late = alarmNamed(`azi-dev-${sync}-late`);

    expect(late).toMatchObject({ MetricName: 'ShopsLate', TreatMissingData: 'breaching', Period: 300, Threshold: 1 });
  });

  it('take silence for peace everywhere else: what counts trouble says nothing without it', () => {
    const breaching = alarms.filter(({ TreatMissingData }) => TreatMissingData !== 'notBreaching');

    expect(breaching.map(({ AlarmName }) => AlarmName)).toEqual([
      ...BUILT_SYNCS.map((sync) => `azi-dev-${sync}-late`),
      'azi-dev-expire-buyers-idle',
    ]);
  });

  it('hear of a daily sweep that does not run at all', () => {
    const idle = alarmNamed('azi-dev-expire-buyers-idle');

    expect(idle).toMatchObject({ EvaluationPeriods: 2, Threshold: 1, TreatMissingData: 'breaching' });
    expect(idle?.Metrics).toContainEqual(
      expect.objectContaining({
        MetricStat: expect.objectContaining({
          Metric: expect.objectContaining({ MetricName: 'Invocations', Namespace: 'AWS/Lambda' }),
          Period: 86_400,
        }),
      }),
    );
  });

  it('watch the dead letters of every queue', () => {
    const queues = Object.entries(resourcesOf(data, 'AWS::SQS::Queue'));
    const deadLetterQueues = queues.filter(([, { Properties }]) => !Properties.RedrivePolicy);
    const watched = alarms
      .filter(({ AlarmName }) => AlarmName.endsWith('-dead-letters'))
      .map(({ Dimensions }) => JSON.stringify(Dimensions));

    expect(watched).toHaveLength(deadLetterQueues.length);
    for (const [id] of deadLetterQueues) expect(watched.join()).toContain(id);
  });

  it('look at metrics that are published, by stage and sync alone', () => {
    const ours: OurMetric[] = alarms
      .flatMap((alarm) => [
        alarm,
        ...(alarm.Metrics ?? []).map(({ MetricStat }: MetricOfSeveral) => MetricStat?.Metric),
      ])
      .filter((metric) => metric?.Namespace === 'AzIntegration');

    expect(ours.length).toBeGreaterThan(8);
    for (const { MetricName, Dimensions } of ours) {
      const dimensions = Dimensions.map(({ Name }) => Name);
      expect(Object.keys(METRICS)).toContain(MetricName);
      expect(dimensions).toEqual(MetricName === 'ApplicationSecretAgeDays' ? ['stage'] : ['stage', 'sync']);
    }
  });

  it.each(Object.keys(METRICS))('are not deaf: something publishes %s', (name) => {
    const publishing = doorsAndRooms().filter((file) => readFileSync(file, 'utf8').includes(`('${name}'`));

    expect(publishing).not.toEqual([]);
  });

  it('hear of a start that broke down, and of a state machine that gave up', () => {
    const watched = JSON.stringify(alarmNamed('azi-dev-orders-run-failed').Metrics);

    for (const name of ['RunFailed', 'Errors', 'ExecutionsFailed', 'ExecutionsTimedOut'])
      expect(watched).toContain(name);
    expect(watched).toContain('azi-dev-orders-start');
    expect(watched).toContain('azi-dev-orders-step');
  });

  it('do not ring off while a downstream is away: between two attempts an alarm’s period may pass', () => {
    const { Period, EvaluationPeriods, DatapointsToAlarm } = alarmNamed('azi-dev-orders-downstream-away');
    const attempts = new Set<number>();
    const deliveryTimeoutSeconds = 20;
    let seconds = 0;
    for (let receiveCount = 1; seconds < 14 * 86_400; receiveCount += 1) {
      attempts.add(Math.floor(seconds / Period));
      seconds += awayPauseSeconds({ receiveCount, speed: 1 }) + deliveryTimeoutSeconds;
    }
    const ringsAt = (period: number) =>
      Array.from({ length: EvaluationPeriods }, (_, back) => attempts.has(period - back)).filter(Boolean).length >=
      DatapointsToAlarm;
    const periods = Array.from({ length: Math.floor((13 * 86_400) / Period) }, (_, period) => period);

    expect(periods.findIndex(ringsAt)).toBeLessThanOrEqual(2);
    expect(periods.slice(2).filter((period) => !ringsAt(period))).toEqual([]);
    expect(DatapointsToAlarm * Period).toBe(30 * 60);
  });

  it.each(BUILT_SYNCS)(
    'count a throttled shop as late by its own schedule, not by the age of its cursor: %s',
    (sync) => {
      const { Metrics, AlarmDescription } = alarmNamed(`azi-dev-${sync}-throttled-too-long`);

      expect(AlarmDescription).toContain('a shop is behind its schedule');
      const names = Metrics.map(({ MetricStat }: MetricOfSeveral) => MetricStat?.Metric.MetricName).filter(Boolean);
      expect(names.sort()).toEqual(['ShopsLate', 'Throttled']);
    },
  );

  it('ring two weeks before Amazon ends the secret', () => {
    expect(alarmNamed('azi-dev-application-secret').Threshold).toBeLessThanOrEqual(180 - 14);
  });
});

describe('the topic of the alarms', () => {
  it('lets CloudWatch publish: a policy of its own replaces the one by which it could', () => {
    const [policy] = Object.values(resourcesOf(operations, 'AWS::SNS::TopicPolicy'));
    const allowed = policy?.Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    );

    expect(allowed).toMatchObject([{ Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } }]);
  });

  it('tells the person whom the stage names', () => {
    const withEmail = aziTemplates({ ...STAGES.dev, alarmEmail: 'ops@example.com' });

    const [subscription] = Object.values(resourcesOf(withEmail.operations, 'AWS::SNS::Subscription'));
    expect(subscription?.Properties).toMatchObject({ Protocol: 'email', Endpoint: 'ops@example.com' });
    expect(resourcesOf(operations, 'AWS::SNS::Subscription')).toEqual({});
  }, 60_000);
});

const doorsAndRooms = () => ['functions', 'shared'].flatMap((folder) => globSync(`${folder}/**/*.ts`));

interface MetricOfSeveral {
  readonly MetricStat?: { readonly Metric: OurMetric };
}

interface OurMetric {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string }[];
}
