import type { PublishMetric } from '../runtime/metrics.ts';
import type { Run } from './run.ts';

/** Publishes how a run ended. */
export function countRun({ outcome, quarantined }: Pick<Run, 'outcome' | 'quarantined'>, publish: PublishMetric): void {
  publish('RunSucceeded', outcome === 'succeeded' ? 1 : 0);
  publish('RunFailed', outcome === 'failed' ? 1 : 0);
  if (quarantined > 0) publish('Quarantined', quarantined);
}
