import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { createDocumentClient } from '../../shared/aws/document-client.ts';
import { createQueueClient } from '../../shared/aws/queue-client.ts';
import { sweepAllShops } from '../../shared/delivery/sweep-all-shops.ts';
import { SpeedEnvironment } from '../../shared/runtime/environment-parts.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { SweepEnvironment, sweepMeans } from '../sweep-means.ts';

const Environment = z.object({
  ...SweepEnvironment,
  ...SpeedEnvironment,
  STAGE: z.string(),
});
export type DrainEnvironment = z.infer<typeof Environment>;

const environment = readEnvironment(Environment);
const means = sweepMeans(environment, {
  client: createDocumentClient(),
  sqs: createQueueClient(),
  now: () => new Date(),
  log: createLogger(),
});

/** Every five minutes: hands out what runs left undelivered, be it after a crash or a downstream that was away. */
export const handler = (_event: unknown, context: Context) =>
  sweepAllShops({ ...means, timeLeftMs: () => context.getRemainingTimeInMillis() });
