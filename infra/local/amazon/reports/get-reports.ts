import { invalidInput } from '../gateway/api-error.ts';
import type { Call, Operation, Reply } from '../gateway/operation.ts';
import { ROLES } from '../seller.ts';
import { issueReportsToken, readReportsToken } from './reports-page-token.ts';
import { type ReportsSearch, searchReports } from './search-reports.ts';
import { viewReport } from './report-view.ts';

const DAY = 24 * 60 * 60 * 1000;
const STATUSES = ['CANCELLED', 'DONE', 'FATAL', 'IN_PROGRESS', 'IN_QUEUE'];

/** Reports 2021-06-30 getReports: the reports of the last 90 days, whoever asked for them, the newest first. */
export const getReports: Operation = {
  api: 'reports-2021-06-30',
  operationId: 'getReports',
  method: 'GET',
  path: '/reports/2021-06-30/reports',
  usagePlan: { rate: 0.0222, burst: 10 },
  roles: ROLES,
  queryParameters: [
    'reportTypes',
    'processingStatuses',
    'marketplaceIds',
    'pageSize',
    'createdSince',
    'createdUntil',
    'nextToken',
  ],
  handle: answerReports,
};

function answerReports(call: Call): Reply {
  const { query, seller, now } = call;
  const nextToken = query.text('nextToken');
  if (nextToken !== undefined && query.without('nextToken') !== '') {
    throw invalidInput("'nextToken' must be the only parameter.");
  }
  const search = nextToken === undefined ? readSearch(call) : readReportsToken(nextToken, call);
  const { reports, next } = searchReports(search, seller.reports, now);
  const body = {
    reports: reports.map((report) => viewReport(report, seller.reports, now)),
    ...(next && { nextToken: issueReportsToken(next, call) }),
  };
  return { status: 200, body };
}

function readSearch({ query, now }: Call): ReportsSearch {
  const reportTypes = query.list('reportTypes', { atMost: 10 });
  if (!reportTypes) throw invalidInput("Either 'reportTypes' or 'nextToken' is required.");
  const since = query.moment('createdSince') ?? new Date(now.getTime() - 90 * DAY);
  const until = query.moment('createdUntil') ?? now;
  if (since > until) throw invalidInput("'createdSince' must not be after 'createdUntil'.");
  return {
    reportTypes,
    processingStatuses: query.list('processingStatuses', { allowed: STATUSES }) ?? STATUSES,
    marketplaceIds: query.list('marketplaceIds', { atMost: 10 }) ?? [],
    pageSize: query.integer('pageSize', { min: 1, max: 100 }) ?? 10,
    since: since.getTime(),
    until: until.getTime(),
  };
}
