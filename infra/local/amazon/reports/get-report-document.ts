import { notFound } from '../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../gateway/operation.ts';
import { ROLES } from '../seller.ts';
import { checkDocumentAccess } from '../tokens/check-document-access.ts';

/** Reports 2021-06-30 getReportDocument: a URL that opens the document for five minutes. */
export const getReportDocument: Operation = {
  api: 'reports-2021-06-30',
  operationId: 'getReportDocument',
  method: 'GET',
  path: '/reports/2021-06-30/documents/{reportDocumentId}',
  usagePlan: { rate: 0.0167, burst: 15 },
  roles: ROLES,
  restricted: 'by-document',
  queryParameters: ['enableContentEncodingUrlHeader'],
  handle: answerDocument,
};

function answerDocument(call: Call): Reply {
  const { seller, pathParameters, query, now, faults } = call;
  const { reportDocumentId = '' } = pathParameters;
  const wantsEncoding = query.boolean('enableContentEncodingUrlHeader') ?? false;
  const report = seller.reports.findByDocument(reportDocumentId, now.getTime());
  if (!report) throw notFound('The specified report document does not exist.');
  checkDocumentAccess(report.reportType, call);
  const contentEncoding = wantsEncoding && faults.reports.gzip ? 'gzip' : 'identity';
  const body = {
    reportDocumentId,
    url: seller.reports.presign({ reportDocumentId, contentEncoding }, now),
    ...(faults.reports.gzip && { compressionAlgorithm: 'GZIP' }),
  };
  return { status: 200, body };
}
