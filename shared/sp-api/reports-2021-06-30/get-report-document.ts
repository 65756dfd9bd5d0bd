import { clientRateLimits, ReportsApi } from '@sp-api-sdk/reports-api-2021-06-30';
import * as z from 'zod/mini';
import { type Operation, usagePlanOf } from '../operation.ts';
import { readAnswer } from '../read-answer.ts';
import { RESTRICTED_REPORT_TYPES } from '../restricted/catalogue.ts';
import type { RestrictedNeed } from '../restricted/restricted-need.ts';
import { pathFor, type RestrictedResource } from '../restricted/restricted-resource.ts';
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

export interface ReportDocumentRequest {
  readonly reportDocumentId: string;
  /** The document of a restricted type is opened by a Restricted Data Token, which the call gets by itself. */
  readonly reportType: string;
  /** This document and others of restricted types that are fetched with it: they share a token, or as few as its limits allow. */
  readonly bulk?: readonly string[];
}

/** A fresh URL of a report's document: ask for it right before the download. */
export async function getReportDocument(
  request: ReportDocumentRequest,
  { spApi, lane }: { spApi: Pick<SpApi, 'call'>; lane: Lane },
): Promise<ReportDocument> {
  const { reportDocumentId } = request;
  const answer = await spApi.call(
    GET_REPORT_DOCUMENT,
    lane,
    ({ endpoint, axios, options }) =>
      new ReportsApi(undefined, endpoint, axios).getReportDocument({ reportDocumentId }, options),
    needOf(request),
  );
  return readAnswer('getReportDocument', answer, ReportDocument);
}

function needOf({ reportDocumentId, reportType, bulk = [] }: ReportDocumentRequest): RestrictedNeed | undefined {
  const roles = RESTRICTED_REPORT_TYPES.get(reportType);
  return roles && { resource: documentResource(reportDocumentId), bulk: bulk.map(documentResource), roles };
}

/** Documents are named one by one: Amazon gives no token for any of them. */
const documentResource = (id: string): RestrictedResource => ({
  method: 'GET',
  path: pathFor('/reports/2021-06-30/documents/{reportDocumentId}', { id, bulk: false }),
});
