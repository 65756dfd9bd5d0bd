import type { Batch } from '../contracts/batch.ts';

/**
 * Most bytes of records in one message. SQS takes 1 MiB, attributes included; the rest is margin for the
 * batch's own fields, its attributes and the commas.
 */
export const MAX_RECORD_BYTES = 1_000_000;

/** The batch as SQS takes it. */
export const toMessageBody = (batch: Batch) => escapeForSqs(JSON.stringify(batch));

/** What a record adds to a message, in bytes. */
export const messageBytes = (record: Batch['records'][number]) =>
  Buffer.byteLength(escapeForSqs(JSON.stringify(record))) + 1;

/**
 * SQS refuses U+FFFE and U+FFFF, which JSON need not escape but may. The embedded SQS refuses everything beyond
 * U+FFFF too, such as emoji, which AWS takes: they are escaped alike.
 */
const escapeForSqs = (json: string) =>
  json.replace(/[\uD800-\uDFFF\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
