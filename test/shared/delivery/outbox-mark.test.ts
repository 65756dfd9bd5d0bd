import { expect, it } from 'vitest';
import { newOutboxMark } from '../../../shared/delivery/outbox-mark.ts';

it('is a moment that sorts by time, and no two are alike', () => {
  const moment = new Date('2026-11-20T10:00:00.123Z');

  const marks = Array.from({ length: 100 }, () => newOutboxMark(moment));

  expect(new Set(marks).size).toBe(100);
  expect(marks.every((mark) => Date.parse(mark) === moment.getTime())).toBe(true);
  expect(marks.every((mark) => mark < newOutboxMark(new Date(moment.getTime() + 1)))).toBe(true);
});
