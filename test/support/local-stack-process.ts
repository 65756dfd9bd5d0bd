import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AwsEndpoints, LocalStackOptions } from '../../infra/local/local-stack.ts';

export interface LocalStackProcess {
  readonly pid: number;
  readonly endpoints: AwsEndpoints;
  /** As `kill -9` does; once more does nothing. */
  kill(): Promise<void>;
}

/** Starts a local stack in a process of its own. */
export async function startLocalStackProcess(options: LocalStackOptions): Promise<LocalStackProcess> {
  const child = fork(import.meta.filename, [JSON.stringify(options)], { execArgv: [] });
  const endpoints = await Promise.race([firstMessage(child), failure(child)]);
  return {
    pid: child.pid ?? 0,
    endpoints,
    async kill() {
      if (child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function firstMessage(child: ChildProcess): Promise<AwsEndpoints> {
  const [endpoints] = await once(child, 'message');
  return endpoints;
}

async function failure(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`The process ended with ${code} before its stack was up.`);
}

if (process.argv[1] === import.meta.filename) {
  process.on('disconnect', () => process.exit());
  const { startLocalStack } = await import('../../infra/local/local-stack.ts');
  const stack = await startLocalStack(JSON.parse(process.argv[2] ?? ''));
  process.send?.(stack.endpoints);
}
