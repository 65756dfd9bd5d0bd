import * as z from 'zod/mini';
import { before, OVERLAP_MS } from '../sync/window.ts';
import { Datasets } from './included-data.ts';

/** A part of the window that is read page by page. Both bounds are inclusive, ISO. */
export const Segment = z.object({
  after: z.string(),
  before: z.string(),
  /** Of the page read last; lives 24 hours. */
  paginationToken: z.optional(z.string()),
  /** The newest time stored from this segment. */
  lastTime: z.optional(z.string()),
  /** Every page so far came in non-decreasing order of time. */
  ordered: z.boolean(),
});
export type Segment = z.infer<typeof Segment>;

/** Where an orders run stands, in its row. */
export const OrdersProgress = z.object({
  /** What is still to be read, the first one now. */
  segments: z.array(Segment),
  datasets: Datasets,
  /** Page tokens that died so far. */
  deadTokens: z.number(),
  /** The smallest upper bound that Amazon echoed below the one asked for. */
  echoedUntil: z.optional(z.string()),
  /** Orders stored but not handed out yet: fewer than a batch. */
  toDeliver: z.array(z.string()),
});
export type OrdersProgress = z.infer<typeof OrdersProgress>;

export const newSegment = (after: string, until: string): Segment => ({ after, before: until, ordered: true });

/** The shortest segment that is still halved. */
const MIN_SEGMENT_MS = 60_000;

/**
 * What to read instead of a segment whose page token is dead. If its pages came in order, everything up to the last
 * stored time is there: go on from there, less the overlap. Else nothing is known to be complete: read both halves.
 * Undefined: the segment is too short to be halved.
 */
export function recut(segment: Segment): Segment[] | undefined {
  const { after, before: until, lastTime, ordered } = segment;
  const from = lastTime && before(lastTime, OVERLAP_MS);
  if (ordered && from !== undefined && from > after) return [newSegment(from, until)];
  const length = Date.parse(until) - Date.parse(after);
  if (length < MIN_SEGMENT_MS) return undefined;
  const middle = new Date(Date.parse(after) + Math.floor(length / 2)).toISOString();
  return [newSegment(after, middle), newSegment(middle, until)];
}

/** The segment after a page: its next token, and whether times still only grow. */
export function afterPage(segment: Segment, times: readonly string[], nextToken: string | undefined): Segment {
  const all = segment.lastTime === undefined ? times : [segment.lastTime, ...times];
  const grows = all.every((time, at) => at === 0 || (all[at - 1] ?? time) <= time);
  const newest = all.reduce<string | undefined>(
    (max, time) => (max === undefined || time > max ? time : max),
    undefined,
  );
  return { ...segment, paginationToken: nextToken, lastTime: newest, ordered: segment.ordered && grows };
}
