import * as z from 'zod/mini';
import { accessDenied, invalidInput } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';
import { toMoment } from '../gateway/query.ts';
import { findMarketplace } from '../marketplaces.ts';
import type { ReportRequest } from './report.ts';
import { findReportType } from './report-types.ts';
import type { ReportType } from './report-type.ts';

const DAY = 24 * 60 * 60 * 1000;

/** The body of createReport as Amazon's model has it; a field that the model does not know is refused. */
const CreateReportSpecification = z.strictObject({
  reportType: z.string().check(z.minLength(1)),
  marketplaceIds: z.array(z.string()).check(z.minLength(1), z.maxLength(25)),
  dataStartTime: z.optional(z.string()),
  dataEndTime: z.optional(z.string()),
  reportOptions: z.optional(z.record(z.string(), z.string())),
});

/** Reads what a report is asked for with. Throws 400, and 403 for a foreign marketplace or a role that is missing. */
export function readReportRequest({ body, seller, now, faults }: Call): { request: ReportRequest; type: ReportType } {
  const given = CreateReportSpecification.safeParse(body);
  if (!given.success) throw invalidInput(`Invalid request body: ${given.error.issues.map(toWords).join('; ')}`);
  const { reportType, marketplaceIds, reportOptions = {} } = given.data;
  const type = findReportType(reportType);
  if (!type) throw invalidInput(`Report type '${reportType}' is not supported.`);
  if (!type.roles.some((role) => seller.roles.has(role))) throw accessDenied();
  for (const marketplaceId of marketplaceIds) {
    if (!findMarketplace(marketplaceId)) throw invalidInput(`Marketplace '${marketplaceId}' is not a marketplace.`);
    if (!seller.marketplaceIds.includes(marketplaceId)) throw accessDenied();
  }
  // Both default to now: a window in which nothing happened (spapi 7.2).
  const dataStartTime = toMoment('dataStartTime', given.data.dataStartTime) ?? now;
  const dataEndTime = toMoment('dataEndTime', given.data.dataEndTime) ?? now;
  if (dataEndTime > now || dataStartTime > now) throw invalidInput("'dataStartTime' and 'dataEndTime' must be past.");
  if (dataStartTime > dataEndTime) throw invalidInput("'dataStartTime' must not be after 'dataEndTime'.");
  const days = (dataEndTime.getTime() - dataStartTime.getTime()) / DAY;
  if (days > (type.maxDays ?? Infinity) && faults.reports.longWindow === 'refused') {
    throw invalidInput(`The range of ${reportType} must not be longer than ${type.maxDays} days.`);
  }
  return { request: { reportType, marketplaceIds, dataStartTime, dataEndTime, reportOptions }, type };
}

const toWords = ({ path, message }: z.core.$ZodIssue) => `${path.join('.') || 'body'}: ${message}`;
