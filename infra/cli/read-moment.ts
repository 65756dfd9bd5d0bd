import { CommandError } from './command-error.ts';

/** A date, or a date and time with its zone (ISO 8601). */
const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads a moment that has passed, to ISO in UTC. A date alone is its midnight in UTC.
 * Throws a CommandError that names `field` when it cannot be parsed, has no zone, or is yet to come.
 */
export function readPastMoment(text: string, { field, now }: { field: string; now: () => Date }): string {
  const cure = `Give ${field} as ISO 8601 in the past, e.g. 2026-11-01 or 2026-11-01T08:00:00Z.`;
  const match = ISO.exec(text);
  const moment = new Date(text);
  if (!match || Number.isNaN(moment.getTime()) || !sameDay(text)) {
    throw new CommandError(`${field} "${text}" is no moment in time.`, cure);
  }
  if (text.includes('T') && match[1] === undefined) {
    throw new CommandError(`${field} "${text}" does not say its time zone.`, `Add Z for UTC: ${text}Z.`);
  }
  if (moment > now()) {
    throw new CommandError(`${field} "${text}" is in the future; it is ${now().toISOString()} now.`, cure);
  }
  return moment.toISOString();
}

/** JavaScript reads 31 February as 3 March. */
const sameDay = (text: string) =>
  new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));
