import { expect, it } from 'vitest';
import { type ClockSchedule, ScheduleClock } from '../../../infra/local/schedule-clock.ts';

it('fires a rate soon after it is first seen, then at its pace', () => {
  const { clock, fired } = clockWith([schedule('a', 'rate(10 minutes)')]);

  clock.at('00:00:00');
  clock.at('00:00:02');
  expect(fired).toEqual([]);
  clock.at('00:00:03');
  clock.at('00:09:00');
  expect(fired).toEqual(['a']);
  clock.at('00:10:03');

  expect(fired).toEqual(['a', 'a']);
});

it('fires a cron at its times only', () => {
  const { clock, fired } = clockWith([schedule('a', 'cron(30 6 * * ? *)')]);

  clock.at('06:29:59');
  clock.at('06:30:00');
  clock.at('06:30:01');

  expect(fired).toEqual(['a']);
});

it('fires once what fell due several times while the machine slept', () => {
  const { clock, fired } = clockWith([schedule('a', 'rate(5 minutes)')]);

  clock.at('00:00:00');
  clock.at('09:00:00');
  clock.at('09:00:01');

  expect(fired).toEqual(['a']);
});

it('takes up a new schedule, a changed one and one that is gone', () => {
  const { clock, fired, schedules } = clockWith([schedule('a', 'rate(1 day)'), schedule('b', 'rate(1 day)')]);
  clock.at('00:00:00');
  clock.at('00:00:03');

  schedules.splice(0, 2, schedule('a', 'rate(5 minutes)'), schedule('c', 'cron(1 0 * * ? *)'));
  clock.at('00:00:10');
  clock.at('00:00:13');
  clock.at('00:01:00');

  expect(fired).toEqual(['a', 'b', 'a', 'c']);
});

const schedule = (key: string, expression: string): ClockSchedule => ({
  key,
  expression,
  targetArn: 'arn',
  input: '{}',
});

function clockWith(schedules: ClockSchedule[]) {
  const fired: string[] = [];
  let now = 0;
  const clock = new ScheduleClock({
    list: () => schedules,
    fire: ({ key }) => fired.push(key),
    now: () => now,
  });
  const at = (time: string) => {
    now = Date.parse(`2026-01-01T${time}Z`);
    clock.tick();
  };
  return { clock: { at }, fired, schedules };
}
