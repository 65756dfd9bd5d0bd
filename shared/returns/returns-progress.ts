import * as z from 'zod/mini';
import type { Run } from '../sync/run.ts';
import { type ReturnsPart, SOURCES } from './return-windows.ts';

const Part = z.object({ source: z.enum(SOURCES), startTime: z.string(), endTime: z.string() });

/** Where a returns run stands, in its row. */
export const ReturnsProgress = z.object({
  /** What is still to be read, oldest first. */
  parts: z.array(Part),
  /** How far the document of a part has been read, and of which report it is. */
  position: z.number(),
  reportId: z.optional(z.string()),
  quarantinedBefore: z._default(z.number(), 0),
  toDeliver: z.array(z.string()),
  /** Sources that Amazon must not be asked for before that moment (ISO). */
  coolingDown: z.record(z.string(), z.string()),
  /** Sources whose trailing past this run reads again. */
  readAgain: z.array(z.enum(SOURCES)),
  /** When that was last done before, by source. */
  readAgainAt: z.partialRecord(z.enum(SOURCES), z.string()),
});
export type ReturnsProgress = z.infer<typeof ReturnsProgress>;

/** When the trailing past of each source was read again last (ISO), as the schedule remembers it. */
export const ReturnsMemory = z.object({ readAgainAt: z.partialRecord(z.enum(SOURCES), z.string()) });
export type ReturnsMemory = z.infer<typeof ReturnsMemory>;

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
