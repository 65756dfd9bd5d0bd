import * as z from 'zod/mini';
import { type Run, RunError } from '../sync/run.ts';
import { type ReturnsPart, SOURCES } from './return-windows.ts';

const Part = z.object({ source: z.enum(SOURCES), startTime: z.string(), endTime: z.string() });

/** How far a source has been read without a gap; both bounds ISO. */
const ReadRange = z.object({ from: z.string(), until: z.string() });
export type ReadRange = z.infer<typeof ReadRange>;

/**
 * What the schedule remembers of each source: when its trailing past was read again last (ISO), and how far it has been
 * read from the cursor on; the cursor is one for both, and moves only over what was read of both.
 */
export const ReturnsMemory = z.object({
  readAgainAt: z.partialRecord(z.enum(SOURCES), z.string()),
  read: z._default(z.partialRecord(z.enum(SOURCES), ReadRange), {}),
});
export type ReturnsMemory = z.infer<typeof ReturnsMemory>;

/** Where a returns run stands, in its row. */
export const ReturnsProgress = z.object({
  /** What is still to be read. Of each source oldest first; the first is the one that has been begun. */
  parts: z.array(Part),
  /** How far the document of a part has been read, and of which report it is. */
  position: z.number(),
  reportId: z.optional(z.string()),
  quarantinedBefore: z._default(z.number(), 0),
  toDeliver: z.array(z.string()),
  /** Sources of which nothing can be read before that moment (ISO), and whether Amazon must not be asked for them until then. */
  waiting: z._default(z.partialRecord(z.enum(SOURCES), z.object({ until: z.string(), coolingDown: z.boolean() })), {}),
  /** Sources that have failed, the first one first; the run fails of it when the others have been read. */
  failed: z._default(z.array(z.object({ source: z.enum(SOURCES), error: RunError })), []),
  /** Sources whose trailing past this run reads again. */
  readAgain: z.array(z.enum(SOURCES)),
  /** What the schedule remembered when the run began. */
  memory: z._default(ReturnsMemory, { readAgainAt: {}, read: {} }),
});
export type ReturnsProgress = z.infer<typeof ReturnsProgress>;

/** The run without a part that is done. */
export function afterPart(run: Run, { source, startTime }: ReturnsPart): Run {
  const progress = ReturnsProgress.parse(run.progress);
  const parts = progress.parts.filter((part) => part.source !== source || part.startTime !== startTime);
  return {
    ...run,
    reachedUntil: reached(run, parts),
    progress: { ...progress, parts, position: 0, reportId: undefined },
  };
}

/** Everything before the oldest part that is left has been read, of both sources. */
function reached(run: Run, parts: ReturnsProgress['parts']): string | undefined {
  const upTo = parts.reduce(
    (oldest, { startTime }) => (startTime < oldest ? startTime : oldest),
    wholeSecond(run.endTime),
  );
  return upTo > run.startTime ? upTo : run.reachedUntil;
}

const wholeSecond = (time: string) => new Date(Math.floor(Date.parse(time) / 1000) * 1000).toISOString();
