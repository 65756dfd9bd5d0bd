import { describe, expect, it } from 'vitest';
import { latenessOf } from '../../../shared/operations/lateness.ts';

const at = (time: string) => ({ now: new Date(`2026-11-20T${time}:00.000Z`) });
const cursorAt = (time: string) => `2026-11-20T${time}:00.000Z`;
const everyTenMinutes = { enabled: true, expression: 'rate(10 minutes)' };

const lease = (expiresAt: Date) => ({
  runId: 'r1',
  step: 1,
  expiresAt: expiresAt.getTime(),
  startTime: cursorAt('00:00'),
  endTime: cursorAt('12:00'),
  overlaps: true,
});

describe('a schedule is late', () => {
  it.each([
    ['rate(10 minutes)', '12:34', false],
    ['rate(10 minutes)', '12:35', true],
    ['rate(1 minute)', '12:29', false],
    ['rate(1 minute)', '12:30', true],
    ['rate(6 hours)', '23:59', false],
    ['cron(0/15 * * * ? *)', '12:44', false],
    ['cron(0/15 * * * ? *)', '12:45', true],
  ])('when three firings of %s have not moved its cursor from noon: at %s %s', (expression, time, late) => {
    const lateness = latenessOf({ enabled: true, expression, nextStartTime: cursorAt('12:00') }, at(time));

    expect(lateness?.late).toBe(late);
  });

  it('not because it rests at night', () => {
    const officeHours = { enabled: true, expression: 'cron(0/15 8-17 ? * MON-FRI *)' };
    const lastEvening = '2026-11-19T17:42:00.000Z';

    expect(latenessOf({ ...officeHours, nextStartTime: lastEvening }, at('08:29'))?.late).toBe(false);
    expect(latenessOf({ ...officeHours, nextStartTime: lastEvening }, at('08:30'))?.late).toBe(true);
  });

  it('at once when its expression fires nothing', () => {
    const broken = { enabled: true, expression: 'every ten minutes', nextStartTime: cursorAt('12:00') };

    expect(latenessOf(broken, at('12:01'))?.late).toBe(true);
  });

  it('without a cursor, unless a run is at work on the first one', () => {
    const atWork = { ...everyTenMinutes, liveLease: lease(at('12:01').now) };

    expect(latenessOf(everyTenMinutes, at('12:00'))).toEqual({ late: true });
    expect(latenessOf(atWork, at('12:00'))).toEqual({ late: false });
    expect(latenessOf(atWork, at('12:02'))).toEqual({ late: true });
  });

  it('not while it is paused', () => {
    expect(
      latenessOf({ ...everyTenMinutes, enabled: false, nextStartTime: cursorAt('00:00') }, at('12:00')),
    ).toBeUndefined();
  });
});

it('a cursor is as old as what it says, never younger than nothing', () => {
  const fromNoon = { ...everyTenMinutes, nextStartTime: cursorAt('12:00') };

  expect(latenessOf(fromNoon, at('12:13'))?.ageMs).toBe(13 * 60_000);
  expect(latenessOf(fromNoon, at('11:59'))?.ageMs).toBe(0);
});
