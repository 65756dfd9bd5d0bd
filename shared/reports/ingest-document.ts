import type { Run } from '../sync/run.ts';
import type { Log } from '../runtime/logger.ts';
import { added } from '../sync/carry-on.ts';
import { withNotes } from '../sync/with-notes.ts';
import { handOutGathered, type RunHandOut } from '../delivery/run-hand-out.ts';
import type { StretchMeans } from '../sync/sync-work.ts';
import { beginReading } from './begin-reading.ts';
import type { FetchedReport } from './fetch-report.ts';
import type { Quarantine } from '../buyers/quarantine.ts';
import { readRecords, type ReportRecord } from './read-records.ts';
import { LedgerConflictError, type ReportLedger } from './report-ledger.ts';
import { setAside } from './set-aside.ts';
import { spoilt } from './spoilt.ts';
import { tellUndecodable, toldUndecodable } from './tell-undecodable.ts';
import { DocumentDamagedError } from './documents/document-damaged-error.ts';
import type { Misfit } from './documents/misfit.ts';
import type { DocumentToRead } from './documents/stored-document.ts';

/** How far a document has been read, and what was gathered for downstream. */
export interface IngestPosition {
  /** The report that `position` is of: any other is read from its beginning. */
  readonly reportId?: string | undefined;
  readonly position: number;
  /** The run's count when the document was begun. */
  readonly quarantinedBefore: number;
  readonly toDeliver: readonly string[];
}

export interface Ingested {
  readonly run: Run;
  /** False: time was up, and the next invocation goes on from `position`. */
  readonly done: boolean;
  readonly position: IngestPosition;
  /** None of its rows went to quarantine. */
  readonly whole: boolean;
  /** It has no rows at all. */
  readonly empty: boolean;
}

/** What became of some records. */
export interface StoredRecords {
  readonly stored: number;
  readonly unchanged: number;
  /** Keys to hand out. */
  readonly undelivered: readonly string[];
  readonly pii?: Record<string, number>;
  /** Records that could not be stored, with the reason. */
  readonly misfits?: readonly { readonly record: ReportRecord; readonly reason: string }[];
}

export interface IngestMeans extends StretchMeans {
  /** Opens the kept document from its beginning. */
  readonly open: (report: FetchedReport) => Promise<DocumentToRead>;
  /**
   * For keys that depend on all records before: the document is read from its beginning, and the records that are done
   * with come here.
   */
  readonly passOver?: (record: ReportRecord) => void;
  readonly store: (records: readonly ReportRecord[], report: FetchedReport) => Promise<StoredRecords>;
  readonly quarantine: Quarantine;
  readonly handOut: RunHandOut;
  /** Where it is remembered that a report is being read, and that its damage shows only then. */
  readonly reports?: { readonly ledger: Pick<ReportLedger, 'findRow' | 'save'> };
  readonly log: Log;
}

/** Rows done with at a time, stored and set aside; each time is a checkpoint. */
const CHUNK = 500;
/** Misfits hold up to 64 KiB each: so much of them is held at a time. */
const MISFITS_LENGTH = 1024 * 1024;

/** What has been read and not been done with. */
class Chunk {
  readonly records: ReportRecord[] = [];
  readonly misfits: Misfit[] = [];
  #misfitsLength = 0;

  add(misfit: Misfit): void {
    this.misfits.push(misfit);
    this.#misfitsLength += misfit.content.length;
  }

  get isFull(): boolean {
    return this.records.length + this.misfits.length >= CHUNK || this.#misfitsLength >= MISFITS_LENGTH;
  }

  get isEmpty(): boolean {
    return this.records.length + this.misfits.length === 0;
  }
}

/**
 * Ingests a document from a position on: stores its records, sets misfits aside, hands out full batches, and saves how far
 * it has come. `at` puts the position into the run's progress. Ends with `done: false` when time is up. Safe to run again.
 * Throws UnknownHeaderError, and DocumentDamagedError: its report is remembered, and the next run asks for another.
 */
export async function ingestDocument(work: IngestWork, means: IngestMeans): Promise<Ingested> {
  try {
    return await ingest(work, means);
  } catch (error) {
    if (error instanceof DocumentDamagedError) await spoil(work, means);
    throw error;
  }
}

interface IngestWork {
  readonly run: Run;
  readonly report: FetchedReport;
  readonly from: IngestPosition;
  readonly at: (position: IngestPosition) => Run['progress'];
}

