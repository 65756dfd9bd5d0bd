import type { Run } from '../sync/run.ts';
import { withNotes } from '../sync/with-notes.ts';
import type { Log } from '../runtime/logger.ts';
import { added } from '../sync/carry-on.ts';
import { handOutGathered, type RunHandOut } from '../delivery/run-hand-out.ts';
import type { StretchMeans } from '../sync/sync-work.ts';
import type { FetchedReport } from './fetch-report.ts';
import type { Quarantine } from '../buyers/quarantine.ts';
import { readRecords, type ReportRecord } from './read-records.ts';
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
  readonly log: Log;
}

/** Records stored at a time; each is saved as a checkpoint. */
const CHUNK = 500;

/**
 * Ingests a document from a position on: stores its records, sets misfits aside, hands out full batches, and saves how far
 * it has come. `at` puts the position into the run's progress. Ends with `done: false` when time is up. Safe to run again.
 */
export async function ingestDocument(
  {
    run,
    report,
    from,
    at,
  }: { run: Run; report: FetchedReport; from: IngestPosition; at: (position: IngestPosition) => Run['progress'] },
  means: IngestMeans,
): Promise<Ingested> {
  const document = await means.open(report);
  const begun = begin(run, report, from);
  let reached: { run: Run; position: IngestPosition } = { run, position: begun };
  let chunk: ReportRecord[] = [];
  let lastPosition = begun.position;
  const flush = async () => {
    reached = await storeChunk({ ...reached, chunk, lastPosition, report, at }, means);
    chunk = [];
  };
  const ended = (done: boolean): Ingested => ({
    ...reached,
    done,
    whole: reached.run.quarantined === begun.quarantinedBefore,
    empty: begun.position === 0 && reached.run.read === run.read,
  });
  const after = means.passOver ? 0 : begun.position;
  for await (const batch of readRecords(document, { after })) {
    if (batch.lastPosition <= begun.position) {
      for (const record of batch.records) means.passOver?.(record);
      continue;
    }
    for (const record of batch.records) {
      if (record.position > begun.position) chunk.push(record);
      else means.passOver?.(record);
    }
    reached.run = await setAside({ run: reached.run, report, misfits: batch.misfits }, means);
    if (batch.undecodable.count > 0) reached.run = tellUndecodable(reached.run, report, batch.undecodable.count);
    lastPosition = batch.lastPosition;
    if (chunk.length < CHUNK) continue;
    await flush();
    if (means.timeIsUp()) return ended(false);
  }
  await flush();
  return ended(true);
}

/** Where it stands, if that is of this report. Somebody else may have begun the wish anew meanwhile. */
const begin = (run: Run, { reportId }: FetchedReport, from: IngestPosition): IngestPosition =>
  from.reportId === reportId ? from : { ...from, reportId, position: 0, quarantinedBefore: run.quarantined };

async function storeChunk(
  {
    run,
    position,
    chunk,
    lastPosition,
    report,
    at,
  }: {
    run: Run;
    position: IngestPosition;
    chunk: readonly ReportRecord[];
    lastPosition: number;
    report: FetchedReport;
    at: (position: IngestPosition) => Run['progress'];
  },
  means: IngestMeans,
): Promise<{ run: Run; position: IngestPosition }> {
  if (chunk.length === 0) return { run, position };
  const stored = await means.store(chunk, report);
  const misfits = (stored.misfits ?? []).map(({ record, reason }) => ({
    position: record.position,
    reason,
    content: JSON.stringify(record.fields),
  }));
  const told = await setAside({ run, report, misfits }, means);
  const counted: Run = {
    ...told,
    read: told.read + chunk.length - misfits.length,
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

async function setAside(
  {
    run,
    report,
    misfits,
  }: { run: Run; report: FetchedReport; misfits: readonly { position: number; reason: string; content: string }[] },
  { quarantine, log }: IngestMeans,
): Promise<Run> {
  const notes: string[] = [];
  for (const { position, reason, content } of misfits) {
    const key = await quarantine.put({
      shopId: run.shopId,
      content: { reportId: report.reportId, position, reason, content },
    });
    notes.push(`Line ${position} of report ${report.reportId} lies in quarantine (${reason}): ${key}`);
    log.error('a row went to quarantine', { runId: run.runId, reportId: report.reportId, position, reason, key });
  }
  return {
    ...run,
    read: run.read + misfits.length,
    quarantined: run.quarantined + misfits.length,
    notes: withNotes(run.notes, notes),
  };
}

const tellUndecodable = (run: Run, { reportId }: FetchedReport, count: number): Run => ({
  ...run,
  notes: withNotes(run.notes, [
    `Report ${reportId} holds bytes that its charset does not know (${count} in one block); they are shown as U+FFFD.`,
  ]),
});
