import type { StepInput } from '../contracts/step-input.ts';
import { carryOn, LEASE_MARGIN_MS } from './carry-on.ts';
import { finishRun } from './finish-run.ts';
import type { Run } from './run.ts';
import type { StartMeans } from './start-run.ts';
import { SupersededError } from './superseded-error.ts';

/** Step Functions ends an execution at 25,000 events; the next part goes on long before. */
const MAX_LOOPS = 1000;

/**
 * One step of a run that a state machine carries on. Answers the machine's next state. A step whose number is no longer
 * in the lease was taken over, and ends its execution without having changed anything.
 */
export async function takeStep(input: StepInput, means: StartMeans): Promise<StepInput> {
  const ended: StepInput = { ...input, state: 'ended' };
  const shop = await means.shops.find(input.shopId);
  if (!shop) return ended;
  const work = means.workFor(shop);
  const run = await claimStep(input, means);
  if (!run) return ended;
  if (run.state === 'ended') {
    await finishRun(run, work.memory(run), means);
    return ended;
  }

  const carried = await carryOn(run, work, means);
  if (carried.state !== 'waiting') return ended;
  const next: StepInput = {
    ...input,
    state: 'waiting',
    step: carried.run.step,
    loops: input.loops + 1,
    waitUntil: carried.waitUntil.toISOString(),
  };
  if (next.loops < MAX_LOOPS) return next;
  const part = carried.run.part + 1;
  await means.runs.save({ ...carried.run, part });
  await means.startExecution({ ...next, part, loops: 0 });
  return ended;
}

async function claimStep(
  { shopId, scheduleId, runId, lane, step }: StepInput,
  means: StartMeans,
): Promise<Run | undefined> {
  const expiresAt = means.now() + means.functionTimeoutMs + LEASE_MARGIN_MS;
  if (!(await means.schedules.renewLease({ shopId, scheduleId, lane }, { runId, from: step, to: step + 1, expiresAt })))
    return undefined;
  try {
    return await means.runs.claim({ scheduleId, runId, step: step + 1 });
  } catch (error) {
    if (error instanceof SupersededError) return undefined;
    throw error;
  }
}
