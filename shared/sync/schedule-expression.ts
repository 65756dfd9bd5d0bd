import { Cron } from 'croner';
import { toCronPattern } from './aws-cron.ts';
import { ScheduleExpressionError } from './schedule-expression-error.ts';

/** When a schedule fires: an EventBridge Scheduler expression, `rate(…)` or `cron(…)`, in UTC. */
export type ScheduleExpression =
  | { readonly kind: 'rate'; readonly everyMs: number }
  /** Seven fields as croner reads them, with AWS's numbers for weekdays. */
  | { readonly kind: 'cron'; readonly pattern: string };

/** Throws {@link ScheduleExpressionError}, which names the field, its limit and what to write instead. */
export function parseScheduleExpression(text: string): ScheduleExpression {
  const [, kind, inside = ''] = /^(rate|cron)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'rate') return { kind, everyMs: rateMs(inside) };
  if (kind === 'cron') return { kind, pattern: toCronPattern(inside) };
  throw new ScheduleExpressionError(
    `expression "${text}" is neither rate(…) nor cron(…). Write e.g. rate(10 minutes) or cron(0/10 * * * ? *).`,
  );
}

/**
 * The next `count` firings after a moment, that moment excluded; fewer when the years of a cron expression end.
 * A rate counts from `after`.
 */
export function nextFirings(expression: ScheduleExpression, { after, count }: { after: Date; count: number }): Date[] {
  if (expression.kind === 'cron') {
    return new Cron(expression.pattern, { timezone: 'UTC', alternativeWeekdays: true }).nextRuns(count, after);
  }
  return Array.from({ length: count }, (_, index) => new Date(after.getTime() + (index + 1) * expression.everyMs));
}

/** The shortest time in ms between two of the firings that follow `after`; Infinity when fewer than two are left. */
export function intervalOf(expression: ScheduleExpression, { after }: { after: Date }): number {
  if (expression.kind === 'rate') return expression.everyMs;
  const firings = nextFirings(expression, { after, count: FIRINGS_LOOKED_AT });
  return Math.min(...firings.slice(1).map((firing, index) => firing.getTime() - (firings[index]?.getTime() ?? 0)));
}

/** A day of a firing every five minutes and more: what is irregular within a day shows. */
const FIRINGS_LOOKED_AT = 300;

function rateMs(inside: string): number {
  const [, digits = '', unit = ''] = /^([0-9]+) (minute|hour|day)s?$/.exec(inside) ?? [];
  const value = Number(digits);
  const unitMs = UNITS_MS.get(unit);
  if (!unitMs || value < 1 || inside.endsWith('s') !== value > 1) {
    throw new ScheduleExpressionError(
      `rate "${inside}" is not a whole number from 1 and minutes, hours or days. Write e.g. rate(1 hour) or rate(10 minutes).`,
    );
  }
  return value * unitMs;
}

const UNITS_MS = new Map([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
]);
