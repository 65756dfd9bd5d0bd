import { setTimeout as sleep } from 'node:timers/promises';
import type { StateMachineDefinition as Definition } from 'aws-local-stepfunctions';
import * as z from 'zod/mini';
import { type InvocationAnswer, LambdaError } from '../lambda-invocation.ts';
import type { StateMachineDefinition } from '../local-resources.ts';
import { TemplateError } from '../template.ts';

/** Invokes a function by name or ARN with a JSON event. */
export type InvokeTask = (functionName: string, event: string) => Promise<InvocationAnswer>;

export interface Outcome {
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  output?: string;
  error?: string;
  cause?: string;
}

export interface RunningExecution {
  /** Never rejects. */
  readonly outcome: Promise<Outcome>;
  abort(): void;
}

/** What an execution is told of itself (`$$.Execution`, `$$.StateMachine`). */
interface ExecutionContext {
  execution: { arn: string; name: string };
  invoke: InvokeTask;
}

/** Makes a machine of the template, which has been checked, ready to run. The interpreter is loaded at first use. */
export async function prepareStateMachine(machine: StateMachineDefinition) {
  const { StateMachine } = await import('aws-local-stepfunctions');
  const definition = withSafeTimes(JSON.parse(machine.definition));
  const tasks = tasksOf(definition);
  const interpreter = new StateMachine(definition, { validationOptions: { noValidate: true } });
  return {
    run(input: unknown, { execution, invoke }: ExecutionContext): RunningExecution {
      const aborting = new AbortController();
      const running = interpreter.run(toJson(input), {
        overrides: {
          taskResourceLocalHandlers: Object.fromEntries(
            Object.entries(tasks).map(([state, { Resource }]) => [
              state,
              async (taskInput: unknown) =>
                toJson(await runTask(Resource, taskInput, { invoke, signal: aborting.signal })),
            ]),
          ),
        },
        context: {
          Execution: { Id: execution.arn, Name: execution.name },
          StateMachine: { Id: machine.arn, Name: machine.name },
        },
      });
      void drain(running.eventLogs);
      return {
        outcome: toOutcome(running.result),
        abort() {
          running.abort();
          aborting.abort();
        },
      };
    },
  };
}

/** Through the service integration with its envelope, or by the function's ARN with nothing around it. */
async function runTask(
  resource: string,
  input: unknown,
  { invoke, signal }: { invoke: InvokeTask; signal: AbortSignal },
): Promise<unknown> {
  if (resource === LOCAL_WAIT) return await waitUntil(z.object({ until: z.string() }).parse(input).until, signal);
  if (resource !== LAMBDA_INVOKE) return await invokeOrThrow(resource, input, invoke);
  const { FunctionName, Payload } = z
    .object({ FunctionName: z.string(), Payload: z.optional(z.unknown()) })
    .parse(input);
  const payload = await invokeOrThrow(FunctionName, Payload ?? {}, invoke);
  return { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 };
}

async function invokeOrThrow(functionName: string, event: unknown, invoke: InvokeTask): Promise<unknown> {
  const { payload, failed } = await invoke(functionName, JSON.stringify(event));
  if (!failed) return JSON.parse(payload);
  const { data } = LambdaError.safeParse(JSON.parse(payload));
  // Retry and Catch match on the name; the cause is the function's whole error, as in AWS.
  throw Object.assign(new Error(payload), { name: data?.errorType ?? 'Lambda.Unknown' });
}

async function waitUntil(moment: string, signal: AbortSignal): Promise<void> {
  if (Number.isNaN(Date.parse(moment))) {
    throw Object.assign(new Error(`${moment} is no timestamp to wait for.`), { name: 'States.Runtime' });
  }
  for (let leftMs = Date.parse(moment) - Date.now(); leftMs > 0; leftMs = Date.parse(moment) - Date.now()) {
    await sleep(Math.min(leftMs, MOST_SECONDS * 1000), undefined, { signal });
  }
}

/** What `withSafeTimes` makes of waits for a moment. */
const LOCAL_WAIT = 'local:wait';

