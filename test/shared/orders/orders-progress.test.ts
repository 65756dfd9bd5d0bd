import { expect, it } from 'vitest';
import { recut, type Segment } from '../../../shared/orders/orders-progress.ts';

const segment = (more: Partial<Segment>): Segment => ({
  after: '2026-11-01T00:00:00.000Z',
  before: '2026-11-02T00:00:00.000Z',
  paginationToken: 'dead',
  ordered: true,
  ...more,
});

it('goes on ten minutes before what was stored last: Amazon’s search may show a change late', () => {
  expect(recut(segment({ lastTime: '2026-11-01T12:00:00.000Z' }))).toEqual([
    { after: '2026-11-01T11:50:00.000Z', before: '2026-11-02T00:00:00.000Z', ordered: true },
  ]);
});

it('reads both halves where pages came in no order, or nothing was gained', () => {
  const halves = [
    { after: '2026-11-01T00:00:00.000Z', before: '2026-11-01T12:00:00.000Z', ordered: true },
    { after: '2026-11-01T12:00:00.000Z', before: '2026-11-02T00:00:00.000Z', ordered: true },
  ];

  expect(recut(segment({ lastTime: '2026-11-01T12:00:00.000Z', ordered: false }))).toEqual(halves);
  expect(recut(segment({ lastTime: '2026-11-01T00:05:00.000Z' }))).toEqual(halves);
});

it('gives up on less than a minute', () => {
  expect(recut(segment({ before: '2026-11-01T00:00:59.000Z' }))).toBeUndefined();
});
