import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import type { FetchedReport } from '../../../shared/reports/fetch-report.ts';
import { type IngestPosition, type Ingested, ingestDocument } from '../../../shared/reports/ingest-document.ts';
import { LedgerConflictError, type ReportLedger, type ReportRow } from '../../../shared/reports/report-ledger.ts';
import type { ReportRecord } from '../../../shared/reports/read-records.ts';
import { ReturnReader } from '../../../shared/returns/return.ts';
import type { Run } from '../../../shared/sync/run.ts';
import { newRun } from '../../support/new-run.ts';
import { reportDocument } from '../../support/report-document.ts';
import { xmlReturn, xmlReturnItem, xmlReturnsReport } from '../../support/xml-returns.ts';

const LISTINGS = 'GET_MERCHANT_LISTINGS_ALL_DATA';
const XML_RETURNS = 'GET_XML_RETURNS_DATA_BY_RETURN_DATE';
const BATCH_SIZE = 50;

const NEW_RUN = newRun({ scheduleId: 'S1-items', sync: 'items' });
const FROM_THE_START: IngestPosition = { position: 0, quarantinedBefore: 0, toDeliver: [] };

interface Document {
  readonly reportType: string;
  readonly text: string | Buffer;
  readonly contentType?: string;
  readonly reportId?: string;
  /** Pieces in which invocations find it, one after another. */
  readonly pieceBytes?: readonly number[];
}

const reportOf = ({ reportId = '4711' }: Document): FetchedReport => ({
  reportId,
  reportDocumentId: 'amzn1.spdoc.1',
  processingStartTime: '2026-11-20T12:00:00.000Z',
  document: { s3Key: 'reports/S1/4711', bytes: 1, md5: '', compression: 'gzip' },
  adopted: false,
  reportKey: 'GET_XML_RETURNS_DATA_BY_RETURN_DATE#A#1#2#',
});

/** Everything that came of a document: rows by key as they were stored, in what batches they were handed out, the run. */
class Outcome {
  readonly rows = new Map<string, unknown>();
  readonly handedOut: string[] = [];
  readonly setAside: unknown[] = [];
  ledger: Pick<ReportLedger, 'findRow' | 'save'> | undefined;
  readonly checkpoints: Run[] = [];
  invocations = 0;

  /** One invocation; `chunks` is how many chunks it has time for. */
  async ingest(
    document: Document,
    { run, from }: { run: Run; from: IngestPosition },
    chunks: number,
  ): Promise<Ingested> {
    this.invocations += 1;
    const reader = new ReturnReader('MERCHANT');
    const keyed = (record: ReportRecord) =>
      document.reportType === LISTINGS ? { ...record, key: record.fields.sellerSku ?? '' } : reader.toReturn(record);
    const { reportType, pieceBytes: pieces = [] } = document;
    const pieceBytes = pieces[(this.invocations - 1) % pieces.length] ?? 16 * 1024;
    let saved = 0;
    return ingestDocument(
      { run, report: reportOf(document), from, at: (position) => position },
      {
        open: () =>
          Promise.resolve(
            reportDocument(document.text, {
              reportType,
              pieceBytes,
              gzip: pieces.length === 0,
              contentType: document.contentType,
            }),
          ),
        ...(reportType !== LISTINGS && { passOver: keyed }),
        store: async (records) => {
          await Promise.resolve();
          const each = records.map(keyed);
          for (const one of each) this.rows.set(one.key, one);
          return { stored: each.length, unchanged: 0, undelivered: each.map(({ key }) => key) };
        },
        quarantine: {
          put: ({ content }) => {
            this.setAside.push(content);
            return Promise.resolve(`quarantine/${this.setAside.length}`);
          },
        },
        handOut: {
          batchSize: BATCH_SIZE,
          keys: (_, keys) => {
            this.handedOut.push(...keys);
            return Promise.resolve({ batches: keys.length / BATCH_SIZE, records: keys.length });
          },
          leftovers: () => Promise.resolve({ batches: 0, records: 0 }),
        },
        checkpoint: (reached) => {
          saved += 1;
          this.checkpoints.push(reached);
          return Promise.resolve(reached);
        },
        timeIsUp: () => saved >= chunks,
        ...(this.ledger && { reports: { ledger: this.ledger } }),
        log: { info: () => {}, warn: () => {}, error: () => {}, appendKeys: () => {} },
      },
    );
  }

