import type { Sync } from '../contracts/syncs.ts';
import type { Run } from './run.ts';
import type { Schedule } from './schedule.ts';

/** What a sync brings to the engine that runs it: for one shop, its stretches of work. */
export interface SyncWork {
  readonly sync: Sync;
  /** The time by Amazon's clock; windows are frozen by it. */
  amazonNow(): Promise<Date>;
  /** The progress that a new run begins with. */
  begin(run: Pick<Run, 'startTime' | 'endTime' | 'overlaps'>, schedule: Schedule): unknown;
  /**
   * One stretch of work. Safe to run again from the run as it was: that is what happens when the process dies before
   * what it returns is saved. A long stretch saves on its way with `checkpoint`, and ends when `timeIsUp`.
   */
  advance(run: Run, means: StretchMeans): Promise<Advance>;
  /** Leaves nothing half done before a pause: hands out what has been gathered for downstream. */
  settle(run: Run): Promise<Run>;
  /** What the schedule should remember for its next run; undefined: nothing new. */
  memory(run: Run): unknown;
}

export interface StretchMeans {
  /** Saves where the run stands; go on with what it returns. */
  readonly checkpoint: (run: Run) => Promise<Run>;
  readonly timeIsUp: () => boolean;
}

/** The run as it stands after a stretch of work, and how it goes on. */
export type Advance =
  | { readonly run: Run; readonly next: 'more' }
  /** Nothing can be done before this moment: a report is in the making, say. */
  | { readonly run: Run; readonly next: 'wait'; readonly until: Date }
  | { readonly run: Run; readonly next: 'succeeded' }
  /** Amazon would have us wait longer than a run may: the rest of the window stays open, and its note says until when. */
  | { readonly run: Run; readonly next: 'skipped' };
