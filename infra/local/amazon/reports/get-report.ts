import type { Operation } from '../gateway/operation.ts';
import { ROLES } from '../seller.ts';
import { findReport } from './find-report.ts';
import { viewReport } from './report-view.ts';

/** Reports 2021-06-30 getReport: how far a report has come. */
export const getReport: Operation = {
  api: 'reports-2021-06-30',
  operationId: 'getReport',
  method: 'GET',
  path: '/reports/2021-06-30/reports/{reportId}',
  usagePlan: { rate: 2, burst: 15 },
  roles: ROLES,
  queryParameters: [],
  handle: (call) => ({ status: 200, body: viewReport(findReport(call), call.seller.reports, call.now) }),
};