  /** Invocation after invocation, each with time for so many chunks. */
  async ingestAll(document: Document, chunks: number): Promise<Ingested> {
    let reached = await this.ingest(document, { run: NEW_RUN, from: FROM_THE_START }, chunks);
    while (!reached.done) reached = await this.ingest(document, { run: reached.run, from: reached.position }, chunks);
    return reached;
  }
}

/** Ten thousand listings, every thousandth with a field too many, every 997th named twice. */
function listings(rows = 10_000): Document {
  const lines = Array.from({ length: rows }, (_, n) => {
    const sku = n % 997 === 996 ? `SKU-${n - 1}` : `SKU-${n}`;
    const row = [`A ${'long '.repeat(n % 40)}name, ${n}`, `L${n}`, sku, `${n}.99`, String(n % 7)];
    return [...row, ...(n % 1000 === 500 ? ['one', 'more'] : [])].join('\t');
  });
  return { reportType: LISTINGS, text: ['item-name\tlisting-id\tseller-sku\tprice\tquantity', ...lines].join('\n') };
}

/** Returns with twins: their numbers depend on all the rows before. */
const returns = (): Document => ({
  reportType: XML_RETURNS,
  text: xmlReturnsReport(
    Array.from({ length: 1000 }, (_, n) =>
      xmlReturn({ amazon_rma_id: `RMA-${n % 950}`, order_id: `408-${n % 950}` }, [xmlReturnItem(), xmlReturnItem()]),
    ),
  ),
});

describe('a document', () => {
  it.each([
    ['10,000 listings', listings],
    ['2,000 returned items, twins among them', returns],
  ])('of %s ends the same over many short invocations as in one', async (_, make) => {
    const [inOne, inMany] = [new Outcome(), new Outcome()];

    const one = await inOne.ingestAll(make(), Number.POSITIVE_INFINITY);
    const many = await inMany.ingestAll(make(), 1);

    expect(inOne.invocations).toBe(1);
    expect(inMany.invocations).toBeGreaterThan(3);
    expect(inMany.rows).toEqual(inOne.rows);
    expect(inMany.setAside).toEqual(inOne.setAside);
    expect(inMany.handedOut).toEqual(inOne.handedOut);
    expect(many).toEqual(one);
  });

  it('has as many rows as it has: stored, set aside and read add up', async () => {
    const outcome = new Outcome();

    const { run, whole, empty, position } = await outcome.ingestAll(listings(), 3);

    expect(run).toMatchObject({ read: 10_000, stored: 9_990, quarantined: 10 });
    expect(outcome.rows.size).toBe(9_980);
    expect([...outcome.handedOut, ...position.toDeliver]).toHaveLength(9_990);
    expect([whole, empty]).toEqual([false, false]);
  });

  it('is gone on with, after a death, from the last thing that was saved, and counts no row twice', async () => {
    const [calm, died] = [new Outcome(), new Outcome()];
    const expected = await calm.ingestAll(listings(2000), Number.POSITIVE_INFINITY);
    await died.ingestAll(listings(2000), Number.POSITIVE_INFINITY);

    for (const saved of died.checkpoints) {
      const { position, quarantinedBefore, toDeliver, reportId } = positionOf(saved);
      const from = { position, quarantinedBefore, toDeliver, ...(reportId !== undefined && { reportId }) };
      const { run, whole } = await died.ingest(listings(2000), { run: saved, from }, Number.POSITIVE_INFINITY);
      expect([run.read, run.stored, run.quarantined, whole]).toEqual([
        expected.run.read,
        expected.run.stored,
        expected.run.quarantined,
        expected.whole,
      ]);
    }
    expect(died.rows).toEqual(calm.rows);
  });

  it('of another report is read from its beginning, wherever the one before had been left', async () => {
    const outcome = new Outcome();
    const left = await outcome.ingest(listings(2000), { run: NEW_RUN, from: FROM_THE_START }, 1);
    outcome.rows.clear();

    const document = { ...listings(2000), reportId: '4712' };
    await outcome.ingest(document, { run: left.run, from: left.position }, Number.POSITIVE_INFINITY);

    expect(left.position.position).toBeGreaterThan(0);
    expect(outcome.rows.size).toBe(1996);
  });

  it('is whole where only another document of the run was not', async () => {
    const text = 'item-name\tlisting-id\tseller-sku\tprice\tquantity\nA\tB\tC\t1\t2';
    const run = { ...NEW_RUN, quarantined: 3 };

    const read = await new Outcome().ingest({ reportType: LISTINGS, text }, { run, from: FROM_THE_START }, 1);

    expect(read.whole).toBe(true);
  });

  it('without a row is known to be empty, and one whose rows are all set aside is not', async () => {
    const head = 'item-name\tlisting-id\tseller-sku\tprice\tquantity';
    const ingest = (text: string) => new Outcome().ingestAll({ reportType: LISTINGS, text }, 1);

    expect(await ingest(head)).toMatchObject({ empty: true, whole: true });
    const read = await ingest(`${head}\nA\tB\tC\t1\t2`);
    const again = { run: read.run, from: read.position };
    const document = { reportType: LISTINGS, text: `${head}\nA\tB\tC\t1\t2` };
    expect(await new Outcome().ingest(document, again, 1)).toMatchObject({ empty: false, run: { read: 1 } });
    expect(await ingest(`${head}\nA\tB\tC\t1\t2\t3\t4\n`)).toMatchObject({ empty: false, whole: false });
  });
});

