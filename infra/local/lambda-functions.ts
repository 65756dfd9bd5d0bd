import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AwsEndpoints, endpointVariables } from './aws-endpoints.ts';
import { LambdaFunction } from './lambda-function.ts';
import { type InvocationAnswer, LambdaError } from './lambda-invocation.ts';
import type { OnLocalEvent } from './local-event.ts';
import type { FunctionDefinition } from './local-resources.ts';
import type { LogFiles } from './log-files.ts';

/** All functions of the template, by name. */
export class LambdaFunctions {
  private readonly functions = new Map<string, { definition: FunctionDefinition; lambda: LambdaFunction }>();
  private readonly onEvent: OnLocalEvent;
  private readonly stopping = new AbortController();
  private underWay = 0;

  constructor(
    definitions: readonly FunctionDefinition[],
    { endpoints, logs, onEvent }: { endpoints: AwsEndpoints; logs: LogFiles; onEvent: OnLocalEvent },
  ) {
    this.onEvent = onEvent;
    for (const definition of definitions) {
      const lambda = new LambdaFunction(definition, {
        environment: { ...lambdaEnvironment(definition, endpoints), ...definition.environment },
        mostWorkers: Math.min(definition.reservedConcurrency ?? MOST_WORKERS, MOST_WORKERS),
        onOutput: (text) => logs.write(definition.name, text),
      });
      this.functions.set(definition.name, { definition, lambda });
    }
  }

  /** By name or ARN, with or without a qualifier. */
  find(nameOrArn: string): FunctionDefinition | undefined {
    return this.functions.get(functionName(nameOrArn))?.definition;
  }

  /** One invocation that is waited for. `event` is JSON. The function must exist. */
  async invoke(nameOrArn: string, event: string): Promise<InvocationAnswer> {
    const found = this.functions.get(functionName(nameOrArn));
    if (found === undefined) throw new Error(`There is no function ${nameOrArn}.`);
    this.underWay += 1;
    const startedAt = Date.now();
    try {
      const answer = await found.lambda.invoke(event);
      const error = answer.failed ? { error: readError(answer.payload) } : {};
      this.onEvent({
        type: 'invocation',
        functionName: found.definition.name,
        durationMs: Date.now() - startedAt,
        ...error,
      });
      return answer;
    } finally {
      this.underWay -= 1;
    }
  }

  /** An asynchronous invocation: a failed one is repeated as the template says, after one minute, then two. */
  async invokeAsync(nameOrArn: string, event: string): Promise<void> {
    const { asyncRetries = 0, asyncMaxAgeSeconds = 0 } = this.find(nameOrArn) ?? {};
    const tooOldAt = Date.now() + asyncMaxAgeSeconds * 1000;
    this.underWay += 1;
    try {
      for (let retry = 0; ; retry += 1) {
        const { failed } = await this.invoke(nameOrArn, event);
        const pauseMs = (retry + 1) * FIRST_PAUSE_MS;
        if (!failed || retry >= asyncRetries || Date.now() + pauseMs > tooOldAt) return;
        await sleep(pauseMs, undefined, { signal: this.stopping.signal });
      }
    } catch (error) {
      if (!this.stopping.signal.aborted) throw error;
    } finally {
      this.underWay -= 1;
    }
  }

  idle = () => this.underWay === 0;

  /** Repeats no asynchronous invocation any more. */
  quit(): void {
    this.stopping.abort();
  }

  async stop(): Promise<void> {
    this.quit();
    await Promise.all([...this.functions.values()].map(({ lambda }) => lambda.stop()));
  }
}

/** Invocations wait for the network most of the time, so there are more than processors; each costs some 80 MB. */
const MOST_WORKERS = Math.max(3, availableParallelism());
const FIRST_PAUSE_MS = 60_000;

function functionName(nameOrArn: string): string {
  const parts = nameOrArn.split(':');
  return (parts[0] === 'arn' ? parts[6] : parts[0]) ?? nameOrArn;
}

function readError(payload: string): { name: string; message: string } {
  const { data } = LambdaError.safeParse(JSON.parse(payload));
  return { name: data?.errorType ?? 'Error', message: data?.errorMessage ?? '' };
}

/** What Lambda itself sets, beside what the template does; and no credentials, files or settings of this machine. */
const lambdaEnvironment = (definition: FunctionDefinition, endpoints: AwsEndpoints): Record<string, string> => ({
  ...endpointVariables(endpoints),
  // Its own, so that a request shows which function asks.
  AWS_ACCESS_KEY_ID: definition.name,
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
  AWS_CONFIG_FILE: join(definition.codeDirectory, 'no-config'),
  AWS_SHARED_CREDENTIALS_FILE: join(definition.codeDirectory, 'no-credentials'),
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: definition.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: 'local',
  LAMBDA_TASK_ROOT: definition.codeDirectory,
  _HANDLER: definition.handler,
  TZ: ':UTC',
  LANG: 'en_US.UTF-8',
});
