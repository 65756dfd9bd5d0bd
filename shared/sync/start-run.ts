import { randomBytes } from 'node:crypto';
import type { StartInput } from '../contracts/start-input.ts';
import type { StepInput } from '../contracts/step-input.ts';
import type { Shop } from '../shops/shop.ts';
import type { Lane } from '../sp-api/usage/usage-limiter.ts';
import { carryOn, LEASE_MARGIN_MS, type RunMeans } from './carry-on.ts';
import { finishRun } from './finish-run.ts';
import { InputError } from './input-error.ts';
import { toMoment } from './moment.ts';
import { noCounts, type Run } from './run.ts';
import { type Lease, leaseAttribute, type Schedule } from './schedule.ts';
import type { SyncWork } from './sync-work.ts';
import { beginningOf, freezeWindow } from './window.ts';

/** What a start function answers. `waiting`: a state machine carries the run on. */
export interface StartResult {
  readonly outcome: 'succeeded' | 'failed' | 'skipped' | 'waiting';
  readonly runId?: string;
  /** Why it was skipped, or what a person should know. */
  readonly note?: string;
}

export interface StartMeans extends RunMeans {
  readonly workFor: (shop: Shop) => SyncWork;
  /** Starts the state machine execution `<runId>-<part>`; one of that name that is there already is the same one. */
  readonly startExecution: (input: StepInput) => Promise<void>;
}

const RUN_LIVES_S = 90 * 24 * 60 * 60;

/**
 * A schedule fires, or a person asks: takes the lane's lease, freezes the window and does what can be done in this
 * invocation; a run that must wait goes on in the state machine. Whoever finds a lease that has run out resumes
 * the run that it names, with its window and its page token; where a person asks for a longer window, that is read
 * after it. A lane that is busy is skipped, and says so.
 */
export async function startRun(input: StartInput, means: StartMeans): Promise<StartResult> {
  const { shop, schedule } = await findSchedule(input, means);
  if (shop.paused && means.now() < Date.parse(shop.paused.probeAt)) {
    return skipped(
      `The shop is paused since ${shop.paused.since} (${shop.paused.reason}); it is looked at again at ${shop.paused.probeAt}.`,
    );
  }
  const work = means.workFor(shop);
  if (schedule.sync !== work.sync) {
    throw new InputError(
      `Schedule "${schedule.scheduleId}" of shop "${shop.shopId}" is for ${schedule.sync}, not for ${work.sync}: name one of ${work.sync}.`,
    );
  }
  const taken = await takeLane(input, { shop, schedule, work }, means);
  if (!('run' in taken)) return taken;
  if (taken.run.state === 'ended') {
    await finishRun(taken.run, work.memory(taken.run), means);
    return input.resume === undefined ? startRun(input, means) : { outcome: 'succeeded', runId: taken.run.runId };
  }

  const carried = await carryOn(taken.run, work, means);
  if (carried.state === 'waiting') await handOver(carried.run, carried.waitUntil, means);
  const asksForMore = input.startTime !== undefined && toMoment(input.startTime) < taken.run.startTime;
  if (asksForMore && carried.state === 'ended') return startRun(input, means);
  if (input.resume === undefined) await resumeOtherLane(taken.run, schedule, work, means);
  if (carried.state === 'superseded') return skipped(`Run ${taken.run.runId} was taken over meanwhile.`);
  if (asksForMore)
    return skipped(`${nameOf(taken.run)} was left lying and is carried on first. Ask again when it has ended.`);
  return {
    outcome: carried.state === 'waiting' ? 'waiting' : (carried.run.outcome ?? 'failed'),
    runId: taken.run.runId,
  };
}

async function findSchedule({ shopId, scheduleId }: StartInput, { shops, schedules }: StartMeans) {
  const shop = await shops.find(shopId);
  if (!shop) throw new InputError(`There is no shop "${shopId}". Add it with azi shop add.`);
  const schedule = await schedules.find(shopId, scheduleId);
  if (!schedule)
    throw new InputError(`Shop "${shopId}" has no schedule "${scheduleId}". Make it with azi schedule set.`);
  return { shop, schedule };
}

async function takeLane(
  input: StartInput,
  { shop, schedule, work }: { shop: Shop; schedule: Schedule; work: SyncWork },
  means: StartMeans,
): Promise<{ run: Run } | StartResult> {
  const beginning = beginningOf(
    { cursor: schedule.nextStartTime, override: input.startTime && toMoment(input.startTime), since: shop.since },
    new Date(means.now()),
  );
  const lane = input.resume === undefined ? beginning.lane : laneOf(schedule, input.resume);
  if (lane === undefined) return skipped(`Run ${input.resume} has ended already.`);

  const lease = schedule[leaseAttribute(lane)];
  if (lease) {
    if (lease.expiresAt > means.now()) return skipped(`Run ${lease.runId} is under way.`);
    return (
      (await takeOver({ ...schedule, lane }, lease, work, means)) ??
      skipped(`Run ${lease.runId} was resumed by another.`)
    );
  }

  if (beginning.startTime > new Date(means.now()).toISOString()) {
    throw new InputError(`startTime ${beginning.startTime} lies in the future. Name a moment that has passed.`);
  }
  const window = freezeWindow(beginning.startTime, await amazonNow(work, means));
  if (!window) return skipped(`Nothing lies between ${beginning.startTime} and three minutes ago yet.`);
  const runId = newRunId(new Date(means.now()));
  const begun: Lease = {
    ...window,
    runId,
    step: 1,
    expiresAt: leaseEnd(means),
    overlaps: beginning.overlaps,
    ...(schedule.nextStartTime !== undefined && { foundCursor: schedule.nextStartTime }),
  };
  if (!(await means.schedules.takeLease({ ...schedule, lane }, begun, undefined)))
    return skipped('Another run has just begun.');
  return { run: await createRun({ ...schedule, lane }, begun, work, means) };
}

