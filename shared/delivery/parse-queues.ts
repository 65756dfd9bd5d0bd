import * as z from 'zod/mini';
import { KINDS } from '../contracts/syncs.ts';
import type { Queues } from '../runtime/environment-parts.ts';

const QueuesOfFunction = z.partialRecord(
  z.enum(KINDS),
  z.object({ url: z.string(), deadLettersUrl: z.string(), consumer: z.enum(['webhook', 'own']) }),
);

/** The QUEUES variable of a function, read. Throws when it is not of its form. */
export const parseQueues = (text: string): Queues => QueuesOfFunction.parse(JSON.parse(text));
