import { clientRateLimits, ReportsApi } from '@sp-api-sdk/reports-api-2021-06-30';
import * as z from 'zod/mini';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import type { SpApi } from '../sp-api.ts';
import type { Lane } from '../usage/usage-limiter.ts';

/** getReportDocument: 0.0167 requests a second, burst 15. */
export const GET_REPORT_DOCUMENT: Operation = {
  operationId: 'getReportDocument',
  usagePlan: usagePlanOf(clientRateLimits, 'get', '/reports/2021-06-30/documents/1'),
  harmlessTwice: true,
};

/** Where a document lies. The URL is a key to it: it lives five minutes, and is never logged or stored. */
export const ReportDocument = z.object({
  reportDocumentId: z.string(),
  url: z.string(),
  /** GZIP, or absent. */
  compressionAlgorithm: z.nullish(z.string()),
});
export type ReportDocument = z.infer<typeof ReportDocument>;

/** A fresh URL of a report's document: ask for it right before the download. */
export async function getReportDocument(
  reportDocumentId: string,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<ReportDocument> {
  const answer = await spApi.call(GET_REPORT_DOCUMENT, lane, ({ endpoint, axios, options }) =>
    new ReportsApi(undefined, endpoint, axios).getReportDocument({ reportDocumentId }, options),
  );
  return readAnswer('getReportDocument', answer, ReportDocument);
}
