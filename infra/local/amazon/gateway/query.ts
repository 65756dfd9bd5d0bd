import { invalidInput } from './api-error.ts';

/** The query parameters of a call, read as strictly as Amazon's model describes them. Every reader throws 400. */
export interface Query {
  text(name: string): string | undefined;
  /** Comma separated values, each one of `allowed` where that is given. */
  list(name: string, limits?: { allowed?: readonly string[]; atMost?: number }): string[] | undefined;
  integer(name: string, limits: { min: number; max: number }): number | undefined;
  boolean(name: string): boolean | undefined;
  /** An ISO 8601 moment with seconds and an offset. */
  moment(name: string): Date | undefined;
  /** Everything sent, by name, but for the names given: what a page token is bound to. */
  without(...names: string[]): string;
}

/** Throws 400 for a parameter that the operation does not know, and for one that is sent twice. */
export function readQuery(parameters: URLSearchParams, known: readonly string[]): Query {
  for (const name of parameters.keys()) {
    if (!known.includes(name)) throw invalidInput(`Unknown parameter '${name}'.`);
    if (parameters.getAll(name).length > 1) {
      throw invalidInput(`Parameter '${name}' is given more than once. Lists are separated by commas.`);
    }
    if (parameters.get(name) === '') throw invalidInput(`Parameter '${name}' is empty.`);
  }
  const text = (name: string) => parameters.get(name) ?? undefined;
  return {
    text,
    list: (name, limits = {}) => toList(name, text(name), limits),
    integer: (name, limits) => toInteger(name, text(name), limits),
    boolean: (name) => toBoolean(name, text(name)),
    moment: (name) => toMoment(name, text(name)),
    without: (...names) =>
      [...parameters]
        .filter(([name]) => !names.includes(name))
        .map(([name, value]) => `${name}=${value}`)
        .sort()
        .join('&'),
  };
}

function toList(
  name: string,
  text: string | undefined,
  { allowed, atMost = Number.POSITIVE_INFINITY }: { allowed?: readonly string[]; atMost?: number },
): string[] | undefined {
  const values = text?.split(',');
  if (values === undefined) return undefined;
  if (values.length > atMost) throw invalidInput(`Parameter '${name}' takes at most ${atMost} values.`);
  for (const value of values) {
    if (value === '' || (allowed && !allowed.includes(value))) {
      throw invalidInput(`Invalid value '${value}' for parameter '${name}'.`);
    }
  }
  return values;
}

function toInteger(name: string, text: string | undefined, { min, max }: { min: number; max: number }) {
  if (text === undefined) return undefined;
  const value = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw invalidInput(`Parameter '${name}' must be between ${min} and ${max}.`);
  return value;
}

function toBoolean(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (text !== 'true' && text !== 'false') throw invalidInput(`Parameter '${name}' must be true or false.`);
  return text === 'true';
}

const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Reads an ISO 8601 moment with seconds and an offset, from a query or a body. Throws 400 for anything else. */
export function toMoment(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const moment = ISO_8601.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(moment.getTime())) throw invalidInput(`Parameter '${name}' is not in ISO 8601 format.`);
  return moment;
}
