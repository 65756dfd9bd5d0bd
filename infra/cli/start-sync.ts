import * as z from 'zod/mini';
import type { StartInput } from '../../shared/contracts/start-input.ts';
import type { Sync } from '../../shared/contracts/syncs.ts';
import type { Run } from '../../shared/sync/run.ts';
import { toRunReport } from '../../shared/sync/run-report.ts';
import { toFailure } from './failure.ts';
import { FunctionFailedError, invokeFunction } from './invoke-function.ts';
import { type RunEntry, toBrokenReport, toReportWithoutRun } from './run-entry.ts';
import type { StageConnection } from './stage-connection.ts';
import { RunBrokenError, waitForRun } from './wait-for-run.ts';

const StartResult = z.object({
  outcome: z.enum(['succeeded', 'failed', 'skipped', 'waiting']),
  runId: z.optional(z.string()),
  note: z.optional(z.string()),
});

/** Told of a run as it goes. */
export interface RunWatch {
  onRun(run: Run): void;
}

/** Starts one sync of a shop (or resumes its open run) and sees it through, however long a state machine carries it on. */
export async function startSync(
  { sync, input }: { sync: Sync; input: StartInput },
  { connection, watch, interrupted }: { connection: StageConnection; watch: RunWatch; interrupted: AbortSignal },
): Promise<RunEntry> {
  const begunAt = Date.now();
  const { shopId, scheduleId } = input;
  const entry = (report: RunEntry['report'], runId?: string): RunEntry => ({
    report,
    scheduleId,
    resumed: input.resume !== undefined,
    durationMs: Date.now() - begunAt,
    ...(runId !== undefined && { runId }),
  });

  let openRun: Run | undefined;
  const watching = watchWhileStarting({ input, begunAt }, { connection, onRun: (run) => watch.onRun((openRun = run)) });
  try {
    const functionName = connection.names.startFunction(sync);
    const answer = await invokeFunction(
      { functionName, payload: input },
      { lambda: connection.clients.lambda, interrupted },
    );
    watching.stop();
    const result = StartResult.parse(answer);
    if (result.runId === undefined) {
      return entry(toReportWithoutRun({ shopId, sync }, { note: result.note ?? 'No run was begun.' }));
    }
    const run = await waitForRun({ scheduleId, runId: result.runId }, { connection, watch, interrupted });
    return entry(toRunReport(run), run.runId);
  } catch (error) {
    // One failing shop never stops another: whatever it was becomes this run's own failure.
    if (interrupted.aborted) {
      // It has ended, and only the function's answer was not awaited.
      if (openRun?.state === 'ended') return entry(toRunReport(openRun), openRun.runId);
      throw error;
    }
    const { name, message, cure } = toFailure(error, interrupted);
    const failure = { name: error instanceof FunctionFailedError ? error.errorName : name, message, cure };
    const run = error instanceof RunBrokenError ? error.run : openRun;
    return run
      ? entry(toBrokenReport(run, failure), run.runId)
      : entry(toReportWithoutRun({ shopId, sync }, { error: failure }));
  } finally {
    watching.stop();
  }
}

const LOOK_EVERY_MS = 500;

/** While the function has not answered, its run is found by being the schedule's newest open one. */
function watchWhileStarting(
  { input, begunAt }: { input: StartInput; begunAt: number },
  { connection, onRun }: { connection: Pick<StageConnection, 'runs'>; onRun: (run: Run) => void },
) {
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      const run = input.resume
        ? await connection.runs.find(input.scheduleId, input.resume)
        : (await connection.runs.list(input.scheduleId).next()).value;
      if (run && (input.resume !== undefined || Date.parse(run.startedAt) >= begunAt - CLOCKS_DIFFER_MS)) onRun(run);
    } catch {
      // Only for the screen: the function's own answer tells whether the store is there.
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

const CLOCKS_DIFFER_MS = 5_000;
