import { randomInt } from 'node:crypto';

/**
 * A new outbox mark: the moment, ISO, to the nanosecond, of which the last six digits are random. So no two rows share
 * one: the embedded DynamoDB keeps 24 bits of a row's key in an index, and loses one of two rows alike in them and the mark.
 */
export const newOutboxMark = (now: Date) =>
  now.toISOString().replace('Z', `${String(randomInt(1_000_000)).padStart(6, '0')}Z`);