/** The window is judged by Amazon's clock. When Amazon cannot be heard ours must do: the first call says what is wrong. */
async function amazonNow(work: SyncWork, means: StartMeans): Promise<Date> {
  try {
    return await work.amazonNow();
  } catch (error) {
    means.log.warn('the time is not known by Amazon’s clock', {
      reason: error instanceof Error ? error.name : 'unknown',
    });
    return new Date(means.now());
  }
}

/** Becomes the owner of the run that a lease names which has run out. Undefined: another was faster. */
async function takeOver(
  schedule: Schedule & { lane: Lane },
  lease: Lease,
  work: SyncWork,
  means: StartMeans,
): Promise<{ run: Run } | undefined> {
  const next: Lease = { ...lease, step: lease.step + 1, expiresAt: leaseEnd(means) };
  if (!(await means.schedules.takeLease(schedule, next, lease))) return undefined;
  means.log.warn('a run is resumed', { runId: lease.runId, step: next.step });
  const run = await means.runs.claim({ scheduleId: schedule.scheduleId, runId: lease.runId, step: next.step });
  return { run: run ?? (await createRun(schedule, next, work, means)) };
}

async function createRun(
  schedule: Schedule & { lane: Lane },
  lease: Lease,
  work: SyncWork,
  means: StartMeans,
): Promise<Run> {
  const { expiresAt: _, ...beginning } = lease;
  const run: Run = {
    ...beginning,
    scheduleId: schedule.scheduleId,
    shopId: schedule.shopId,
    sync: schedule.sync,
    lane: schedule.lane,
    part: 0,
    state: 'open',
    startedAt: new Date(means.now()).toISOString(),
    unavailable: 0,
    ...noCounts(),
    notes: [],
    progress: work.begin(beginning, schedule),
    expiresAt: Math.ceil(means.now() / 1000) + RUN_LIVES_S,
  };
  await means.runs.create(run);
  return run;
}

/**
 * A backfill has no firing of its own: a start that passes by resumes one that was left lying. Where that does not succeed
 * the run of this start goes on, and a later start tries again.
 */
async function resumeOtherLane(run: Run, schedule: Schedule, work: SyncWork, means: StartMeans): Promise<void> {
  try {
    await takeUpOtherLane(run, schedule, work, means);
  } catch (error) {
    means.log.error('a run that was left lying could not be resumed', {
      reason: error instanceof Error ? error.name : 'unknown',
    });
  }
}

async function takeUpOtherLane(run: Run, schedule: Schedule, work: SyncWork, means: StartMeans): Promise<void> {
  const lane = run.lane === 'live' ? 'backfill' : 'live';
  const lease = schedule[leaseAttribute(lane)];
  if (!lease || lease.expiresAt > means.now()) return;
  const next: Lease = { ...lease, step: lease.step + 1, expiresAt: leaseEnd(means) };
  if (!(await means.schedules.takeLease({ ...schedule, lane }, next, lease))) return;
  const claimed = await means.runs.claim({ scheduleId: schedule.scheduleId, runId: lease.runId, step: next.step });
  // Its process may have died before it wrote the run's row.
  const abandoned = claimed ?? (await createRun({ ...schedule, lane }, next, work, means));
  await handOver(abandoned, new Date(means.now()), means);
}

async function handOver(run: Run, waitUntil: Date, means: StartMeans): Promise<void> {
  const part = run.part + 1;
  await means.runs.save({ ...run, part });
  const { shopId, scheduleId, runId, lane, step } = run;
  await means.startExecution({
    shopId,
    scheduleId,
    runId,
    lane,
    part,
    loops: 0,
    step,
    state: 'waiting',
    waitUntil: waitUntil.toISOString(),
  });
}

const laneOf = (schedule: Schedule, runId: string): Lane | undefined =>
  (['live', 'backfill'] as const).find((lane) => schedule[leaseAttribute(lane)]?.runId === runId);

const leaseEnd = ({ now, functionTimeoutMs }: StartMeans) => now() + functionTimeoutMs + LEASE_MARGIN_MS;

const nameOf = ({ runId, startTime, endTime }: Run) => `Run ${runId}, from ${startTime} to ${endTime},`;

const skipped = (note: string): StartResult => ({ outcome: 'skipped', note });

const newRunId = (now: Date) =>
  `${now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '')}-${randomBytes(4).toString('hex')}`;