const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';

const State = z.looseObject({
  Type: z.string(),
  Resource: z.optional(z.string()),
  TimeoutSeconds: z.optional(z.number()),
});
const StateMachineShape = z.looseObject({
  TimeoutSeconds: z.optional(z.number()),
  States: z.record(z.string(), State),
});

/** A timer of Node holds at most 2^31 ms; beyond, it fires at once. */
const MOST_SECONDS = 2_147_483;

/**
 * The interpreter ends tasks after a minute unless told otherwise, a timeout over 24 days at once, and grumbles about a
 * wait for a moment that is past.
 */
function withSafeTimes(definition: unknown): Definition {
  return JSON.parse(JSON.stringify(definition), (_key, value: unknown) => {
    const machine = StateMachineShape.safeParse(value);
    if (machine.success && machine.data.TimeoutSeconds !== undefined) {
      return { ...machine.data, TimeoutSeconds: Math.min(machine.data.TimeoutSeconds, MOST_SECONDS) };
    }
    const state = State.safeParse(value);
    if (state.success && state.data.Type === 'Task' && !('TimeoutSecondsPath' in state.data)) {
      return { ...state.data, TimeoutSeconds: Math.min(state.data.TimeoutSeconds ?? MOST_SECONDS, MOST_SECONDS) };
    }
    if (state.success && state.data.Type === 'Wait') return toWaitTask(state.data);
    return value;
  });
}

/** The same wait as a task that gives its input on; one for a number of seconds is the interpreter's. */
function toWaitTask({ Timestamp, TimestampPath, ...state }: z.infer<typeof State>) {
  if (Timestamp === undefined && TimestampPath === undefined) return state;
  return {
    ...state,
    Type: 'Task',
    Resource: LOCAL_WAIT,
    Parameters: TimestampPath === undefined ? { until: Timestamp } : { 'until.$': TimestampPath },
    ResultPath: null,
    TimeoutSeconds: MOST_SECONDS,
  };
}

/** Task states by name, those in maps and branches included. */
function tasksOf(definition: Definition): Record<string, { Resource: string }> {
  const tasks: Record<string, { Resource: string }> = {};
  JSON.stringify(definition, (key, value: unknown) => {
    const state = State.safeParse(value);
    if (state.success && state.data.Type === 'Task') tasks[key] = { Resource: state.data.Resource ?? '' };
    return value;
  });
  return tasks;
}

/** Throws a TemplateError for a task other than a Lambda invocation, and for what the interpreter would silently ignore. */
export function checkStateMachine(machine: StateMachineDefinition): void {
  const unsupported = Object.entries(tasksOf(JSON.parse(machine.definition))).find(
    ([, { Resource }]) => Resource !== LAMBDA_INVOKE && !Resource.startsWith('arn:aws:lambda:'),
  );
  if (unsupported !== undefined) {
    throw new TemplateError(
      `A local stack cannot run the task ${unsupported[0]} of ${machine.name}: it invokes no function.`,
    );
  }
  const text = machine.definition.replaceAll(/\s/g, '');
  const ignored = IGNORED.find((feature) => text.includes(feature));
  if (ignored !== undefined) throw new TemplateError(`A local stack would ignore ${ignored} in ${machine.name}.`);
}

const IGNORED = ['"QueryLanguage":"JSONata"', '"Assign":', '"ItemBatcher":', '"ItemReader":', '"HeartbeatSeconds":'];

async function toOutcome(result: Promise<unknown>): Promise<Outcome> {
  try {
    return { status: 'SUCCEEDED', output: JSON.stringify(await result) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'ExecutionAbortedError') return { status: 'ABORTED' };
    if (error.name === 'ExecutionTimeoutError') return { status: 'TIMED_OUT', error: 'States.Timeout' };
    const cause = error.cause instanceof Error ? error.cause : error;
    return { status: 'FAILED', error: cause.name, cause: cause.message };
  }
}

const toJson = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));

/** The interpreter keeps its events until somebody reads them. */
async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}
