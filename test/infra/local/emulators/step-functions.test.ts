import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { type AwsServer, startAwsServer } from '../../../../infra/local/emulators/aws-server.ts';
import { checkStateMachine, type InvokeTask } from '../../../../infra/local/emulators/run-state-machine.ts';
import { StepFunctions } from '../../../../infra/local/emulators/step-functions.ts';
import { awsConnection } from '../../../support/aws-connection.ts';

const servers: AwsServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

it('waits, steps and ends, with what the function answered as the state', async () => {
  const events: unknown[] = [];
  const { sfn } = await start(WAIT_AND_STEP, async (_name, event) => {
    const state = JSON.parse(event);
    events.push(state.loops);
    return answer({ ...state, loops: state.loops + 1, state: state.loops === 2 ? 'ended' : 'waiting' });
  });

  const execution = await run(sfn, { loops: 0, state: 'waiting', waitUntil: new Date().toISOString() });

  expect(execution.status).toBe('SUCCEEDED');
  expect(JSON.parse(execution.output ?? '')).toMatchObject({ loops: 3, state: 'ended' });
  expect(events).toEqual([0, 1, 2]);
});

it('retries what the machine says, and fails with the name that the function threw', async () => {
  const names = ['Lambda.TooManyRequestsException', 'SupersededError'];
  const { sfn, idle } = await start(WAIT_AND_STEP, async () => failed(names.shift() ?? 'none'));

  const execution = await run(sfn, { waitUntil: new Date().toISOString() });

  expect(execution).toMatchObject({ status: 'FAILED', error: 'SupersededError' });
  expect(JSON.parse(execution.cause ?? '')).toMatchObject({ errorMessage: 'SupersededError!' });
  expect(names).toEqual([]);
  expect(idle()).toBe(true);
});

it('invokes through the service integration, with its envelope', async () => {
  const machine = {
    StartAt: 'Step',
    States: {
      Step: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: 'step', 'Payload.$': '$' },
        OutputPath: '$.Payload',
        End: true,
      },
    },
  };
  const { sfn } = await start(machine, async (name, event) => answer({ name, event: JSON.parse(event) }));

  const execution = await run(sfn, { a: 1 });

  expect(JSON.parse(execution.output ?? '')).toEqual({ name: 'step', event: { a: 1 } });
});

it('takes one name once, unless it is the same execution still running', async () => {
  const { sfn } = await start(WAIT_AND_STEP, async () => answer({ state: 'ended' }));
  const later = JSON.stringify({ waitUntil: new Date(Date.now() + 60_000).toISOString() });

  const first = await sfn.send(startRun1(later));
  const again = await sfn.send(startRun1(later));
  const other = sfn.send(startRun1('{}'));

  expect(again).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
  await expect(other).rejects.toBeInstanceOf(ExecutionAlreadyExists);
  await sfn.send(new StopExecutionCommand({ executionArn: first.executionArn }));
  await expect(sfn.send(startRun1(later))).rejects.toBeInstanceOf(ExecutionAlreadyExists);
});

it('stops and lists', async () => {
  const { sfn, idle } = await start(WAIT_AND_STEP, async () => answer({ state: 'ended' }));
  const input = JSON.stringify({ waitUntil: new Date(Date.now() + 60_000).toISOString() });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: ARN, name: 'one', input }));
  await sfn.send(new StartExecutionCommand({ stateMachineArn: ARN, name: 'two', input }));
  expect(idle()).toBe(false);

  await sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough' }));

  const list = (statusFilter: 'RUNNING' | 'ABORTED') =>
    sfn.send(new ListExecutionsCommand({ stateMachineArn: ARN, statusFilter }));
  expect((await list('RUNNING')).executions?.map(({ name }) => name)).toEqual(['two']);
  expect((await list('ABORTED')).executions?.map(({ name }) => name)).toEqual(['one']);
});

