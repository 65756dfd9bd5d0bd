import { clientRateLimits, ReportsApi } from '@sp-api-sdk/reports-api-2021-06-30';
import * as z from 'zod/mini';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';

/** createReport: 0.0167 requests a second, burst 15. Each call makes a report: it is never repeated blindly. */
export const CREATE_REPORT: Operation = {
  operationId: 'createReport',
  usagePlan: usagePlanOf(clientRateLimits, 'post', '/reports/2021-06-30/reports'),
  harmlessTwice: false,
};

/** What to report on. Dates that are left out mean "now" to Amazon, an empty window for types that have one. */
export interface ReportRequest {
  readonly reportType: string;
  /** 1 to 25 of one region. */
  readonly marketplaceIds: readonly string[];
  readonly dataStartTime?: string;
  readonly dataEndTime?: string;
  readonly reportOptions?: Readonly<Record<string, string>>;
}

/** Asks for a report; returns its reportId, unique for the seller. */
export async function createReport(
  { marketplaceIds, ...request }: ReportRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<string> {
  const answer = await spApi.call(CREATE_REPORT, lane, ({ endpoint, axios, options }) =>
    new ReportsApi(undefined, endpoint, axios).createReport(
      { body: { ...request, marketplaceIds: [...marketplaceIds] } },
      options,
    ),
  );
  return readAnswer('createReport', answer, z.object({ reportId: z.string() })).reportId;
}
