import type { Duration } from 'aws-cdk-lib/core';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type MetricName, METRICS_NAMESPACE } from '../../shared/contracts/metrics.ts';
import type { Sync } from '../../shared/contracts/syncs.ts';
import type { Stage } from '../stages.ts';

export interface StageMetricProps {
  readonly stage: Stage;
  /** Absent for what belongs to no sync. */
  readonly sync?: Sync;
  readonly name: MetricName;
  readonly period: Duration;
}

/** How many there were in a period. */
export const sumOf = (props: StageMetricProps) => stageMetric(props, Stats.SUM);

/** The most there was at a time. */
export const mostOf = (props: StageMetricProps) => stageMetric(props, Stats.MAXIMUM);

const stageMetric = ({ stage, sync, name, period }: StageMetricProps, statistic: string) =>
  new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: name,
    dimensionsMap: { stage: stage.name, ...(sync && { sync }) },
    statistic,
    period,
  });
