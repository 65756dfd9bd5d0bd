import * as z from 'zod/mini';
import type { Kind } from '../contracts/syncs.ts';

/** Variables that several doors share. All are strings, as Lambda's environment is. */

/** `{ "orders": { "url", "deadLettersUrl" } }`: only the queues that the function may use. */
export type QueueUrls = Partial<Record<Kind, { url: string; deadLettersUrl: string }>>;

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
  /** JSON of {@link QueueUrls}. */
  QUEUES: z.string(),
  CONSUMER: z.enum(['webhook', 'own']),
  /** Records in a batch, 1 to 50. */
  BATCH_SIZE: z.string(),
};

/** Multiplies Amazon's rates and divides the pauses that are policy; "1" everywhere but in simulations. */
export const SpeedEnvironment = { SPEED: z.string() };
