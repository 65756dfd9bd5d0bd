import { describe, expect, it } from 'vitest';
import { ReturnReader } from '../../../shared/returns/return.ts';
import { returnsParts, SOURCES, type Source } from '../../../shared/returns/return-windows.ts';

const DAY_MS = 24 * 60 * 60_000;
const iso = (time: number) => new Date(time).toISOString();

const partsOf = (source: Source, ...[work]: Parameters<typeof returnsParts>) =>
  returnsParts(work).filter((part) => part.source === source);
const both = (startTime: string) => ({ FBA: startTime, MERCHANT: startTime });

describe('the windows of a source', () => {
  it.each([1, 59, 60, 61, 119, 120, 121, 400])('are of 60 days at most, without a gap, over %d days', (days) => {
    for (const endTime of ['2026-11-20T00:00:00.000Z', '2026-11-20T00:00:01.000Z', '2026-11-20T23:59:59.000Z']) {
      for (const hours of [0, 1, 13]) {
        const startTime = iso(Date.parse(endTime) - days * DAY_MS + hours * 3_600_000);
        for (const source of SOURCES) {
          const parts = partsOf(source, { startTimes: both(startTime), endTime, readAgain: [] });

          const whole = source === 'FBA' ? startTime : `${startTime.slice(0, 10)}T00:00:00.000Z`;
          expect([parts[0]?.startTime, parts.at(-1)?.endTime]).toEqual([whole, endTime]);
          expect(parts.slice(1).map((part) => part.startTime)).toEqual(parts.slice(0, -1).map((part) => part.endTime));
          const lengths = parts.map((part) => Date.parse(part.endTime) - Date.parse(part.startTime));
          expect(Math.max(...lengths)).toBeLessThanOrEqual(60 * DAY_MS);
          expect(lengths.every((length) => length > 0)).toBe(true);
          expect(parts.length).toBeLessThanOrEqual(Math.ceil((days + 1) / 60));
        }
      }
    }
  });

  it('begin with a UTC day where they are the merchant’s', () => {
    const startTimes = both('2026-03-05T17:00:00.000Z');

    const parts = partsOf('MERCHANT', { startTimes, endTime: '2026-11-20T11:57:00.000Z', readAgain: [] });

    expect(parts.length).toBe(5);
    expect(parts.map((part) => part.startTime.slice(10))).toEqual(Array<string>(5).fill('T00:00:00.000Z'));
  });

  it('are one where the trailing past is read again', () => {
    const work = { startTimes: both('2026-11-20T05:47:00.000Z'), endTime: '2026-11-20T11:57:00.000Z' };

    const again = SOURCES.flatMap((source) => partsOf(source, { ...work, readAgain: SOURCES }));

    expect(again.map((part) => part.startTime)).toEqual(['2026-10-21T11:57:00.000Z', '2026-09-22T00:00:00.000Z']);
  });
});

/** What stands under each key when runs with these ends have read the merchant's returns one after another. */
function storedBy(runs: readonly string[], moments: readonly string[]): string[] {
  const stored = new Map<string, string>();
  for (const [n, endTime] of runs.entries()) {
    const startTime = runs[n - 1] ?? iso(Date.parse(endTime) - 70 * DAY_MS);
    for (const part of partsOf('MERCHANT', { startTimes: both(startTime), endTime, readAgain: [] })) {
      const reader = new ReturnReader('MERCHANT');
      for (const returnRequestDate of moments.filter((each) => each >= part.startTime && each <= part.endTime)) {
        const fields = { orderId: 'O', merchantSku: 'S', merchantRmaId: '', amazonRmaId: '', returnRequestDate };
        stored.set(reader.toReturn({ position: 1, fields }).key, returnRequestDate);
      }
    }
  }
  return [...stored.values()].sort();
}

it.each([
  ['one run', ['2026-11-20T23:00:00.000Z']],
  ['a run between each two', ['2026-11-20T10:00:00.000Z', '2026-11-20T18:30:00.000Z', '2026-11-20T23:00:00.000Z']],
  [
    'a run every hour',
    Array.from({ length: 48 }, (_, hour) => iso(Date.parse('2026-11-19T12:57:00Z') + hour * 3_600_000)),
  ],
  [
    'windows that meet within their day',
    ['2026-11-20T12:00:00.000Z', '2026-12-30T12:00:00.000Z', '2027-02-20T11:59:59.000Z'],
  ],
])('returns of one order, SKU and day without an RMA are all kept: %s', (_, runs) => {
  const moments = ['2026-11-20T08:00:00.000Z', '2026-11-20T16:00:00.000Z', '2026-11-20T20:00:00.000Z'];

  expect(storedBy(runs, moments)).toEqual(moments);
});

it('returns of one day without an RMA keep their keys from run to run', () => {
  const row = (returnRequestDate: string) => ({
    position: 2,
    fields: { orderId: 'O', merchantSku: 'S', returnRequestDate },
  });
  const [first, second] = [new ReturnReader('MERCHANT'), new ReturnReader('MERCHANT')];

  expect(first.toReturn(row('2026-11-20T08:00:00Z')).key).toBe('MERCHANT#@2026-11-20#O#S');
  expect(second.toReturn(row('2026-11-20T08:00:00Z')).key).toBe('MERCHANT#@2026-11-20#O#S');
  expect(second.toReturn(row('2026-11-20T20:00:00Z')).key).toBe('MERCHANT#@2026-11-20#O#S#2');
});
