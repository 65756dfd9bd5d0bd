import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMetrics } from '../../../shared/runtime/metrics.ts';

let lines: string[];
beforeEach(() => {
  lines = [];
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'azi-dev');
  vi.spyOn(console, 'log').mockImplementation((line) => lines.push(line));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('a metric', () => {
  it('is published at once, with stage and sync as its only dimensions: alarms match all of them', () => {
    createMetrics('dev', 'orders')('RunFailed', 1);

    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        _aws: {
          CloudWatchMetrics: [
            {
              Namespace: 'AzIntegration',
              Dimensions: [['stage', 'sync']],
              Metrics: [{ Name: 'RunFailed', Unit: 'Count' }],
            },
          ],
        },
        stage: 'dev',
        sync: 'orders',
        RunFailed: 1,
      },
    ]);
    expect(lines.join()).not.toContain('service');
  });

  it('that belongs to no sync has the stage alone', () => {
    createMetrics('dev')('ApplicationSecretAgeDays', 12);

    expect(JSON.parse(lines.join())).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Dimensions: [['stage']] }] },
      ApplicationSecretAgeDays: 12,
    });
  });
});