describe('rows that do not fit', () => {
  const HEAD = 'item-name\tlisting-id\tseller-sku\tprice\tquantity';

  it('are read in chunks like all others, with time for the clock, and lie together', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `name\tL${n}\tSKU-${n}\t1\t2\textra`);
    const outcome = new Outcome();

    const { run, whole } = await outcome.ingestAll({ reportType: LISTINGS, text: [HEAD, ...rows, ''].join('\r\n') }, 1);

    expect([run.read, run.quarantined, whole]).toEqual([20_000, 20_000, false]);
    expect(outcome.invocations).toBeGreaterThan(5);
    expect(outcome.setAside.length).toBeLessThanOrEqual(40);
    expect(run.notes[0]).toBe('Line 2 of report 4711 lies in quarantine (it has 6 fields, the header 5): quarantine/1');
    const aside = outcome.setAside.flatMap((content) => Quarantined.parse(content).misfits);
    expect(aside.map(({ position }) => position)).toEqual(rows.map((_, n) => n + 2));
  });

  it('are held in memory by their length, too', async () => {
    const rows = Array.from({ length: 100 }, (_, n) => `${'long '.repeat(10_000)}\tL\tSKU-${n}\t1\t2\textra`);
    const outcome = new Outcome();

    await outcome.ingestAll({ reportType: LISTINGS, text: [HEAD, ...rows].join('\n') }, Number.POSITIVE_INFINITY);

    expect(outcome.setAside.length).toBeGreaterThan(3);
    for (const content of outcome.setAside) expect(JSON.stringify(content).length).toBeLessThan(3 * 1024 * 1024);
  });

  it.each([
    ['listings', LISTINGS, HEAD, (n: number) => `n\tL\t${n % 100 === 3 ? '' : `SKU-${n}`}\t1\t2`],
    [
      'returns, whose keys need all rows before',
      'GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE',
      'Order ID\tAmazon RMA ID\tMerchant SKU',
      (n: number) => `${n % 100 === 3 ? '' : `O-${n}`}\tRMA-${n}\tSKU`,
    ],
  ])('count once, wherever an invocation ends: %s', async (_, reportType, head, row) => {
    const text = [head, ...Array.from({ length: 20_000 }, (__, n) => row(n))].join('\r\n');
    const outcome = new Outcome();

    const { run } = await outcome.ingestAll({ reportType, text, pieceBytes: [16_384, 3000, 700, 50_000, 1000] }, 1);

    expect(outcome.invocations).toBeGreaterThan(3);
    expect([run.read, run.quarantined]).toEqual([20_000, 200]);
    const aside = outcome.setAside.flatMap((content) => Quarantined.parse(content).misfits);
    expect(new Set(aside.map(({ position }) => position)).size).toBe(aside.length);
  });
});

