import type { Run } from '../../shared/sync/run.ts';
import type { LocalEvent, OnLocalEvent } from '../local/local-event.ts';
import type { StageConnection } from './stage-connection.ts';

/**
 * Tells what happens on a local stack, a line each: schedules that fire, runs that begin to wait or end, functions that
 * fail. Runs that had ended before are not told.
 */
export function tellWhatHappens({
  connection,
  say,
}: {
  connection: StageConnection;
  say: (line: string) => void;
}): OnLocalEvent {
  const told = new Set<string>();
  let looking: Promise<void> = lookAtRuns(connection, (run) => void told.add(keyOf(run)));
  const tellOnce = (run: Run) => {
    if (told.has(keyOf(run))) return;
    told.add(keyOf(run));
    const line = describe(run);
    if (line) say(line);
  };

  return (event) => {
    const line = lineOf(event, connection);
    if (line) say(line);
    const runsMayHaveChanged = event.type === 'invocation' && /-(start|step)$/.test(event.functionName);
    // What cannot be looked up now is told after the next invocation.
    if (runsMayHaveChanged) looking = looking.then(() => lookAtRuns(connection, tellOnce)).catch(() => {});
  };
}

function lineOf(event: LocalEvent, { names }: StageConnection): string | undefined {
  if (event.type === 'warning') return `Warning: ${event.message}`;
  if (event.type === 'invocation' && event.error) {
    return `${event.functionName} failed: ${event.error.name}: ${event.error.message}`;
  }
  if (event.type !== 'schedule') return undefined;
  if (event.error !== undefined) return `${event.name} cannot fire: ${event.error}`;
  return event.name.startsWith(`${names.scheduleGroup}/`)
    ? `${event.name.slice(names.scheduleGroup.length + 1)} fires`
    : undefined;
}

/** The newest runs of every schedule: enough of them to find each that ended since the last look. */
async function lookAtRuns({ shops, schedules, runs }: StageConnection, onRun: (run: Run) => void): Promise<void> {
  for (const { shopId } of await shops.list()) {
    for (const { scheduleId } of await schedules.list(shopId)) {
      let looked = 0;
      for await (const run of runs.list(scheduleId)) {
        onRun(run);
        looked += 1;
        if (looked === NEWEST) break;
      }
    }
  }
}

const NEWEST = 5;

/** A run is told again when it is in another state. */
const keyOf = ({ runId, state, waitUntil }: Run) => `${runId} ${state} ${waitUntil ?? ''}`;

function describe(run: Run): string | undefined {
  const name = `${run.shopId} ${run.sync}`;
  if (run.state === 'open') {
    return (
      run.waitUntil &&
      `${name}: waits until ${new Date(run.waitUntil).toTimeString().slice(0, 8)} (${run.read} read so far)`
    );
  }
  const counts = `${run.read} read, ${run.stored} stored, ${run.batches} ${run.batches === 1 ? 'batch' : 'batches'} sent`;
  const quarantined = run.quarantined > 0 ? `, ${run.quarantined} in quarantine` : '';
  const notes = run.notes.map((note) => `\n          ${note}`).join('');
  const error = run.error ? `\n          ${run.error.name}: ${run.error.message}\n          ${run.error.cure}` : '';
  return `${name}: ${run.outcome ?? 'ended'}, ${counts}${quarantined}${notes}${error}`;
}
