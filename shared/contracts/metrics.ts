/** CloudWatch namespace of every metric of ours. Dimensions are `stage` and `sync` only; a shop's name is in the logs. */
export const METRICS_NAMESPACE = 'AzIntegration';

/** The metrics, by name: those who publish them and the alarms on them share this list. */
export const METRICS = {
  /** One for each run that ended well. Published by runs. */
  RunSucceeded: 'Count',
  /** One for each run that ended in a failure that does not heal by itself. Published by runs. */
  RunFailed: 'Count',
  /** Orders and rows that did not parse and were set aside. Published by runs. */
  Quarantined: 'Count',
  /** Times that a run left because our own bucket was spent. Published by runs. */
  Throttled: 'Count',
  /** Answers 429 although our bucket said there was a slot: somebody else draws on it. Published by runs. */
  ThrottledAgainstBooks: 'Count',
  /** Times that a downstream did not take a batch now, and will be asked again. Published by `deliver`. */
  DownstreamAway: 'Count',
  /** Shops whose sync is late, see `shared/operations/lateness.ts`. Published by the watch, every five minutes. */
  ShopsLate: 'Count',
  /** Age of the oldest cursor of a sync. Published by the watch. */
  OldestAgeSeconds: 'Seconds',
  /** Records whose newest version has not been handed to the queue. Published by the watch. */
  Undelivered: 'Count',
  /** For how long the oldest of them has been waiting. Published by the watch. */
  OldestUndeliveredSeconds: 'Seconds',
  /** Days since the application's LWA secret was written; Amazon ends it after 180. Dimension stage only. Published by the watch. */
  ApplicationSecretAgeDays: 'None',
} as const;
export type MetricName = keyof typeof METRICS;
