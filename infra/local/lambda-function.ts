import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { Invocation, InvocationAnswer, WorkerData } from './lambda-invocation.ts';
import type { FunctionDefinition } from './local-resources.ts';

/**
 * One Lambda function: a few worker threads, each with one invocation at a time. What comes while all are at work waits.
 * A worker that overruns the function's timeout is killed, as Lambda does it. An idle one goes after a while.
 */
export class LambdaFunction {
  private readonly definition: FunctionDefinition;
  private readonly environment: Record<string, string>;
  private readonly mostWorkers: number;
  private readonly onOutput: (text: string) => void;
  private readonly idle: Sandbox[] = [];
  private readonly all = new Set<Sandbox>();
  private readonly waiting: ((sandbox: Sandbox) => void)[] = [];
  private stopped = false;

  constructor(
    definition: FunctionDefinition,
    means: { environment: Record<string, string>; mostWorkers: number; onOutput: (text: string) => void },
  ) {
    this.definition = definition;
    this.environment = means.environment;
    this.mostWorkers = means.mostWorkers;
    this.onOutput = means.onOutput;
  }

  /** Never rejects: a function that throws, exits or overruns its time gives a failed result. `event` is JSON. */
  async invoke(event: string): Promise<InvocationAnswer> {
    if (this.stopped) return failure(randomUUID(), STOPPED);
    const sandbox = await this.acquire();
    try {
      return await sandbox.invoke(event);
    } finally {
      this.release(sandbox);
    }
  }

  /** Kills what is still at work; it and whatever comes later fails. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.all].map((sandbox) => sandbox.kill()));
    this.all.clear();
    this.idle.length = 0;
  }

  private async acquire(): Promise<Sandbox> {
    const idle = this.idle.pop();
    if (idle !== undefined) return idle;
    if (this.all.size < this.mostWorkers) return this.start();
    return await new Promise((resolve) => this.waiting.push(resolve));
  }

  private release(sandbox: Sandbox): void {
    if (!sandbox.alive) this.all.delete(sandbox);
    const next = this.waiting.shift();
    if (next !== undefined) next(sandbox.alive || this.stopped ? sandbox : this.start());
    else if (sandbox.alive) this.rest(sandbox);
  }

  private rest(sandbox: Sandbox): void {
    this.idle.push(sandbox);
    sandbox.restUntil(this.idle.length > 1 ? IDLE_SURPLUS_MS : IDLE_MS, () => {
      this.idle.splice(this.idle.indexOf(sandbox), 1);
      this.all.delete(sandbox);
    });
  }

  private start(): Sandbox {
    const sandbox = new Sandbox(this.definition, { environment: this.environment, onOutput: this.onOutput });
    this.all.add(sandbox);
    return sandbox;
  }
}

/** Several workers share this machine: each collects its garbage early. */
const YOUNG_MB = 24;

/** One stays warm for a while; what a rush of work brought beside it goes soon. */
const IDLE_MS = 60_000;
const IDLE_SURPLUS_MS = 10_000;
const STOPPED = { errorType: 'Runtime.ExitError', errorMessage: 'The local stack has stopped.' };

/** One worker thread with the function's code in it. */
class Sandbox {
  alive = true;
  private readonly definition: FunctionDefinition;
  private readonly worker: Worker;
  private pending: { invocation: Invocation; answer: (result: InvocationAnswer) => void } | undefined;
  private restTimer: NodeJS.Timeout | undefined;
  private onGone: (() => void) | undefined;

  constructor(
    definition: FunctionDefinition,
    { environment, onOutput }: { environment: Record<string, string>; onOutput: (text: string) => void },
  ) {
    this.definition = definition;
    const { codeDirectory, handler, name, arn, memoryMb } = definition;
    const workerData: WorkerData = { codeDirectory, handler, functionName: name, functionArn: arn, memoryMb };
    this.worker = new Worker(new URL('lambda-worker.ts', import.meta.url), {
      name,
      env: environment,
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
      stdout: true,
      stderr: true,
    });
    for (const stream of [this.worker.stdout, this.worker.stderr]) forward(stream, onOutput);
    this.worker.on('message', (answer: InvocationAnswer) => this.settle(answer));
    this.worker.on('error', (error: Error & { code?: string }) => {
      onOutput(`${error.stack ?? error.message}\n`);
      const errorType = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'Runtime.OutOfMemory' : error.name;
      this.end({ errorType, errorMessage: error.message });
    });
    this.worker.on('exit', (code) =>
      this.end({ errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with exit status ${code}` }),
    );
  }

  async invoke(event: string): Promise<InvocationAnswer> {
    clearTimeout(this.restTimer);
    this.onGone = undefined;
    const { timeoutSeconds } = this.definition;
    const requestId = randomUUID();
    if (!this.alive) return failure(requestId, STOPPED);
    const invocation = { requestId, event, deadlineAt: Date.now() + timeoutSeconds * 1000 };
    const timer = setTimeout(() => {
      this.end({
        errorType: 'Sandbox.Timedout',
        errorMessage: `${new Date().toISOString()} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
      });
      void this.kill();
    }, timeoutSeconds * 1000);
    try {
      return await new Promise((answer) => {
        this.pending = { invocation, answer };
        this.worker.postMessage(invocation, []);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the worker after `ms` without an invocation. `onGone` is called then, or when it dies before. */
  restUntil(ms: number, onGone: () => void): void {
    this.onGone = onGone;
    this.restTimer = setTimeout(() => void this.kill(), ms);
    this.restTimer.unref();
  }

  async kill(): Promise<void> {
    this.alive = false;
    await this.worker.terminate();
  }

  private settle({ requestId, payload, failed }: InvocationAnswer): void {
    if (this.pending?.invocation.requestId !== requestId) return;
    const { answer } = this.pending;
    this.pending = undefined;
    answer({ requestId, payload, failed });
  }

  private end(error: { errorType: string; errorMessage: string }): void {
    this.alive = false;
    clearTimeout(this.restTimer);
    this.onGone?.();
    this.onGone = undefined;
    const { pending } = this;
    this.pending = undefined;
    pending?.answer(failure(pending.invocation.requestId, error));
  }
}

const failure = (requestId: string, error: { errorType: string; errorMessage: string }): InvocationAnswer => ({
  requestId,
  payload: JSON.stringify({ ...error, trace: [] }),
  failed: true,
});

function forward(stream: Readable, onOutput: (text: string) => void): void {
  stream.setEncoding('utf8');
  stream.on('data', onOutput);
}
