import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores, and stories that wait for processes and queues: files side by side, stories one after another.
    maxWorkers: 3,
    // Files share what they import: loading the AWS SDK and CDK for each would take longer than the tests. Nothing of ours keeps state in a module.
    isolate: false,
    reporters: ['default', './test/support/plain-summary.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Tests that look at logs and metrics switch them on themselves.
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true', AWS_REGION: 'us-east-1' },
  },
});
