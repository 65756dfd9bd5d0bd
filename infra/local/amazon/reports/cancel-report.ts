import { invalidInput } from '../gateway/api-error.ts';
import type { Operation } from '../gateway/operation.ts';
import { ROLES } from '../seller.ts';
import { findReport } from './find-report.ts';

/** Reports 2021-06-30 cancelReport: only while it waits in the queue. */
export const cancelReport: Operation = {
  api: 'reports-2021-06-30',
  operationId: 'cancelReport',
  method: 'DELETE',
  path: '/reports/2021-06-30/reports/{reportId}',
  usagePlan: { rate: 0.0222, burst: 10 },
  roles: ROLES,
  queryParameters: [],
  handle(call) {
    const report = findReport(call);
    const now = call.now.getTime();
    if (call.seller.reports.status(report, now) !== 'IN_QUEUE') {
      throw invalidInput('Only a report with processingStatus IN_QUEUE can be cancelled.');
    }
    report.cancelled = now;
    return { status: 200 };
  },
};
