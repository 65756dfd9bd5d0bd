import type { Marketplace } from '../../marketplaces.ts';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Zones in which listings reports tell times, with the names that they give them (spapi 8.1). */
const ZONES = {
  pacific: { hours: -8, standard: 'PST', summer: 'PDT', isSummer: isNorthAmericanSummer },
  british: { hours: 0, standard: 'GMT', summer: 'BST', isSummer: isEuropeanSummer },
  central: { hours: 1, standard: 'MET', summer: 'MEST', isSummer: isEuropeanSummer },
  japanese: { hours: 9, standard: 'JST', summer: 'JST', isSummer: () => false },
  universal: { hours: 0, standard: 'UTC', summer: 'UTC', isSummer: () => false },
} as const;

/** How a marketplace writes when a listing was opened; each has a way of its own. */
export function openDate(time: string, { region, countryCode }: Marketplace): string {
  const ms = Date.parse(time);
  if (countryCode === 'JP') return write(ms, ZONES.japanese, (y, m, d) => `${y}/${m}/${d}`);
  if (region === 'na') return write(ms, ZONES.pacific, (y, m, d) => `${y}-${m}-${d}`);
  if (region === 'fe') return write(ms, ZONES.universal, (y, m, d) => `${d}/${m}/${y}`);
  const zone = countryCode === 'GB' || countryCode === 'IE' ? ZONES.british : ZONES.central;
  return write(ms, zone, (y, m, d) => `${d}/${m}/${y}`);
}

type DateWriter = (year: string, month: string, day: string) => string;

function write(ms: number, zone: (typeof ZONES)[keyof typeof ZONES], writeDate: DateWriter): string {
  const isSummer = zone.isSummer(ms);
  const local = new Date(ms + (zone.hours + (isSummer ? 1 : 0)) * HOUR).toISOString();
  const date = writeDate(local.slice(0, 4), local.slice(5, 7), local.slice(8, 10));
  return `${date} ${local.slice(11, 19)} ${isSummer ? zone.summer : zone.standard}`;
}

/** From the last Sunday of March to that of October, at one o'clock UTC. */
function isEuropeanSummer(ms: number): boolean {
  const year = new Date(ms).getUTCFullYear();
  return ms >= sundayFrom(Date.UTC(year, 2, 25)) + HOUR && ms < sundayFrom(Date.UTC(year, 9, 25)) + HOUR;
}

/** From the second Sunday of March to the first of November, at two o'clock on the Pacific coast. */
function isNorthAmericanSummer(ms: number): boolean {
  const year = new Date(ms).getUTCFullYear();
  return ms >= sundayFrom(Date.UTC(year, 2, 8)) + 10 * HOUR && ms < sundayFrom(Date.UTC(year, 10, 1)) + 9 * HOUR;
}

/** The first Sunday on or after this day; the first day of all, in 1970, was a Thursday. */
const sundayFrom = (day: number) => day + ((10 - ((day / DAY) % 7)) % 7) * DAY;
