import type { ReportStand } from '../reports/fetch-report.ts';
import { waitOrSkip } from '../reports/wait-or-skip.ts';
import type { Run } from '../sync/run.ts';
import { revivedError, toSetAside } from '../sync/set-aside-error.ts';
import type { Advance, StretchMeans } from '../sync/sync-work.ts';
import { ItemsProgress, type Todo } from './items-progress.ts';
import { noted, withTodo } from './items-run.ts';

/**
 * Takes up the first todo that need not wait; `take` works on it as the first of the run's list. One that fails for
 * itself is left out: the others are done before the run fails of it. Where all that is left waits, the run waits, or is
 * skipped.
 */
export async function goThroughTodo(
  run: Run,
  { take, done }: { take: (run: Run, todo: Todo, stretch: StretchMeans) => Promise<Advance>; done: () => Promise<Run> },
  means: StretchMeans & { now: () => number },
): Promise<Advance> {
  const { todo, failure } = ItemsProgress.parse(run.progress);
  const at = todo.findIndex((each) => isReady(each, todo, means));
  const ready = todo[at];
  if (ready) {
    const turned = at === 0 ? run : withTodo(run, [...todo.slice(at), ...todo.slice(0, at)]);
    return orSetAside(turned, (checkpoint) => take(turned, ready, { ...means, checkpoint }), means);
  }
  if (todo.length > 0) return waitForOne(run, means);
  if (failure) throw revivedError(failure);
  return { run: await done(), next: 'succeeded' };
}

/** Stock comes after the listings of its marketplace, so that a new item is handed on once, with both. */
const isReady = ({ marketplaceId, stage, notBefore }: Todo, todo: readonly Todo[], { now }: { now: () => number }) =>
  (notBefore === undefined || Date.parse(notBefore) <= now()) &&
  (stage !== 'stock' || !todo.some((each) => each.marketplaceId === marketplaceId && each.stage === 'listings'));

/** The first todo cannot go on before `stand.until`: it goes to the end of the list. */
export function setAside(
  run: Run,
  { stand, reportType }: { stand: Extract<ReportStand, { stand: 'working' | 'cooling-down' }>; reportType: string },
): Advance {
  const [first, ...others] = ItemsProgress.parse(run.progress).todo;
  if (!first) return { run, next: 'more' };
  const { coolingDown: _, ...todo } = first;
  const waiting: Todo = {
    ...todo,
    notBefore: stand.until.toISOString(),
    ...(stand.stand === 'cooling-down' && { coolingDown: reportType }),
  };
  return { run: withTodo(run, [...others, waiting]), next: 'more' };
}

/** The run as its last checkpoint has it, without the todo that failed. */
async function orSetAside(
  run: Run,
  take: (checkpoint: StretchMeans['checkpoint']) => Promise<Advance>,
  means: StretchMeans,
): Promise<Advance> {
  let reached = run;
  try {
    return await take(async (at) => (reached = await means.checkpoint(at)));
  } catch (error) {
    const failure = toSetAside(error);
    if (!failure) throw error;
    const progress = ItemsProgress.parse(reached.progress);
    const [failed] = progress.todo;
    const note = `The ${failed?.stage} of ${failed?.marketplaceId} could not be read (${failure.name}); the others were not held up.`;
    const without = withTodo(noted(reached, note), progress.todo.slice(1));
    const kept = { ...ItemsProgress.parse(without.progress), failure: progress.failure ?? failure };
    return { run: { ...without, progress: kept }, next: 'more' };
  }
}

function waitForOne(run: Run, means: { now: () => number }): Advance {
  const progress = ItemsProgress.parse(run.progress);
  const waiting = progress.todo.flatMap(({ notBefore: until, coolingDown: reportType }) =>
    until === undefined ? [] : [{ until, reportType }],
  );
  const [soonest] = waiting.filter(({ reportType }) => reportType === undefined).sort(byTime);
  if (soonest) return { run, next: 'wait', until: new Date(soonest.until) };
  const cooling = waiting.map(({ until, reportType = '' }) => ({ until, reportType }));
  const advance = waitOrSkip(run, cooling, means);
  if (advance.next !== 'skipped' || !progress.failure) return advance;
  // A failure is told before a wait; what is left is left to the next run either way.
  return { run: withTodo(advance.run, []), next: 'more' };
}

const byTime = (one: { until: string }, other: { until: string }) => one.until.localeCompare(other.until);
