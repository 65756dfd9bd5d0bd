import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS, METRICS_NAMESPACE, type MetricName } from '../contracts/metrics.ts';
import type { Sync } from '../contracts/syncs.ts';

/** Publishes a metric at once, as a line of the log that CloudWatch reads. */
export type PublishMetric = (name: MetricName, value: number) => void;

/** Metrics with the dimensions stage and sync (where there is one), and never more: a shop's name is in the logs. */
export function createMetrics(stage: string, sync?: Sync): PublishMetric {
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE });
  const units = { Count: MetricUnit.Count, Seconds: MetricUnit.Seconds, None: MetricUnit.NoUnit } as const;
  return (name, value) => {
    const single = metrics.singleMetric();
    // Powertools adds a dimension `service` of its own: alarms, which match all dimensions, would never see the metric.
    single.clearDefaultDimensions();
    single.addDimensions({ stage, ...(sync && { sync }) });
    single.addMetric(name, units[METRICS[name]], value);
  };
}
