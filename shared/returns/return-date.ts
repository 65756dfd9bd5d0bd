import { readMoment } from '../sync/moment.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A date of a returns report as a moment: ISO, or as flat files have it, `10-Jul-2025`. Undefined where it is neither. */
export const readReturnDate = (text: string): string | undefined => readMoment(isoDay(text) ?? text);

/** `10-Jul-2025` as `2025-07-10`; undefined: it is no such day. */
export function isoDay(text: string): string | undefined {
  const [, day = '', name = '', year = ''] = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(text) ?? [];
  const month = MONTHS.indexOf(name.toLowerCase());
  if (month < 0) return undefined;
  const date = new Date(Date.UTC(Number(year), month, Number(day)));
  return date.getUTCMonth() === month ? date.toISOString().slice(0, 10) : undefined;
}
