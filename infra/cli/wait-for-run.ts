import { DescribeExecutionCommand, ExecutionDoesNotExist } from '@aws-sdk/client-sfn';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sync } from '../../shared/contracts/syncs.ts';
import type { Run } from '../../shared/sync/run.ts';
import type { StageConnection } from './stage-connection.ts';
import type { RunWatch } from './start-sync.ts';

/** A run is open, but nothing carries it on any more. */
export class RunBrokenError extends Error {
  override readonly name = 'RunBrokenError';
  readonly run: Run;
  readonly cure =
    'Run the command again: it goes on where the run stopped. The cause stands in the log of the step function.';

  constructor(run: Run, status: string) {
    super(`The state machine that carried the run on has ended (${status}), and the run has not.`);
    this.run = run;
  }
}

const LOOK_EVERY_MS = 400;
/** So often in a row must a run be open and its execution ended: between two parts that may be so for a moment. */
const SURE_AFTER = 25;

/** Waits until a run has ended. Throws a RunBrokenError when its state machine ended and left it open. */
export async function waitForRun(
  { scheduleId, runId }: Pick<Run, 'scheduleId' | 'runId'>,
  { connection, watch, interrupted }: { connection: StageConnection; watch: RunWatch; interrupted: AbortSignal },
): Promise<Run> {
  for (let abandoned = 0; ; ) {
    const run = await connection.runs.find(scheduleId, runId);
    if (!run) throw new Error(`The run ${runId} of ${scheduleId} has vanished from the runs table.`);
    watch.onRun(run);
    if (run.state === 'ended') return run;
    const status = await executionStatus(run, connection);
    abandoned = status === 'RUNNING' ? 0 : abandoned + 1;
    if (abandoned >= SURE_AFTER) throw new RunBrokenError(run, status);
    await sleep(LOOK_EVERY_MS, undefined, { signal: interrupted });
  }
}

async function executionStatus(run: Run, connection: StageConnection): Promise<string> {
  const { sync, runId, part } = run;
  const machine = await stateMachineArn(sync, connection);
  const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${runId}-${part}`;
  try {
    const { status } = await connection.clients.states.send(new DescribeExecutionCommand({ executionArn }));
    return status ?? 'UNKNOWN';
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return 'not started';
    throw error;
  }
}

/** It stands beside the start function: same partition, region and account. */
async function stateMachineArn(sync: Sync, { names, functionArn }: StageConnection): Promise<string> {
  const arn = await functionArn(names.startFunction(sync));
  const [, partition, , region, account] = arn.split(':');
  return `arn:${partition}:states:${region}:${account}:stateMachine:${names.stateMachine(sync)}`;
}
