import { ScheduleExpressionError } from './schedule-expression-error.ts';

/**
 * Reads the six fields of AWS's cron (minutes, hours, day-of-month, month, day-of-week, year) and writes them as croner
 * does: seconds first, `*` for `?`, an end for every step. Weekdays keep AWS's numbers, 1 to 7 from Sunday.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function toCronPattern(inside: string): string {
  const texts = inside.split(' ');
  if (texts.length !== FIELDS.length) {
    throw new ScheduleExpressionError(
      `cron "${inside}" has ${texts.length} fields, not 6: minutes hours day-of-month month day-of-week year. ` +
        'Write e.g. cron(0/10 * * * ? *).',
    );
  }
  if ((texts[2] === '?') === (texts[4] === '?')) {
    throw new ScheduleExpressionError(
      `cron "${inside}" must have ? as day-of-month or as day-of-week, and not as both. Write e.g. cron(0 6 * * ? *).`,
    );
  }
  return ['0', ...FIELDS.map((field, index) => toCronField(texts[index] ?? '', field))].join(' ');
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names for numbers, the first one for `min`. */
  readonly names?: readonly string[];
  readonly steps: boolean;
  /** What else may stand there, and what croner calls it. */
  readonly special?: (item: string) => string | undefined;
}

const FIELDS: readonly Field[] = [
  { name: 'minutes', min: 0, max: 59, steps: true },
  { name: 'hours', min: 0, max: 23, steps: true },
  { name: 'day-of-month', min: 1, max: 31, steps: true, special: specialDayOfMonth },
  { name: 'month', min: 1, max: 12, steps: true, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ') },
  { name: 'day-of-week', min: 1, max: 7, steps: false, names: weekdays(), special: specialDayOfWeek },
  { name: 'year', min: 1970, max: 2199, steps: true },
];

function weekdays(): string[] {
  return ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
}

/** `L`: the last day of the month; `15W`: the weekday nearest to the 15th. */
function specialDayOfMonth(item: string): string | undefined {
  if (item === '?') return '*';
  return /^(L|([1-9]|[12][0-9]|3[01])W)$/.test(item) ? item : undefined;
}

/** `L`: the last day of the week; `6L`: the month's last Friday; `6#3`: its third. */
function specialDayOfWeek(item: string): string | undefined {
  if (item === '?') return '*';
  if (item === 'L') return '7';
  if (/^[1-7]L$/.test(item)) return item.replace('L', '#L');
  return /^[1-7]#[1-5]$/.test(item) ? item : undefined;
}

const toCronField = (text: string, field: Field) =>
  text
    .split(',')
    .map((item) => field.special?.(item) ?? toCronItem(item, field))
    .join(',');

/** `*`, `5`, `5-10`, and each of them with `/step`. */
function toCronItem(item: string, field: Field): string {
  const [range = '', step, ...rest] = item.split('/');
  const [from, to, ...more] =
    range === '*' ? [field.min, field.max] : range.split('-').map((value) => read(value, field));
  const stepValue = step === undefined ? 1 : read(step, { ...field, min: 1, names: [] });
  const wrong = rest.length > 0 || more.length > 0 || from === undefined || stepValue === undefined;
  if (wrong || (range.includes('-') && to === undefined) || (step !== undefined && !field.steps))
    throw refusal(item, field);
  if (to !== undefined && to < from) throw refusal(item, field);
  if (range === '*') return item;
  if (step !== undefined) return `${from}-${to ?? field.max}/${step}`;
  return to === undefined ? String(from) : `${from}-${to}`;
}

function read(text: string, { min, max, names = [] }: Pick<Field, 'min' | 'max' | 'names'>): number | undefined {
  const value = names.includes(text.toUpperCase()) ? names.indexOf(text.toUpperCase()) + min : Number(text);
  return /^[0-9A-Za-z]+$/.test(text) && Number.isInteger(value) && value >= min && value <= max ? value : undefined;
}

const refusal = (item: string, { name, min, max, steps }: Field) =>
  new ScheduleExpressionError(
    `cron: ${name} "${item}" is not within ${min} to ${max}. ` +
      `Write a number, a range upwards as ${min}-${max}${steps ? `, a step as ${min}/2` : ''}, several with commas, or *.`,
  );