async function ingest(work: IngestWork, means: IngestMeans): Promise<Ingested> {
  const { run, report, from } = work;
  const document = await means.open(report);
  const begun = begin(run, report, from);
  if (begun.position === 0 && means.reports) await beginReading(run.shopId, report, means.reports);
  let reached: Reached = { run, position: begun };
  let chunk = new Chunk();
  let lastPosition = begun.position;
  // Where the document is read from its beginning again, its bytes are counted again.
  let undecodable = means.passOver ? 0 : toldUndecodable(run.notes, report.reportId);
  const flush = async () => {
    if (!chunk.isEmpty) reached = await takeChunk(reached, { chunk, lastPosition, work }, means);
    chunk = new Chunk();
  };
  const ended = (done: boolean): Ingested => ({
    ...reached,
    done,
    whole: reached.run.quarantined === begun.quarantinedBefore,
    empty: begun.position === 0 && reached.run.read === run.read,
  });
  for await (const batch of readRecords(document, { after: means.passOver ? 0 : begun.position })) {
    if (batch.undecodable.count > 0) {
      undecodable += batch.undecodable.count;
      const { charset } = batch;
      const notes = tellUndecodable(reached.run.notes, { reportId: report.reportId, count: undecodable, charset });
      reached = { ...reached, run: { ...reached.run, notes } };
    }
    if (batch.mislabelled) {
      const note = `Report ${report.reportId} is labelled ${batch.charset}, and its text is UTF-8: names in it are garbled.`;
      reached = { ...reached, run: { ...reached.run, notes: withNotes(reached.run.notes, [note]) } };
    }
    // A document comes in other pieces each time: one may begin before the position and end after it.
    for (const record of batch.records) {
      if (record.position > begun.position) chunk.records.push(record);
      else means.passOver?.(record);
    }
    for (const misfit of batch.misfits) if (misfit.position > begun.position) chunk.add(misfit);
    lastPosition = Math.max(begun.position, batch.lastPosition);
    if (!chunk.isFull) continue;
    await flush();
    if (means.timeIsUp()) return ended(false);
  }
  await flush();
  return ended(true);
}

/** Where it stands, if that is of this report. Somebody else may have begun the wish anew meanwhile. */
const begin = (run: Run, { reportId }: FetchedReport, from: IngestPosition): IngestPosition =>
  from.reportId === reportId ? from : { ...from, reportId, position: 0, quarantinedBefore: run.quarantined };

interface Reached {
  readonly run: Run;
  readonly position: IngestPosition;
}

/** Stores what can be, sets the rest aside, and saves that it is done. */
async function takeChunk(
  { run, position }: Reached,
  { chunk, lastPosition, work: { report, at } }: { chunk: Chunk; lastPosition: number; work: IngestWork },
  means: IngestMeans,
): Promise<Reached> {
  const { records } = chunk;
  const stored =
    records.length === 0 ? { stored: 0, unchanged: 0, undelivered: [] } : await means.store(records, report);
  const misfits = [...chunk.misfits, ...(stored.misfits ?? []).map(toMisfit)];
  const told = await setAside({ run, report, misfits }, means);
  const counted: Run = {
    ...told,
    read: told.read + records.length + chunk.misfits.length,
    stored: told.stored + stored.stored,
    unchanged: told.unchanged + stored.unchanged,
    pii: added(told.pii, stored.pii ?? {}),
  };
  const handedOut = await handOutGathered(
    { run: counted, gathered: [...position.toDeliver, ...stored.undelivered] },
    means.handOut,
  );
  const next: IngestPosition = { ...position, position: lastPosition, toDeliver: handedOut.gathered };
  return { run: await means.checkpoint({ ...handedOut.run, progress: at(next) }), position: next };
}

const toMisfit = ({ record, reason }: { record: ReportRecord; reason: string }): Misfit => ({
  position: record.position,
  reason,
  content: JSON.stringify(record.fields),
});

/** Another lane may have begun the wish anew meanwhile: that stands. */
async function spoil({ run: { shopId }, report }: IngestWork, { reports }: IngestMeans): Promise<void> {
  const { reportId, reportKey } = report;
  if (reports === undefined || reportKey === undefined) return;
  const row = await reports.ledger.findRow({ shopId, reportKey });
  if (row.reportId !== reportId) return;
  try {
    await reports.ledger.save(spoilt(row));
  } catch (error) {
    if (!(error instanceof LedgerConflictError)) throw error;
  }
}
