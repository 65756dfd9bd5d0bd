import { notFound } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';
import type { Report } from './report.ts';

/** The report that the path names. Throws 404 when the seller has none such, or no more. */
export function findReport({ pathParameters, seller, now }: Call): Report {
  const report = seller.reports.find(pathParameters.reportId ?? '', now.getTime());
  if (!report) throw notFound('The specified report does not exist.');
  return report;
}
