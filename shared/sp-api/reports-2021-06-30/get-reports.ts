import { clientRateLimits, ReportsApi } from '@sp-api-sdk/reports-api-2021-06-30';
import * as z from 'zod/mini';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';
import { Report } from './report.ts';

/** getReports: 0.0222 requests a second, burst 10. */
export const GET_REPORTS: Operation = {
  operationId: 'getReports',
  usagePlan: usagePlanOf(clientRateLimits, 'get', '/reports/2021-06-30/reports'),
  harmlessTwice: true,
};

const GetReportsResponse = z.object({ reports: z.array(Report), nextToken: z.nullish(z.string()) });

/** Amazon's largest page. */
const PAGE_SIZE = 100;

/** The reports of one type that were asked for since a moment (ISO), by whomever, newest first; page after page as far as it is read. */
export async function* getReports(
  { reportType, createdSince }: { reportType: string; createdSince: string },
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): AsyncGenerator<Report> {
  let nextToken: string | undefined;
  do {
    // With a token Amazon takes nothing beside it.
    const request =
      nextToken === undefined ? { reportTypes: [reportType], createdSince, pageSize: PAGE_SIZE } : { nextToken };
    const answer = await spApi.call(GET_REPORTS, lane, ({ endpoint, axios, options }) =>
      new ReportsApi(undefined, endpoint, axios).getReports(request, options),
    );
    const page = readAnswer('getReports', answer, GetReportsResponse);
    yield* page.reports;
    nextToken = page.nextToken ?? undefined;
  } while (nextToken !== undefined);
}
