import type { Operation } from '../gateway/operation.ts';
import { cancelReport } from './cancel-report.ts';
import { createReport } from './create-report.ts';
import { getReport } from './get-report.ts';
import { getReportDocument } from './get-report-document.ts';
import { getReports } from './get-reports.ts';

/** Reports API 2021-06-30, without its schedules. */
export const reportsApi: readonly Operation[] = [createReport, getReport, getReports, cancelReport, getReportDocument];
