import type { Shop } from '../shops/shop.ts';

/** The two sources of returns: what Amazon's warehouses took back, and what the seller did. */
export const SOURCES = ['FBA', 'MERCHANT'] as const;
export type Source = (typeof SOURCES)[number];

/** The report of a source. The merchant's comes in two formats that tell the same; the shop chooses, XML unless it says so. */
export function reportTypeOf(source: Source, { returns = {} }: Pick<Shop, 'returns'>): string {
  if (source === 'FBA') return 'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA';
  return returns.merchantReport === 'FLAT_FILE'
    ? 'GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE'
    : 'GET_XML_RETURNS_DATA_BY_RETURN_DATE';
}

const DAY_MS = 24 * 60 * 60_000;

/** Amazon's longest window for both. */
const MAX_WINDOW_MS = 60 * DAY_MS;

/** Rows change after the return was made (status, refund): so much of the past is read again once a day. */
const READ_AGAIN_MS = { FBA: 30 * DAY_MS, MERCHANT: 60 * DAY_MS } as const satisfies Record<Source, number>;

/** One report of one source; both bounds ISO, in whole seconds, as Amazon gives them back. */
export interface ReturnsPart {
  readonly source: Source;
  readonly startTime: string;
  readonly endTime: string;
}

/**
 * The reports that cover what is to be read of each source, oldest first: no gap and no overlap between one window and the next of its
 * source. `readAgain`: the sources whose trailing past is due as well, which then begins their window.
 */
export function returnsParts({
  startTimes,
  endTime,
  readAgain,
}: {
  startTimes: Readonly<Record<Source, string>>;
  endTime: string;
  readAgain: readonly Source[];
}): ReturnsPart[] {
  const end = Math.floor(Date.parse(endTime) / 1000) * 1000;
  const parts = SOURCES.flatMap((source) => {
    const cursor = Math.floor(Date.parse(startTimes[source]) / 1000) * 1000;
    const start = readAgain.includes(source) ? Math.min(cursor, end - READ_AGAIN_MS[source]) : cursor;
    return windowsOf(start, end).map(([from, to]) => ({ source, startTime: iso(from), endTime: iso(to) }));
  });
  return parts.toSorted((one, other) => one.endTime.localeCompare(other.endTime));
}

/** Equal parts of at most 60 days: ends are the next one's beginnings. */
function windowsOf(start: number, end: number): [number, number][] {
  const count = Math.max(1, Math.ceil((end - start) / MAX_WINDOW_MS));
  const bounds = Array.from(
    { length: count + 1 },
    (_, n) => start + Math.floor(((end - start) * n) / count / 1000) * 1000,
  );
  return bounds.slice(1).map((to, n) => [bounds[n] ?? start, n === count - 1 ? end : to]);
}

const iso = (time: number) => new Date(time).toISOString();
