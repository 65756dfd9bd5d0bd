const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What Amazon's rules for a report type are, as far as they decide when and how it may be asked for. */
export interface ReportTypeRules {
  /** Asking again sooner, by whatever application of the seller, ends CANCELLED or FATAL. 0: no such limit is known. */
  readonly coolDownMs: number;
  /** The longest window between dataStartTime and dataEndTime. */
  readonly maxWindowMs?: number;
  /** The report is about a time: its window is asked for. Else it shows the present. */
  readonly windowed: boolean;
  /** `one`: of several marketplaces Amazon takes only the first. */
  readonly marketplaces: 'one' | 'many';
}

const NEAR_REAL_TIME_MS = 30 * MINUTE_MS;
const DAILY_MS = 4 * 60 * MINUTE_MS;

/**
 * The report types that our syncs use, and those with rules that a request must be checked against.
 * Cool-downs: https://developer-docs.amazon.com/sp-api/docs/report-type-values-fba; windows: …/report-type-values-returns.
 */
const RULES: Readonly<Record<string, ReportTypeRules>> = {
  GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA: {
    coolDownMs: DAILY_MS,
    maxWindowMs: 60 * DAY_MS,
    windowed: true,
    marketplaces: 'many',
  },
  GET_XML_RETURNS_DATA_BY_RETURN_DATE: {
    coolDownMs: 0,
    maxWindowMs: 60 * DAY_MS,
    windowed: true,
    marketplaces: 'many',
  },
  GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE: {
    coolDownMs: 0,
    maxWindowMs: 60 * DAY_MS,
    windowed: true,
    marketplaces: 'many',
  },
  GET_XML_MFN_PRIME_RETURNS_REPORT: { coolDownMs: 0, maxWindowMs: 60 * DAY_MS, windowed: true, marketplaces: 'many' },
  GET_CSV_MFN_PRIME_RETURNS_REPORT: { coolDownMs: 0, maxWindowMs: 60 * DAY_MS, windowed: true, marketplaces: 'many' },
  GET_MERCHANT_LISTINGS_ALL_DATA: { coolDownMs: 0, windowed: false, marketplaces: 'one' },
  GET_MERCHANT_LISTINGS_DATA: { coolDownMs: 0, windowed: false, marketplaces: 'one' },
  GET_FBA_MYI_UNSUPPRESSED_INVENTORY_DATA: { coolDownMs: NEAR_REAL_TIME_MS, windowed: false, marketplaces: 'one' },
  GET_FBA_MYI_ALL_INVENTORY_DATA: { coolDownMs: NEAR_REAL_TIME_MS, windowed: false, marketplaces: 'one' },
};

/** A type that we know nothing of has no limits that we could hold it to: Amazon judges. */
const UNKNOWN: ReportTypeRules = { coolDownMs: 0, windowed: true, marketplaces: 'many' };

export const rulesOf = (reportType: string): ReportTypeRules => RULES[reportType] ?? UNKNOWN;
