import awsCronParser from 'aws-cron-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalOf, nextFirings, parseScheduleExpression } from '../../../shared/sync/schedule-expression.ts';
import { ScheduleExpressionError } from '../../../shared/sync/schedule-expression-error.ts';

const after = new Date('2026-11-21T12:00:00.000Z');
const MINUTE = 60_000;

describe('a rate', () => {
  it.each([
    ['rate(1 minute)', MINUTE],
    ['rate(10 minutes)', 10 * MINUTE],
    ['rate(6 hours)', 360 * MINUTE],
    ['rate(1 day)', 1440 * MINUTE],
  ])('%s fires at even distances', (text, everyMs) => {
    const rate = parseScheduleExpression(text);

    const firings = nextFirings(rate, { after, count: 2 });

    expect(intervalOf(rate, { after })).toBe(everyMs);
    expect(firings.map((firing) => firing.getTime() - after.getTime())).toEqual([everyMs, 2 * everyMs]);
  });

  it.each([
    'rate(10 minute)',
    'rate(1 hours)',
    'rate(0 minutes)',
    'rate(-5 minutes)',
    'rate(1.5 hours)',
    'rate(2 weeks)',
    'rate(5)',
  ])('%s is refused with what to write instead', (text) => {
    expect(() => parseScheduleExpression(text)).toThrow(/rate ".*" is not .* Write e\.g\. rate\(1 hour\)/);
  });
});

describe('a cron expression', () => {
  it.each([
    '0/10 * * * ? *',
    '0 6 L * ? *',
    '0 6 15W * ? *',
    '0 6 1W * ? *',
    '0 6 ? * 6#3 *',
    '0 6 ? * 6#5 *',
    '0 6 ? * 6L *',
    '15 10 ? * MON-FRI *',
    '5/17 8-18/3 1,15 */2 ? 2026-2028',
    '0 12 ? JAN,JUL 2#1 *',
    '0,30 8/4 ? * 1,7 2027/2',
    '* * * * ? *',
  ])('%s fires when another reader of AWS cron says', (inside) => {
    const cron = parseScheduleExpression(`cron(${inside})`);

    const firings = nextFirings(cron, { after, count: 20 });

    expect(firings).toEqual(firingsByOracle(inside, 20));
  });

  it('fires when another reader says, whatever the fields', () => {
    fc.assert(
      fc.property(cronFields, (fields) => {
        const inside = fields.join(' ');

        const firings = nextFirings(parseScheduleExpression(`cron(${inside})`), { after, count: 5 });

        expect(firings).toEqual(firingsByOracle(inside, 5));
      }),
      { numRuns: 200 },
    );
  });

  it('takes L as day of the week for Saturday', () => {
    const firings = nextFirings(parseScheduleExpression('cron(0 6 ? * L *)'), { after, count: 2 });

    expect(firings.map((firing) => firing.toISOString())).toEqual([
      '2026-11-28T06:00:00.000Z',
      '2026-12-05T06:00:00.000Z',
    ]);
  });

  it('leaves out days that a month does not have', () => {
    const [first] = nextFirings(parseScheduleExpression('cron(0 0 29 2 ? *)'), { after, count: 1 });

    expect(first?.toISOString()).toBe('2028-02-29T00:00:00.000Z');
  });

  it('fires no more when its years are over', () => {
    const cron = parseScheduleExpression('cron(0 0 1 1 ? 2020)');

    expect(nextFirings(cron, { after, count: 3 })).toEqual([]);
    expect(intervalOf(cron, { after })).toBe(Infinity);
  });

  it('is as frequent as its two nearest firings', () => {
    const twiceInTheMorning = parseScheduleExpression('cron(0,3 8 ? * MON-FRI *)');

    expect(intervalOf(twiceInTheMorning, { after })).toBe(3 * MINUTE);
  });

  it.each([
    ['60 * * * ? *', 'minutes "60" is not within 0 to 59'],
    ['0 24 * * ? *', 'hours "24" is not within 0 to 23'],
    ['0 0 32 * ? *', 'day-of-month "32" is not within 1 to 31'],
    ['0 0 1 13 ? *', 'month "13" is not within 1 to 12'],
    ['0 0 1 FOO ? *', 'month "FOO" is not within 1 to 12'],
    ['0 0 ? * 0 *', 'day-of-week "0" is not within 1 to 7'],
    ['0 0 ? * 2/2 *', 'day-of-week "2/2" is not within 1 to 7'],
    ['0 0 1 1 ? 1969', 'year "1969" is not within 1970 to 2199'],
    ['*/0 * * * ? *', 'minutes "*/0" is not within 0 to 59'],
    ['50-10 * * * ? *', 'minutes "50-10" is not within 0 to 59'],
    ['0, * * * ? *', 'minutes "" is not within 0 to 59'],
    ['1/2/3 * * * ? *', 'minutes "1/2/3" is not within 0 to 59'],
  ])('%s is refused by field and limit', (inside, message) => {
    expect(() => parseScheduleExpression(`cron(${inside})`)).toThrow(message);
  });

  it('is refused with five fields, as Unix has them', () => {
    expect(() => parseScheduleExpression('cron(*/10 * * * *)')).toThrow('has 5 fields, not 6');
  });

  it.each(['* * * * * *', '0 6 ? * ? *'])('%s is refused: one of the two days must be ?', (inside) => {
    expect(() => parseScheduleExpression(`cron(${inside})`)).toThrow('must have ? as day-of-month or as day-of-week');
  });
});

describe('anything else', () => {
  it.each(['', '10 minutes', 'at(2026-11-21T12:00:00)', '*/10 * * * *', 'cron(0 6 * * ? *', 'RATE(1 hour)'])(
    '"%s" is refused with what to write instead',
    (text) => {
      expect(() => parseScheduleExpression(text)).toThrow(ScheduleExpressionError);
      expect(() => parseScheduleExpression(text)).toThrow('neither rate(…) nor cron(…)');
    },
  );
});

function firingsByOracle(inside: string, count: number): Date[] {
  const cron = awsCronParser.parse(inside);
  const firings: Date[] = [];
  for (let last: Date | null = after; firings.length < count; ) {
    last = awsCronParser.next(cron, last);
    if (!last) break;
    firings.push(last);
  }
  return firings;
}

/** Days up to 28 and without steps: the other reader takes the 31st of November for the 1st of December. */
const cronFields = fc
  .record({
    minutes: field(0, 59),
    hours: field(0, 23),
    month: field(1, 12),
    day: fc.oneof(
      range(1, 28).map((dayOfMonth) => ({ dayOfMonth, dayOfWeek: '?' })),
      range(1, 7).map((dayOfWeek) => ({ dayOfMonth: '?', dayOfWeek })),
    ),
  })
  .map(({ minutes, hours, month, day }) => [minutes, hours, day.dayOfMonth, month, day.dayOfWeek, '*']);

function field(min: number, max: number): fc.Arbitrary<string> {
  return fc.oneof(
    range(min, max),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min: 1, max })).map(([from, step]) => `${from}/${step}`),
  );
}

function range(min: number, max: number): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const upwards = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  return fc.oneof(
    fc.constant('*'),
    value.map(String),
    upwards,
    upwards.map((both) => both.replace('-', ',')),
  );
}
