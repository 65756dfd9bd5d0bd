import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { createDocumentClient } from '../../shared/aws/document-client.ts';
import { expireBuyers } from '../../shared/operations/expire-buyers.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { createLogger } from '../../shared/runtime/logger.ts';

export const ExpireBuyersEnvironment = z.object({ BUYERS_TABLE: z.string() });
export type ExpireBuyersEnvironment = z.infer<typeof ExpireBuyersEnvironment>;

const environment = readEnvironment(ExpireBuyersEnvironment);
const client = createDocumentClient();
const log = createLogger();

/** Once a day: deletes buyers' data whose time has come. */
export const handler = async (_event: unknown, context: Context) => {
  const deleted = await expireBuyers({
    client,
    table: environment.BUYERS_TABLE,
    now: () => new Date(),
    timeLeftMs: () => context.getRemainingTimeInMillis(),
  });
  log.info('Buyers whose time had come were deleted', { deleted });
  return { deleted };
};
