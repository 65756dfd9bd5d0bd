import { AMAZON_REPORT_TYPES } from './amazon-report-types.ts';
import type { ReportTypeRules } from './report-type-rules.ts';

/** A type that Amazon has added since our list was written has no limits that we could hold it to: Amazon judges. */
const UNLISTED: ReportTypeRules = { coolDownMs: 0, windowed: true, marketplaces: 'many' };

export const rulesOf = (reportType: string): ReportTypeRules =>
  isListedReportType(reportType) ? (AMAZON_REPORT_TYPES[reportType] ?? UNLISTED) : UNLISTED;

/** Whether it is one of the types that Amazon documents. */
export const isListedReportType = (reportType: string) => Object.hasOwn(AMAZON_REPORT_TYPES, reportType);
