import type { Run } from '../sync/run.ts';
import { withNotes } from '../sync/with-notes.ts';
import { type HandedOut, handOut } from './hand-out.ts';
import { type SweepMeans, sweepLeftovers } from './sweep-leftovers.ts';

/** Hands one kind of record downstream for a run. */
export interface RunHandOut {
  readonly batchSize: number;
  keys(shopId: string, keys: readonly string[], run: Run): Promise<HandedOut>;
  leftovers(shopId: string, run: Run): Promise<HandedOut>;
}

export const runHandOut = (means: SweepMeans): RunHandOut => ({
  batchSize: means.batchSize,
  keys: (shopId, keys, { scheduleId, runId }) => handOut({ shopId, keys, run: { scheduleId, runId } }, means),
  leftovers: (shopId, { scheduleId, runId }) => sweepLeftovers({ shopId, run: { scheduleId, runId } }, means),
});

/**
 * Hands out what a run has gathered: full batches, or with `all` the rest too. What is held back (no URL, downstream away,
 * another drain at work) keeps its mark, and a sweep hands it out. Returns the run and the keys that are still gathered.
 */
export async function handOutGathered(
  { run, gathered, all = false }: { run: Run; gathered: readonly string[]; all?: boolean },
  means: RunHandOut,
): Promise<{ run: Run; gathered: string[] }> {
  const count = all ? gathered.length : gathered.length - (gathered.length % means.batchSize);
  if (count === 0) return { run, gathered: [...gathered] };
  const handedOut = await means.keys(run.shopId, gathered.slice(0, count), run);
  return { run: counted(run, handedOut), gathered: gathered.slice(count) };
}

/** At a run's end: what earlier runs or a crash have left behind. */
export const handOutLeftovers = async (run: Run, means: RunHandOut): Promise<Run> =>
  counted(run, await means.leftovers(run.shopId, run));

const counted = (run: Run, { batches, held }: HandedOut): Run => ({
  ...run,
  batches: run.batches + batches,
  notes: withNotes(run.notes, held ? [HELD[held]] : []),
});

const HELD = {
  'no-url': 'The shop has no downstream URL: its records are stored and wait to be handed out.',
  away: 'Downstream is away: records are stored, and handed out when it is back.',
  busy: 'Another hand-out was at work: what is left is handed out by the next sweep.',
} as const;
