import { describe, expect, it } from 'vitest';
import { awayPauseSeconds, MAX_RECEIVE_COUNT } from '../../../shared/delivery/away-pause.ts';

const DAY_SECONDS = 24 * 60 * 60;
const pauses = (count: number, more = {}) =>
  Array.from({ length: count }, (_, index) => awayPauseSeconds({ receiveCount: index + 1, speed: 1, ...more }));
const sum = (seconds: number[]) => seconds.reduce((total, each) => total + each, 0);

describe('the pause for a downstream that is away', () => {
  it('grows from five seconds to a quarter of an hour', () => {
    expect(pauses(10)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
  });

  it('never lets a message run out of receives within a day, nor before SQS forgets it itself by much', () => {
    expect(sum(pauses(MAX_RECEIVE_COUNT))).toBeGreaterThan(10 * DAY_SECONDS);
  });

  it('is as long as Retry-After where that is longer, up to a quarter of an hour, and never shorter for it', () => {
    expect(awayPauseSeconds({ receiveCount: 1, retryAfterMs: 60_000, speed: 1 })).toBe(60);
    expect(awayPauseSeconds({ receiveCount: 1, retryAfterMs: 86_400_000, speed: 1 })).toBe(900);
    expect(sum(pauses(MAX_RECEIVE_COUNT, { retryAfterMs: 1000 }))).toBeGreaterThan(10 * DAY_SECONDS);
  });

  it('is shorter in simulations, yet never under a second', () => {
    expect(awayPauseSeconds({ receiveCount: 5, speed: 10 })).toBe(8);
    expect(awayPauseSeconds({ receiveCount: 1, speed: 1000 })).toBe(1);
    expect(awayPauseSeconds({ receiveCount: 1000, speed: 1 })).toBe(900);
  });

  it('lasts a day of receives in simulations too, and stays short for the first minutes', () => {
    expect(sum(pauses(MAX_RECEIVE_COUNT, { speed: 1_000_000 }))).toBeGreaterThan(DAY_SECONDS);
    expect(Math.max(...pauses(100, { speed: 1000 }))).toBeLessThanOrEqual(3);
  });
});
