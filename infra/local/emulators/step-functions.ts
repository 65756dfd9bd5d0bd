import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-endpoints.ts';
import type { OnLocalEvent } from '../local-event.ts';
import type { StateMachineDefinition } from '../local-resources.ts';
import { AwsError } from './aws-error.ts';
import { type Operations, operation } from './operations.ts';
import { type InvokeTask, prepareStateMachine, type RunningExecution } from './run-state-machine.ts';

interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: StateMachineDefinition;
  readonly input: string;
  readonly startedAt: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  stoppedAt?: number;
  output?: string;
  error?: string;
  cause?: string;
  running?: RunningExecution;
}

/**
 * Step Functions for the machines of the template. Executions live in this process: one that is under way when it ends
 * is gone, and the lease of its run says who carries on.
 */
export class StepFunctions {
  private readonly machines: ReadonlyMap<string, StateMachineDefinition>;
  private readonly invoke: InvokeTask;
  private readonly onEvent: OnLocalEvent;
  private readonly executions = new Map<string, Execution>();

  constructor(machines: readonly StateMachineDefinition[], means: { invoke: InvokeTask; onEvent: OnLocalEvent }) {
    this.machines = new Map(machines.map((machine) => [machine.arn, machine]));
    this.invoke = means.invoke;
    this.onEvent = means.onEvent;
  }

  readonly operations: Operations = {
    StartExecution: operation(
      z.object({ stateMachineArn: z.string(), name: z.optional(z.string()), input: z.optional(z.string()) }),
      ({ stateMachineArn, name = crypto.randomUUID(), input = '{}' }) => {
        const { arn, startedAt } = this.start({ machine: this.machine(stateMachineArn), name, input });
        return { executionArn: arn, startDate: startedAt / 1000 };
      },
    ),

    DescribeExecution: operation(z.object({ executionArn: z.string() }), ({ executionArn }) => {
      const execution = this.execution(executionArn);
      const { input, output, error, cause } = execution;
      return { ...toListItem(execution), input, output, error, cause };
    }),

    ListExecutions: operation(
      z.object({
        stateMachineArn: z.string(),
        statusFilter: z.optional(z.string()),
        maxResults: z.optional(z.number()),
        nextToken: z.optional(z.string()),
      }),
      ({ stateMachineArn, statusFilter, maxResults = 100, nextToken = '0' }) => {
        const machine = this.machine(stateMachineArn);
        const newestFirst = [...this.executions.values()]
          .filter((execution) => execution.machine === machine)
          .filter(({ status }) => statusFilter === undefined || status === statusFilter)
          .toReversed();
        const end = Number(nextToken) + maxResults;
        return {
          executions: newestFirst.slice(Number(nextToken), end).map(toListItem),
          ...(end < newestFirst.length && { nextToken: String(end) }),
        };
      },
    ),

    StopExecution: operation(
      z.object({ executionArn: z.string(), error: z.optional(z.string()), cause: z.optional(z.string()) }),
      ({ executionArn, error, cause }) => {
        const execution = this.execution(executionArn);
        if (execution.status === 'RUNNING') {
          this.end(execution, {
            status: 'ABORTED',
            ...(error !== undefined && { error }),
            ...(cause !== undefined && { cause }),
          });
        }
        return { stopDate: (execution.stoppedAt ?? Date.now()) / 1000 };
      },
    ),

    ListStateMachines: operation(z.object({}), () => ({
      stateMachines: [...this.machines.values()].map(({ arn, name }) => ({
        stateMachineArn: arn,
        name,
        type: 'STANDARD',
        creationDate: 0,
      })),
    })),
  };

  idle = () => ![...this.executions.values()].some(({ status }) => status === 'RUNNING');

  stop(): void {
    for (const execution of this.executions.values()) {
      if (execution.status !== 'RUNNING') continue;
      this.end(execution, { status: 'ABORTED' });
    }
  }

  /** The same name with the same input, still running, is the same execution; any other second use is refused. */
  private start({ machine, name, input }: { machine: StateMachineDefinition; name: string; input: string }): Execution {
    if (!/^[\w.-]{1,80}$/.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
    const parsed = parseInput(input);
    const arn = executionArn(machine, name);
    const existing = this.executions.get(arn);
    if (existing !== undefined) {
      if (existing.status === 'RUNNING' && isDeepStrictEqual(parseInput(existing.input), parsed)) return existing;
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const execution: Execution = { arn, name, machine, input, startedAt: Date.now(), status: 'RUNNING' };
    this.executions.set(arn, execution);
    this.forgetOldest();
    void this.run(execution, parsed);
    return execution;
  }

  private async run(execution: Execution, input: unknown): Promise<void> {
    this.onEvent({ type: 'execution', stateMachine: execution.machine.name, name: execution.name, status: 'RUNNING' });
    try {
      const machine = await prepareStateMachine(execution.machine);
      if (execution.status !== 'RUNNING') return; // Stopped meanwhile.
      execution.running = machine.run(input, { execution, invoke: this.invoke });
      this.end(execution, await execution.running.outcome);
    } catch (error) {
      this.end(execution, { status: 'FAILED', error: 'States.Runtime', cause: String(error) });
    }
  }

  private end(execution: Execution, outcome: Pick<Execution, 'status' | 'output' | 'error' | 'cause'>): void {
    if (execution.status !== 'RUNNING') return;
    const { running } = execution;
    Object.assign(execution, outcome, { stoppedAt: Date.now(), running: undefined });
    if (outcome.status === 'ABORTED') running?.abort();
    const { machine, name, status } = execution;
    this.onEvent({ type: 'execution', stateMachine: machine.name, name, status });
  }

  private forgetOldest(): void {
    for (const [arn, { status }] of this.executions) {
      if (this.executions.size <= MOST_REMEMBERED) return;
      if (status !== 'RUNNING') this.executions.delete(arn);
    }
  }

  private machine(arn: string): StateMachineDefinition {
    const machine = this.machines.get(arn);
    if (machine === undefined) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  private execution(arn: string): Execution {
    const execution = this.executions.get(arn);
    if (execution === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }
}

/** Ended executions whose names are still taken; AWS remembers for 90 days. */
const MOST_REMEMBERED = 5_000;

const executionArn = ({ name: machine }: StateMachineDefinition, name: string) =>
  `arn:aws:states:${LOCAL_REGION}:${LOCAL_ACCOUNT}:execution:${machine}:${name}`;

const toListItem = ({ arn, name, machine, status, startedAt, stoppedAt }: Execution) => ({
  executionArn: arn,
  stateMachineArn: machine.arn,
  name,
  status,
  startDate: startedAt / 1000,
  ...(stoppedAt !== undefined && { stopDate: stoppedAt / 1000 }),
});

function parseInput(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: it is not JSON.');
  }
}
