import type { Operation } from '../gateway/operation.ts';
import { ROLES } from '../seller.ts';
import { readReportRequest } from './report-request.ts';

/** Reports 2021-06-30 createReport: asks for a report, at once, once. Nothing makes it safe to ask twice. */
export const createReport: Operation = {
  api: 'reports-2021-06-30',
  operationId: 'createReport',
  method: 'POST',
  path: '/reports/2021-06-30/reports',
  usagePlan: { rate: 0.0167, burst: 15 },
  // Which one is needed depends on the type.
  roles: ROLES,
  queryParameters: [],
  handle(call) {
    const { request, type } = readReportRequest(call);
    const { reportId } = call.seller.reports.request(request, type, call.now.getTime());
    return { status: 202, body: { reportId } };
  },
};
