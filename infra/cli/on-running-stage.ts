import { resolve } from 'node:path';
import { bringUp, type LocalSession } from './bring-up.ts';
import type { CommandMeans } from './command-means.ts';
import type { CommonOptions } from './common-options.ts';
import { attachToFunctions } from './on-stage.ts';
import type { Progress } from './progress.ts';
import { readWorld, type WorldFlags } from './read-world.ts';
import { showWarnings } from './show-warnings.ts';
import { connectStage, readStage } from './stage-connection.ts';

/** A stage whose functions run; `shops`, `open` and `world` are there where this command brought them up. */
export type RunningStage = Pick<LocalSession, 'connection' | 'open' | 'world'>;

/**
 * Does a command's work on a stage whose functions run: a deployed one, the stack that another command runs on this state
 * directory, or one that is brought up for the purpose with its world, and goes away again.
 */
export async function onRunningStage<Result>(
  { options, command }: { options: CommonOptions & WorldFlags; command: string },
  work: (stage: RunningStage) => Promise<Result>,
  means: CommandMeans & { progress: Progress },
): Promise<Result> {
  const stage = readStage(options.stage);
  const connection = stage === 'local' ? await attachToFunctions(resolve(options.state)) : connectStage(stage);
  if (connection) {
    try {
      return await work({ connection, open: [], world: undefined });
    } finally {
      connection.clients.destroy();
    }
  }
  const order = { ...(await readWorld(options, means)), command, fireSchedules: false };
  const session = await bringUp(order, { ...means, onEvent: showWarnings(means.progress) });
  try {
    return await work(session);
  } finally {
    await session.stop();
  }
}