describe('bytes that the charset does not know', () => {
  const rows = (head: string, row: (n: number) => string, count = 20_000) =>
    Buffer.from([head, ...Array.from({ length: count }, (_, n) => row(n))].join('\r\n'), 'latin1');

  it.each([
    [
      'listings',
      LISTINGS,
      'seller-sku\titem-name',
      (n: number) => `SKU-${n}\t${n % 50 === 7 ? 'Caf\u00e9 !' : 'Cafe'}`,
    ],
    [
      'returns, whose keys need all rows before',
      'GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE',
      'Order ID\tAmazon RMA ID\tItem Name',
      (n: number) => `O-${n}\tRMA-${n}\t${n % 50 === 7 ? 'Caf\u00e9 !' : 'Cafe'}`,
    ],
  ])(
    'are counted over the whole document, each once, and told with what became of them: %s',
    async (_, reportType, head, row) => {
      const outcome = new Outcome();
      const text = rows(head, row);

      const { run } = await outcome.ingestAll({ reportType, text, pieceBytes: [16_384, 3000, 700, 50_000, 1000] }, 1);

      expect(outcome.invocations).toBeGreaterThan(3);
      expect(run.notes).toEqual(['Report 4711 holds 400 bytes that are not utf-8: they are read as windows-1252.']);
    },
  );

  it('are told as U+FFFD where they are that, and before all other notes', async () => {
    const text = Buffer.concat([
      rows('seller-sku\titem-name', (n) => `SKU-${n}\tname\textra`, 60),
      Buffer.from('\r\nSKU-60\t'),
      Buffer.from([0x83, 0x80, 0xfd, 0x20]),
    ]);
    const outcome = new Outcome();
    const document = { reportType: LISTINGS, text, contentType: 'text/plain; charset=Shift_JIS' };

    const { run } = await outcome.ingestAll(document, 1);

    expect(run.notes[0]).toBe('Report 4711 holds 1 bytes that are not shift_jis: they are shown as U+FFFD.');
    expect(run.notes).toHaveLength(50);
  });
});

describe('a document whose damage shows only when it is read', () => {
  const whole = returns();
  const broken = { ...whole, text: String(whole.text).slice(0, -20) };
  const fetched: ReportRow = {
    shopId: 'S1',
    reportKey: 'GET_XML_RETURNS_DATA_BY_RETURN_DATE#A#1#2#',
    state: 'fetched',
    reportId: '4711',
    revision: 3,
    checks: 0,
    expiresAt: 0,
  };

  it.each([
    ['is not taken again', '4711', [{ state: 'wanted', spoiltReportIds: ['4711'] }]],
    ['leaves a wish alone that was begun anew meanwhile', '4712', []],
  ])('%s', async (_, reportId, saved) => {
    const outcome = new Outcome();
    const rows: ReportRow[] = [];
    outcome.ledger = {
      findRow: () => Promise.resolve({ ...fetched, reportId }),
      save: (row) => {
        rows.push(row);
        return Promise.resolve(row);
      },
    };

    await expect(outcome.ingestAll(broken, Number.POSITIVE_INFINITY)).rejects.toThrow('the XML ends early');

    const [begun, ...ended] = rows;
    expect(begun).toMatchObject({ state: 'fetched', reportId, readReportIds: ['4711'] });
    expect(ended).toMatchObject(saved);
  });

  it('is damaged all the same where another moves the wish on at that moment', async () => {
    const outcome = new Outcome();
    let saves = 0;
    outcome.ledger = {
      findRow: () => Promise.resolve(fetched),
      save: (row) => ((saves += 1) === 1 ? Promise.resolve(row) : Promise.reject(new LedgerConflictError('moved on'))),
    };

    await expect(outcome.ingestAll(broken, Number.POSITIVE_INFINITY)).rejects.toThrow('the XML ends early');

    expect(saves).toBe(2);
  });
});

describe('a text that is labelled with another charset', () => {
  it('is read as it is labelled, and the run says so, once', async () => {
    const outcome = new Outcome();

    const text = ['item-name\tlisting-id\tseller-sku', 'Müller\tL1\tA', 'Käse\tL2\tB'].join('\n');

    const { run } = await outcome.ingestAll(
      { reportType: LISTINGS, text, contentType: 'text/plain; charset=Cp1252', pieceBytes: [8] },
      1,
    );

    expect(run.notes.filter((note) => note.includes('its text is UTF-8'))).toHaveLength(1);
  });
});

const Quarantined = z.object({ reportId: z.string(), misfits: z.array(z.object({ position: z.number() })) });

const positionOf = (run: Run) => Position.parse(run.progress);
const Position = z.object({
  reportId: z.optional(z.string()),
  position: z.number(),
  quarantinedBefore: z.number(),
  toDeliver: z.array(z.string()),
});
