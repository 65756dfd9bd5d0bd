import { expect, it } from 'vitest';
import { findReportType } from '../../../infra/local/amazon/reports/report-types.ts';
import { AMAZON_REPORT_TYPES } from '../../../shared/reports/amazon-report-types.ts';
import { isListedReportType, rulesOf } from '../../../shared/reports/report-types.ts';
import { checkWanted } from '../../../shared/reports/wanted-report.ts';
import { RESTRICTED_REPORT_TYPES } from '../../../shared/sp-api/restricted/catalogue.ts';

const HOUR_MS = 60 * 60_000;
const now = new Date('2026-11-21T12:00:00Z');
const wish = { shopId: 'S1', marketplaceIds: ['ATVPDKIKX0DER'] };

it('knows every restricted report type', () => {
  expect([...RESTRICTED_REPORT_TYPES.keys()].filter((type) => !isListedReportType(type))).toEqual([]);
});

it('holds a type to the cool-down and the window of the simulated Amazon, and to none that it does not have', () => {
  for (const [type, { coolDownMs, maxWindowMs }] of Object.entries(AMAZON_REPORT_TYPES)) {
    const simulated = findReportType(type);
    if (!simulated) continue;
    const days = simulated.maxDays ?? (maxWindowMs ?? 0) / (24 * HOUR_MS);
    expect([type, coolDownMs, maxWindowMs ?? 0]).toEqual([type, simulated.coolDownMs ?? 0, days * 24 * HOUR_MS]);
  }
});

it('asks for near-real-time reports every half hour, and for daily ones every four hours', () => {
  expect(rulesOf('GET_AFN_INVENTORY_DATA').coolDownMs).toBe(HOUR_MS / 2);
  expect(rulesOf('GET_FBA_REIMBURSEMENTS_DATA').coolDownMs).toBe(4 * HOUR_MS);
});

it('lets a type pass that it does not know: who calls says that it is new', () => {
  expect(() => checkWanted({ ...wish, reportType: 'GET_SOMETHING_NEW' }, now)).not.toThrow();
  expect(isListedReportType('toString')).toBe(false);
});
