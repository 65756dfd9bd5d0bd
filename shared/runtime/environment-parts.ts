import * as z from 'zod/mini';
import type { Kind } from '../contracts/syncs.ts';

/** Variables that several doors share. All are strings, as Lambda's environment is. */

/** `{ "orders": { "url", "deadLettersUrl", "consumer" } }`: only the queues that the function may use. */
export type Queues = Partial<Record<Kind, { url: string; deadLettersUrl: string; consumer: Consumer }>>;

/** Who takes batches from a queue: `webhook` is our `deliver`, `own` a consumer of the user's. */
export type Consumer = 'webhook' | 'own';

export const SpApiEnvironment = {
  /** Empty: Amazon's production endpoint of the shop's region. */
  SP_API_ENDPOINT: z.string(),
  /** Full URL of the LWA token endpoint. */
  LWA_ENDPOINT: z.string(),
  APPLICATION_SECRET: z.string(),
  SHOP_SECRETS: z.string(),
  USAGE_TABLE: z.string(),
};

export const DeliveryEnvironment = {
  /** JSON of {@link Queues}. */
  QUEUES: z.string(),
  /** Records in a batch, 1 to 50. */
  BATCH_SIZE: z.string(),
};

/** Multiplies Amazon's rates and divides the pauses that are policy; "1" everywhere but in simulations. */
export const SpeedEnvironment = { SPEED: z.string() };