it('invokes nothing more once an execution is stopped, or all are: nothing holds the process up', async () => {
  const invoked: string[] = [];
  const { sfn, stop } = await start(WAIT_AND_STEP, async (_name, event) => {
    invoked.push(event);
    return answer({ state: 'ended' });
  });
  const input = JSON.stringify({ waitUntil: new Date(Date.now() + 300).toISOString() });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: ARN, name: 'one', input }));
  await sfn.send(new StartExecutionCommand({ stateMachineArn: ARN, name: 'two', input }));

  await sfn.send(new StopExecutionCommand({ executionArn }));
  stop();
  await pause(500);

  expect(invoked).toEqual([]);
});

it('bears the longest timeouts: Node would fire them at once', async () => {
  const machine = { ...WAIT_AND_STEP, TimeoutSeconds: 30 * 86_400 };
  const { sfn } = await start(machine, async () => answer({ state: 'ended' }));

  const execution = await run(sfn, { waitUntil: new Date(Date.now() + 200).toISOString() });

  expect(execution.status).toBe('SUCCEEDED');
});

it('knows what is not there', async () => {
  const { sfn } = await start(WAIT_AND_STEP, async () => answer({}));

  const unknown = sfn.send(new StartExecutionCommand({ stateMachineArn: `${ARN}x` }));
  const gone = sfn.send(new DescribeExecutionCommand({ executionArn: 'arn:aws:states:us-east-1:0:execution:a:b' }));

  await expect(unknown).rejects.toBeInstanceOf(StateMachineDoesNotExist);
  await expect(gone).rejects.toBeInstanceOf(ExecutionDoesNotExist);
});

it.each([
  [
    'a task of another service',
    { States: { Send: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage' } } },
    'Send',
  ],
  ['JSONata', { QueryLanguage: 'JSONata', States: {} }, 'JSONata'],
  ['Assign', { States: { Pass: { Type: 'Pass', Assign: { a: 1 } } } }, 'Assign'],
])('refuses a machine with %s, which would not be run', (_name, definition, message) => {
  const machine = { name: 'orders', arn: ARN, definition: JSON.stringify(definition) };

  expect(() => checkStateMachine(machine)).toThrow(message);
});

const startRun1 = (input: string) => new StartExecutionCommand({ stateMachineArn: ARN, name: 'run-1', input });

const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:orders';
const WAIT_AND_STEP = {
  StartAt: 'Wait',
  States: {
    Wait: { Type: 'Wait', TimestampPath: '$.waitUntil', Next: 'Step' },
    Step: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:000000000000:function:step',
      Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 1, MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Failed' }],
      Next: 'Waiting?',
    },
    'Waiting?': {
      Type: 'Choice',
      Choices: [
        { Variable: '$.state', StringEquals: 'waiting', Next: 'Wait' },
        { Variable: '$.state', StringEquals: 'ended', Next: 'Ended' },
      ],
    },
    Ended: { Type: 'Succeed' },
    Failed: { Type: 'Fail', ErrorPath: '$.failure.Error', CausePath: '$.failure.Cause' },
  },
};

const answer = (result: object) => ({ requestId: '1', payload: JSON.stringify(result), failed: false });
const failed = (errorType: string) => ({
  requestId: '1',
  payload: JSON.stringify({ errorType, errorMessage: `${errorType}!` }),
  failed: true,
});

async function start(definition: object, invoke: InvokeTask) {
  const machine = { name: 'orders', arn: ARN, definition: JSON.stringify(definition) };
  const stepFunctions = new StepFunctions([machine], { invoke, onEvent: () => {} });
  const server = await startAwsServer({ instanceId: 'test' });
  servers.push(server);
  server.play({ json: { AWSStepFunctions: stepFunctions.operations } });
  return {
    sfn: new SFNClient(awsConnection(server.endpoint)),
    idle: stepFunctions.idle,
    stop: () => stepFunctions.stop(),
  };
}

async function run(sfn: SFNClient, input: object) {
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: ARN, input: JSON.stringify(input) }),
  );
  for (;;) {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== 'RUNNING') return execution;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
