import { describe, expect, it } from 'vitest';
import type { FetchedReport } from '../../../shared/reports/fetch-report.ts';
import type { ReportRow } from '../../../shared/reports/report-ledger.ts';
import type { WantedReport } from '../../../shared/reports/wanted-report.ts';
import { ReturnReader } from '../../../shared/returns/return.ts';
import type { ReturnsPart } from '../../../shared/returns/return-windows.ts';
import { ReturnsProgress } from '../../../shared/returns/returns-progress.ts';
import { type FetchedPart, takeReturns, type TakeReturnsMeans } from '../../../shared/returns/take-returns.ts';
import { newRun } from '../../support/new-run.ts';
import { reportDocument } from '../../support/report-document.ts';

const FBA = 'GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA';
const fields = { returnDate: '2026-11-19T12:00:00Z', orderId: '1', sku: 'A', licensePlateNumber: 'LPN1', status: 'x' };

describe('a return is written again when', () => {
  const hashOf = (over: Record<string, string>) =>
    new ReturnReader('FBA').toReturn({ position: 2, fields: { ...fields, ...over } }).hash;

  it.each([
    ['its status has changed', { status: 'y' }],
    ['the customer wrote something', { customerComments: 'too small' }],
    ['a column that nobody knows says something', { giftNote: 'for you' }],
  ])('%s', (_, over) => {
    expect(hashOf(over)).not.toBe(hashOf({}));
  });

  it('not where a column is empty', () => {
    expect(hashOf({ customerComments: '' })).toBe(hashOf({}));
  });
});

it('keeps what repeats where the first of it is kept, and what nobody knows with the buyers', () => {
  const labels = { trackingId: 'T1', trackingId2: 'T2', labelCost10: '3', note: 'a', note2: 'b', address2: 'c' };

  const { fields: kept, buyerData } = new ReturnReader('MERCHANT').toReturn({ position: 2, fields: labels });

  expect(kept).toEqual({ trackingId: 'T1', trackingId2: 'T2', labelCost10: '3' });
  expect(buyerData).toEqual({ note: 'a', note2: 'b', address2: 'c' });
});

it('numbers alike returns on in the next invocation: none takes the place of another', async () => {
  // Rows come in blocks of many: long ones, so that an invocation has time for a part of them only.
  const row = `2026-11-19T12:00:00Z\t1\tA\tPHX\tSELLABLE\t${'long '.repeat(100)}`;
  const head = 'return-date\torder-id\tsku\tfulfillment-center-id\tdetailed-disposition\tproduct-name';
  const text = [head, ...Array<string>(700).fill(row)].join('\n');
  const stored = new Set<string>();
  const means = meansOver(text, (key) => stored.add(key));

  const first = await takeReturns(RUN, FETCHED, means);
  const second = await takeReturns(first.run, FETCHED, means);

  expect(first.run.read).toBeLessThan(700);
  const left = [first, second].map(({ run }) => ReturnsProgress.parse(run.progress).parts.length);
  expect(left).toEqual([1, 0]);
  expect([stored.size, second.run.read]).toEqual([700, 700]);
});

it.each([
  ['with a row in quarantine is read again, though it comes with the same bytes', '2026-11-19T12:00:00Z\t2\t', 1],
  ['whose rows were all stored is passed over when it comes with the same bytes', '2026-11-19T12:00:00Z\t2\tB', 0],
])('a report %s', async (_, line, quarantined) => {
  const text = `return-date\torder-id\tsku\n2026-11-19T12:00:00Z\t1\tA\n${line}\n`;
  const ledger = new Ledger();
  const means = meansOver(text, () => {}, ledger);

  const first = await takeReturns(RUN, FETCHED, means);
  const again = await takeReturns(RUN, { ...FETCHED, report: { ...report, reportId: '4712' }, row: ledger.row }, means);

  expect([first.run.read, first.run.quarantined]).toEqual([2, quarantined]);
  expect([again.run.read, again.run.quarantined]).toEqual(quarantined === 0 ? [0, 0] : [2, 1]);
  const passedOver = again.run.notes.filter((note) => note.includes('passed over'));
  expect(passedOver).toHaveLength(quarantined === 0 ? 1 : 0);
});

const part: ReturnsPart = {
  source: 'FBA',
  startTime: '2026-11-18T00:00:00.000Z',
  endTime: '2026-11-20T11:57:00.000Z',
};
const wanted: WantedReport = { shopId: 'S1', reportType: FBA, marketplaceIds: ['ATVPDKIKX0DER'] };
const row: ReportRow = {
  shopId: 'S1',
  reportKey: 'k',
  reportId: '4711',
  state: 'fetched',
  revision: 1,
  checks: 0,
  expiresAt: 0,
};
const report: FetchedReport = {
  reportId: '4711',
  reportDocumentId: 'd',
  processingStartTime: '2026-11-20T12:00:00.000Z',
  document: { s3Key: 'reports/S1/4711', bytes: 1, md5: 'm', compression: 'none' },
  adopted: false,
};
const FETCHED: FetchedPart = {
  shop: { shopId: 'S1', sellerId: 'A1', region: 'na', marketplaceIds: ['ATVPDKIKX0DER'] },
  part,
  wanted,
  report,
  row,
};

/** Knows one report, and what became of it. */
class Ledger {
  row = row;

  async find(): Promise<ReportRow> {
    return this.row;
  }

  async findRow(): Promise<ReportRow> {
    return this.row;
  }

  async save(next: ReportRow): Promise<ReportRow> {
    this.row = next;
    return next;
  }
}

/** Every chunk is the last one that an invocation has time for. */
const meansOver = (text: string, store: (key: string) => void, ledger = new Ledger()): TakeReturnsMeans => ({
  openDocument: () => Promise.resolve(reportDocument(text, { reportType: FBA, pieceBytes: 2048 })),
  returns: {
    save: (_, returns) => {
      for (const { key } of returns) store(key);
      return Promise.resolve(returns.map(({ key }) => ({ key, verdict: 'stored' as const, undelivered: false })));
    },
  },
  quarantine: { put: () => Promise.resolve('quarantine/1') },
  handOut: {
    batchSize: 50,
    keys: () => Promise.resolve({ batches: 0, records: 0 }),
    leftovers: () => Promise.resolve({ batches: 0, records: 0 }),
  },
  reports: { ledger },
  checkpoint: (run) => Promise.resolve(run),
  timeIsUp: () => true,
  log: { info: () => {}, warn: () => {}, error: () => {}, appendKeys: () => {} },
});

const RUN = newRun({
  scheduleId: 'S1-returns',
  sync: 'returns',
  startTime: '2026-11-18T00:00:00.000Z',
  overlaps: false,
  progress: { parts: [part], position: 0, toDeliver: [], readAgain: [] },
});
