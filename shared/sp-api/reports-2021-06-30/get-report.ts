import { clientRateLimits, ReportsApi } from '@sp-api-sdk/reports-api-2021-06-30';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { Report } from './report.ts';

/** getReport: 2 requests a second, burst 15. */
export const GET_REPORT: Operation = {
  operationId: 'getReport',
  usagePlan: usagePlanOf(clientRateLimits, 'get', '/reports/2021-06-30/reports/1'),
  harmlessTwice: true,
};

/** How a report stands. */
export async function getReport(
  reportId: string,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<Report> {
  const answer = await spApi.call(GET_REPORT, lane, ({ endpoint, axios, options }) =>
    new ReportsApi(undefined, endpoint, axios).getReport({ reportId }, options),
  );
  return readAnswer('getReport', answer, Report);
}
