import { expect, it } from 'vitest';
import { fetchPresent } from '../../../shared/items/fetch-present.ts';
import { LedgerConflictError, ReportLedger, type ReportRow } from '../../../shared/reports/report-ledger.ts';
import { markIngested } from '../../../shared/reports/ingested.ts';
import type { Run } from '../../../shared/sync/run.ts';
import type { ReportRoom } from '../../support/report-room.ts';
import { useReportRooms } from '../../support/report-rooms.ts';

const MINUTE = 60_000;

const { room, listings } = useReportRooms();

/** Another is faster once, with the very same write. */
class OvertakenLedger extends ReportLedger {
  private overtaken = false;

  override async save(row: ReportRow): Promise<ReportRow> {
    const saved = await super.save(row);
    if (this.overtaken) return saved;
    this.overtaken = true;
    throw new LedgerConflictError('moved on');
  }
}

type Running = Pick<Run, 'runId' | 'startedAt' | 'lane'>;
const runOf = (runId: string, given: ReportRoom): Running => ({
  runId,
  startedAt: new Date(given.now()).toISOString(),
  lane: 'live',
});

/** The listings as a run sees them. */
async function fetchFor(run: Running, given: ReportRoom) {
  const reports = given.means.reportsOver(given.house.means.spApi);
  for (;;) {
    const stand = await fetchPresent(listings(), run, { reports });
    if (stand.stand === 'fetched') return stand.report;
    if (stand.stand === 'no-data') throw new Error('there are no listings');
    given.house.given.pass(stand.until.getTime() - given.now());
  }
}

it('takes what the run itself has ingested as it is, and asks anew for what another has', async () => {
  await using given = await room({ listings: 2 });
  const run = runOf('run-1', given);
  const report = await fetchFor(run, given);
  await markIngested(listings(), { run, report, whole: true }, given.means);

  const again = await fetchFor(run, given);
  const next = await fetchFor(runOf('run-2', given), given);

  expect(again.reportId).toBe(report.reportId);
  expect(next.reportId).not.toBe(report.reportId);
  expect(given.asked()).toBe(2);
});

it.each([
  ['half an hour', 29 * MINUTE, 1],
  ['longer', 31 * MINUTE, 2],
])('reads what a failed run has left behind for %s', async (_, passed, asked) => {
  await using given = await room({ listings: 2 });
  await fetchFor(runOf('run-1', given), given);
  given.house.given.pass(passed - MINUTE / 2);

  await fetchFor(runOf('run-2', given), given);

  expect(given.asked()).toBe(asked);
});

it('leaves a wish alone that another lane has begun anew while this one was reading', async () => {
  await using given = await room({ listings: 2 });
  const run = runOf('run-1', given);
  const report = await fetchFor(run, given);
  await markIngested(listings(), { run, report, whole: true }, given.means);
  const newer = await fetchFor(runOf('run-2', given), given);

  await markIngested(listings(), { run, report, whole: false }, given.means);

  const { reportId, ingestedMd5 } = await given.means.ledger.find(listings());
  expect([reportId, ingestedMd5]).toEqual([newer.reportId, report.document.md5]);
});

it('remembers the bytes only of a report of which nothing was left out', async () => {
  await using given = await room({ listings: 2 });
  const run = runOf('run-1', given);
  const report = await fetchFor(run, given);

  await markIngested(listings(), { run, report, whole: false }, given.means);
  const partly = await given.means.ledger.find(listings());
  await markIngested(listings(), { run, report, whole: true }, given.means);
  const whole = await given.means.ledger.find(listings());

  expect([partly.ingestedMd5, whole.ingestedMd5]).toEqual([undefined, report.document.md5]);
});

it('is not stopped by another who moves the wish on at the same moment', async () => {
  const conflicting = {
    find: () =>
      Promise.resolve({
        ...listings(),
        reportKey: 'k',
        state: 'fetched' as const,
        revision: 1,
        checks: 0,
        expiresAt: 0,
        reportId: '1',
      }),
    save: () => Promise.reject(new LedgerConflictError('moved on')),
  };
  const document = { s3Key: 'reports/1', bytes: 1, md5: 'm', compression: 'none' as const };
  const report = { reportId: '1', reportDocumentId: 'd', processingStartTime: '', document, adopted: false };

  await expect(
    markIngested(listings(), { run: { runId: 'run-1' }, report, whole: true }, { ledger: conflicting }),
  ).resolves.toBeUndefined();
});

it('asks anew in the next run where Amazon had nothing to tell in the last', async () => {
  await using given = await room({ listings: 2 });
  given.house.given.amazon.faults.reports.nextReports(1, 'cancelled');
  const first = fetchFor(runOf('run-1', given), given);
  await expect(first).rejects.toThrow('there are no listings');
  given.house.given.pass(10 * MINUTE);

  await fetchFor(runOf('run-2', given), given);

  expect(given.asked()).toBe(2);
});

it('goes on where another has begun the wish anew at the same moment', async () => {
  await using given = await room({ listings: 2 });
  const first = await fetchFor(runOf('run-1', given), given);
  await markIngested(listings(), { run: { runId: 'run-1' }, report: first, whole: true }, given.means);
  given.house.given.pass(31 * MINUTE);
  const reports = given.means.reportsOver(given.house.means.spApi);
  const overtaken = new OvertakenLedger({ client: given.client, table: 'reports', now: () => given.now() });

  const stand = await fetchPresent(listings(), runOf('run-2', given), { reports: { ...reports, ledger: overtaken } });

  expect(stand.stand).toBe('working');
  expect(given.asked()).toBe(2);
});

it.each([
  ['in the making', 'requested', 'stays-in-progress'],
  ['made and not fetched', 'done', undefined],
] as const)('asks anew for a report that was asked for long ago and is still %s', async (_, state, fate) => {
  await using given = await room({ listings: 2 });
  if (fate) given.house.given.amazon.faults.reports.nextReports(1, fate);
  const reports = given.means.reportsOver(given.house.means.spApi);
  const first = await fetchPresent(listings(), runOf('run-1', given), { reports });
  const row = await given.means.ledger.find(listings());
  await given.means.ledger.save({ ...row, state });
  given.house.given.pass(31 * MINUTE);

  const second = await fetchFor(runOf('run-2', given), given);

  expect(first.stand).toBe('working');
  expect(second.reportId).not.toBe(row.reportId);
  expect(given.asked()).toBe(2);
});
