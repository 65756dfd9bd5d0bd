import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attach } from '../local/attach.ts';
import { readOwner } from '../local/owner-file.ts';
import { StateDirectoryInUseError } from '../local/state-directory-error.ts';
import type { CommandMeans } from './command-means.ts';
import { CommandError } from './command-error.ts';
import type { CommonOptions } from './common-options.ts';
import { connectStage, readStage, type StageConnection } from './stage-connection.ts';

/** An owner that is starting or leaving is waited for this long. */
const PATIENCE_MS = 15_000;

/**
 * Does a command's work on the stores of a stage: of a deployed one, of the stack that another command runs on this state
 * directory, or of one that is brought up for the purpose (stores only, nothing runs) and goes away again.
 */
export async function onStage<Result>(
  { options, command, create }: { options: CommonOptions; command: string; create: boolean },
  work: (connection: StageConnection) => Promise<Result>,
  means: Pick<CommandMeans, 'stderr'>,
): Promise<Result> {
  const stage = readStage(options.stage);
  if (stage !== 'local') return closing(connectStage(stage), work);
  const stateDir = resolve(options.state);
  if (!create && !existsSync(stateDir)) throw nothingThere(options);
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(300)) {
    const endpoints = await attach(stateDir);
    if (endpoints) return closing(connectStage('local', endpoints), work);
    try {
      return await onOwnStores({ stateDir, command }, work, means);
    } catch (error) {
      if (!(error instanceof StateDirectoryInUseError) || Date.now() > deadline) throw error;
    }
  }
}

/**
 * The stack of a state directory whose functions another command runs, or undefined where nobody does. An owner that
 * only looks at the stores is waited for: it is gone in a moment.
 */
export async function attachToFunctions(stateDir: string): Promise<StageConnection | undefined> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(300)) {
    const endpoints = await attach(stateDir);
    if (!endpoints) return undefined;
    if (readOwner(stateDir)?.mode === 'functions') return connectStage('local', endpoints);
    if (Date.now() > deadline) return undefined;
  }
}

const nothingThere = ({ state }: CommonOptions) =>
  new CommandError(
    `There is nothing in the state directory ${state} yet.`,
    'Start with azi run, or name another with --state DIR.',
  );

async function onOwnStores<Result>(
  { stateDir, command }: { stateDir: string; command: string },
  work: (connection: StageConnection) => Promise<Result>,
  { stderr }: Pick<CommandMeans, 'stderr'>,
): Promise<Result> {
  const { startLocalStack } = await import('../local/local-stack.ts');
  const stack = await startLocalStack({
    stateDir,
    command,
    mode: 'stores',
    fireSchedules: false,
    speed: 1,
    spApiEndpoint: '',
    lwaEndpoint: '',
    onEvent: (event) => {
      if (event.type === 'warning') stderr.write(`Warning: ${event.message}\n`);
    },
  });
  try {
    return await closing(connectStage('local', stack.endpoints), work);
  } finally {
    await stack.stop();
  }
}

async function closing<Result>(
  connection: StageConnection,
  work: (connection: StageConnection) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(connection);
  } finally {
    connection.clients.destroy();
  }
}
