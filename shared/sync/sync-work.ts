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
   * One stretch of work: returns the run as it stands after it, to be saved. Safe to run again from the run as it was:
   * that is what happens when the process dies before the save.
   */
  advance(run: Run): Promise<{ run: Run; done: boolean }>;
  /** Leaves nothing half done before a pause: hands out what has been gathered for downstream. */
  settle(run: Run): Promise<Run>;
  /** What the schedule should remember for its next run; undefined: nothing new. */
  memory(run: Run): unknown;
}
