import { InputError } from './input-error.ts';

/** A moment in the one form that compares as text: ISO 8601, UTC, milliseconds. Undefined where the text is none. */
export function readMoment(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** The same, for input that a person gave. Throws {@link InputError}. */
export function toMoment(text: string): string {
  const moment = readMoment(text);
  if (moment === undefined)
    throw new InputError(`startTime "${text}" is no ISO 8601 time. Write it like 2026-11-21T08:00:00Z.`);
  return moment;
}
