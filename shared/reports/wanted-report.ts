import { createHash } from 'node:crypto';
import { InputError } from '../sync/input-error.ts';
import { rulesOf } from './report-types.ts';

/** A report that somebody wants: the same wish has the same key, whoever has it. */
export interface WantedReport {
  readonly shopId: string;
  readonly reportType: string;
  readonly marketplaceIds: readonly string[];
  /** ISO; both or neither. */
  readonly dataStartTime?: string;
  readonly dataEndTime?: string;
  readonly reportOptions?: Readonly<Record<string, string>>;
}

/** The ledger's key of a wish: type, marketplaces, exact window, options. */
export function reportKey({
  reportType,
  marketplaceIds,
  dataStartTime = '',
  dataEndTime = '',
  reportOptions = {},
}: WantedReport): string {
  const options = Object.entries(reportOptions).sort(([one], [other]) => one.localeCompare(other));
  const optionsHash =
    options.length === 0 ? '' : createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 8);
  return [reportType, marketplaceIds.toSorted().join('+'), dataStartTime, dataEndTime, optionsHash].join('#');
}

const TYPE = /^[A-Z0-9_]{1,120}$/;
const DAY_MS = 24 * 60 * 60_000;
/** createReport takes so many. */
const MOST_MARKETPLACES = 25;

/** Refuses before any call what Amazon would refuse. Throws {@link InputError}, which names the limit and the cure. */
export function checkWanted(wanted: WantedReport, now: Date): void {
  const { reportType, marketplaceIds } = wanted;
  if (!TYPE.test(reportType))
    throw new InputError(
      `Report type "${reportType}" is none of Amazon's: they look like GET_MERCHANT_LISTINGS_ALL_DATA.`,
    );
  const { marketplaces, unrequestable } = rulesOf(reportType);
  if (unrequestable !== undefined) throw new InputError(`${reportType} cannot be requested. ${unrequestable}`);
  const most = marketplaces === 'one' ? 1 : MOST_MARKETPLACES;
  if (marketplaceIds.length < 1 || marketplaceIds.length > most) {
    throw new InputError(
      `${reportType} takes ${most === 1 ? 'one marketplace' : `1 to ${most} marketplaces`}, not ${marketplaceIds.length}. Ask for ${most === 1 ? 'one after another' : 'fewer at once'}.`,
    );
  }
  checkOptions(wanted);
  checkWindow(wanted, now);
}

function checkOptions({ reportType, reportOptions = {} }: WantedReport): void {
  const missing = (rulesOf(reportType).neededOptions ?? []).filter((name) => !Object.hasOwn(reportOptions, name));
  if (missing.length > 0)
    throw new InputError(`${reportType} needs the report options ${missing.join(', ')}. Amazon refuses it without.`);
}

function checkWindow({ reportType, dataStartTime, dataEndTime }: WantedReport, now: Date): void {
  const { windowNeeded, minWindowMs = 0, maxWindowMs = Number.POSITIVE_INFINITY } = rulesOf(reportType);
  if (dataStartTime === undefined || dataEndTime === undefined) {
    if (windowNeeded)
      throw new InputError(
        `${reportType} is about a time: name its start and its end. Amazon would take now for both and find nothing.`,
      );
    return;
  }
  if (dataEndTime > now.toISOString())
    throw new InputError(`The end time ${dataEndTime} lies in the future. Name a moment that has passed.`);
  if (dataStartTime >= dataEndTime)
    throw new InputError(`The start time ${dataStartTime} is not before the end time ${dataEndTime}. Turn them round.`);
  const windowMs = Date.parse(dataEndTime) - Date.parse(dataStartTime);
  if (windowMs > maxWindowMs) {
    throw new InputError(
      `${reportType} covers at most ${maxWindowMs / DAY_MS} days at once. Ask for shorter windows, one after another.`,
    );
  }
  if (windowMs < minWindowMs)
    throw new InputError(`${reportType} covers at least ${minWindowMs / DAY_MS} days. Ask for a longer window.`);
}
