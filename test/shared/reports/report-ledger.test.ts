import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { LedgerConflictError, ReportLedger } from '../../../shared/reports/report-ledger.ts';
import { reportKey, type WantedReport } from '../../../shared/reports/wanted-report.ts';
import { FBA_RETURNS, MONTH } from '../../support/amazon-reports.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';

let dynamo: Dynamo;
let ledger: ReportLedger;
beforeAll(async () => {
  dynamo = await startDynamo();
  await dynamo.createTables('reports');
  ledger = new ReportLedger({ client: createDocumentClient(dynamo.client), table: 'reports', now: () => NOW });
});
afterAll(() => dynamo.stop());

const NOW = Date.parse('2026-03-10T12:00:00Z');
const wish: WantedReport = { shopId: 'S1', reportType: FBA_RETURNS, marketplaceIds: ['A', 'B'], ...MONTH };

it('knows a wish again by type, marketplaces, exact window and options, whatever their order', () => {
  const withOptions = { ...wish, reportOptions: { custom: 'true', locale: 'en_US' } };

  expect(reportKey({ ...wish, marketplaceIds: ['B', 'A'] })).toBe(reportKey(wish));
  expect(reportKey({ ...wish, reportOptions: { locale: 'en_US', custom: 'true' } })).toBe(reportKey(withOptions));
  const others: WantedReport[] = [
    withOptions,
    { ...wish, reportType: 'OTHER' },
    { ...wish, marketplaceIds: ['A'] },
    { ...wish, dataEndTime: '2026-03-10T12:00:01Z' },
  ];
  expect(new Set([wish, ...others].map(reportKey)).size).toBe(5);
});

it('lets of two who move a wish on only the first', async () => {
  const [one, other] = await Promise.all([ledger.find(wish), ledger.find(wish)]);
  const saved = await ledger.save({ ...one, state: 'requesting' });

  await expect(ledger.save({ ...other, state: 'requesting' })).rejects.toThrow(LedgerConflictError);
  await ledger.save({ ...saved, state: 'requested', reportId: '1' });
  await expect(ledger.save({ ...saved, state: 'requested', reportId: '2' })).rejects.toThrow(LedgerConflictError);

  expect(await ledger.find(wish)).toMatchObject({ state: 'requested', reportId: '1', revision: 2 });
});

it('forgets a wish when Amazon forgets its report, 90 days after it was moved on last', async () => {
  const { expiresAt } = await ledger.save(await ledger.find({ ...wish, shopId: 'S2' }));

  expect(expiresAt).toBe(NOW / 1000 + 90 * 24 * 60 * 60);
});

it('remembers the later end of two cool-downs, per shop and type', async () => {
  await ledger.coolDownUntil('S1', FBA_RETURNS, NOW + 2000);
  await ledger.coolDownUntil('S1', FBA_RETURNS, NOW + 1000);

  expect(await ledger.allowedFrom('S1', FBA_RETURNS)).toBe(NOW + 2000);
  expect([await ledger.allowedFrom('S2', FBA_RETURNS), await ledger.allowedFrom('S1', 'OTHER')]).toEqual([0, 0]);
});
