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

/**
 * Where windows of a source may begin. The merchant's returns without an RMA are told apart by their UTC day and their
 * number in the report (`return.ts`), so a window that holds returns of a day holds all of them that there are.
 */
const CUT_MS = { FBA: 1000, MERCHANT: DAY_MS } as const satisfies Record<Source, number>;

/** One report of one source; both bounds ISO, in whole seconds, as Amazon gives them back. */
export interface ReturnsPart {
  readonly source: Source;
  readonly startTime: string;
  readonly endTime: string;
}

/**
 * The reports that cover what is to be read of each source, oldest first: no gap and no overlap between one window and the
 * next of its source. The merchant's begin with a UTC day, the first one with that of `startTimes`. `readAgain`: the
 * sources whose trailing past is due as well, which then begins their window.
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
    const cut = CUT_MS[source];
    const cursor = Math.floor(Date.parse(startTimes[source]) / cut) * cut;
    // A day that is not within the past as a whole is left out: with it one window would not do.
    const past = Math.ceil((end - READ_AGAIN_MS[source]) / cut) * cut;
    const start = readAgain.includes(source) ? Math.min(cursor, past) : cursor;
    return windowsOf(start, { end, cut }).map(([from, to]) => ({ source, startTime: iso(from), endTime: iso(to) }));
  });
  return parts.toSorted((one, other) => one.endTime.localeCompare(other.endTime));
}

/** Parts of at most 60 days, equal but for the `cut`: ends are the next one's beginnings. */
function windowsOf(start: number, { end, cut }: { end: number; cut: number }): [number, number][] {
  const cuts = Math.ceil((end - start) / cut);
  const count = Math.max(1, Math.ceil((cuts * cut) / MAX_WINDOW_MS));
  const bounds = Array.from({ length: count }, (_, n) => start + Math.floor((cuts * n) / count) * cut);
  return bounds.map((from, n) => [from, bounds[n + 1] ?? end]);
}

const iso = (time: number) => new Date(time).toISOString();
