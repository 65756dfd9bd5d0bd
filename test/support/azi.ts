import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { runProgram } from '../../infra/cli/program.ts';

/** What a command line left behind. */
export interface AziResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where commands of a test keep everything; goes with `dispose`. */
export interface AziPlace extends AsyncDisposable {
  readonly directory: string;
  readonly stateDir: string;
  path(name: string): string;
}

/** A directory for one test, with a state directory that does not exist yet. */
export async function aziPlace(): Promise<AziPlace> {
  const directory = await mkdtemp(join(tmpdir(), 'azi-test-'));
  return {
    directory,
    stateDir: join(directory, 'state'),
    path: (name) => join(directory, name),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A command line in this process: for what is refused before anything is brought up. */
export async function azi(
  args: readonly string[],
  {
    environment = {},
    stdin = '',
    now = () => new Date(),
  }: { environment?: NodeJS.ProcessEnv; stdin?: string; now?: () => Date } = {},
): Promise<AziResult> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let code = 0;
  await runProgram(args, {
    environment,
    stdout,
    stderr,
    stdin: Readable.from([stdin]),
    now,
    interrupted: new AbortController().signal,
    setExitCode: (exitCode) => {
      code = exitCode;
    },
  });
  stdout.end();
  stderr.end();
  return { code, stdout: await text(stdout), stderr: await text(stderr) };
}

/** The command as people call it, through its launcher, in a process of its own. */
export function startAzi(
  args: readonly string[],
  {
    environment = {},
    node = process.execPath,
    place,
  }: { environment?: NodeJS.ProcessEnv; node?: string; place: AziPlace },
): AziProcess {
  const child = spawn(node, [LAUNCHER, ...args, '--state', place.stateDir], {
    // The key that seals secrets lies beside the state, not where the person keeps theirs.
    env: { PATH: process.env.PATH, HOME: place.directory, XDG_CONFIG_HOME: place.path('config'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const stdout = text(child.stdout);
  const exited = once(child, 'close');
  return {
    child,
    stderr: () => stderr,
    async ended() {
      await exited;
      return { code: child.exitCode, stdout: await stdout, stderr };
    },
    async says(words) {
      while (!stderr.includes(words)) {
        if (child.exitCode !== null) throw new Error(`azi ended before it said "${words}":\n${stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

export interface AziProcess {
  readonly child: ChildProcess;
  stderr(): string;
  ended(): Promise<AziResult>;
  /** Waits until these words have come on stderr. */
  says(words: string): Promise<void>;
}

export const LAUNCHER = fileURLToPath(new URL('../../infra/cli/azi.mjs', import.meta.url));

const RunsDocument = z.object({
  runs: z.array(
    z.looseObject({
      shopId: z.string(),
      outcome: z.string(),
      read: z.number(),
      error: z.nullable(z.looseObject({ name: z.string() })),
    }),
  ),
});

/** The runs of the one document that `--json` has put on stdout. */
export function runsOf({ stdout, stderr }: AziResult) {
  try {
    return RunsDocument.parse(JSON.parse(stdout)).runs;
  } catch (cause) {
    throw new Error(`There is no document of runs on stdout:\n${stdout}\n${stderr}`, { cause });
  }
}
