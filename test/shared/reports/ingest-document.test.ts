import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { toListing } from '../../../shared/items/listing.ts';
import type { FetchedReport } from '../../../shared/reports/fetch-report.ts';
import { type IngestPosition, type Ingested, ingestDocument } from '../../../shared/reports/ingest-document.ts';
import type { ReportRecord } from '../../../shared/reports/read-records.ts';
import { ReturnReader } from '../../../shared/returns/return.ts';
import type { Run } from '../../../shared/sync/run.ts';
import { reportDocument } from '../../support/report-document.ts';
import { xmlReturn, xmlReturnItem, xmlReturnsReport } from '../../support/xml-returns.ts';

const LISTINGS = 'GET_MERCHANT_LISTINGS_ALL_DATA';
const XML_RETURNS = 'GET_XML_RETURNS_DATA_BY_RETURN_DATE';
const BATCH_SIZE = 50;

const NEW_RUN: Run = {
  scheduleId: 'S1-items',
  runId: '20261120T120000Z-00000000',
  shopId: 'S1',
  sync: 'items',
  lane: 'live',
  startTime: '2026-11-20T06:00:00.000Z',
  endTime: '2026-11-20T11:57:00.000Z',
  overlaps: true,
  step: 1,
  part: 0,
  state: 'open',
  startedAt: '2026-11-20T12:00:00.000Z',
  unavailable: 0,
  read: 0,
  stored: 0,
  unchanged: 0,
  quarantined: 0,
  batches: 0,
  delivered: 0,
  deadLettered: 0,
  pii: {},
  calls: {},
  notes: [],
  progress: {},
  expiresAt: 0,
};
const FROM_THE_START: IngestPosition = { position: 0, quarantinedBefore: 0, toDeliver: [] };

interface Document {
  readonly reportType: string;
  readonly text: string;
  readonly reportId?: string;
}

const reportOf = ({ reportId = '4711' }: Document): FetchedReport => ({
  reportId,
  reportDocumentId: 'amzn1.spdoc.1',
  processingStartTime: '2026-11-20T12:00:00.000Z',
  document: { s3Key: 'reports/S1/4711', bytes: 1, md5: '', compression: 'gzip' },
  adopted: false,
});

/** Everything that came of a document: rows by key as they were stored, in what batches they were handed out, the run. */
class Outcome {
  readonly rows = new Map<string, unknown>();
  readonly handedOut: string[] = [];
  readonly setAside: unknown[] = [];
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
      document.reportType === LISTINGS ? toListing(record, 'ATVPDKIKX0DER') : reader.toReturn(record);
    let stored = 0;
    return ingestDocument(
      { run, report: reportOf(document), from, at: (position) => position },
      {
        open: () => Promise.resolve(reportDocument(document.text, { reportType: document.reportType, gzip: true })),
        ...(document.reportType === XML_RETURNS && { passOver: keyed }),
        store: async (records) => {
          await Promise.resolve();
          stored += 1;
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
          this.checkpoints.push(reached);
          return Promise.resolve(reached);
        },
        timeIsUp: () => stored >= chunks,
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

const positionOf = (run: Run) => Position.parse(run.progress);
const Position = z.object({
  reportId: z.optional(z.string()),
  position: z.number(),
  quarantinedBefore: z.number(),
  toDeliver: z.array(z.string()),
});
