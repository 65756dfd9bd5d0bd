import * as z from 'zod/mini';
import { KINDS } from '../contracts/syncs.ts';
import type { QueueUrls } from '../runtime/environment-parts.ts';

const Queues = z.partialRecord(z.enum(KINDS), z.object({ url: z.string(), deadLettersUrl: z.string() }));

/** The QUEUES variable of a function, read. Throws when it is not of its form. */
export const parseQueueUrls = (text: string): QueueUrls => Queues.parse(JSON.parse(text));
