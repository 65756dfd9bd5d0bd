import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalEvent } from '../../../infra/local/local-event.ts';
import { type LocalStack, startLocalStack } from '../../../infra/local/local-stack.ts';
import { resourceNames } from '../../../shared/contracts/resource-names.ts';
import { BUILT_SYNCS, KIND_OF } from '../../../shared/contracts/syncs.ts';
import { TABLES, type TableName } from '../../../shared/contracts/tables.ts';
import { awsConnection } from '../../support/aws-connection.ts';
import { localApp } from '../../support/local-app.ts';

const names = resourceNames('local');
const events: LocalEvent[] = [];
let stack: LocalStack;
let remove: () => void;

beforeAll(async () => {
  const app = localApp();
  remove = app.remove;
  const { root: _, ...options } = app.options;
  stack = await startLocalStack({ ...options, onEvent: (event) => events.push(event) });
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  remove();
}, 30_000);

it.each(BUILT_SYNCS)('has everything that %s needs under its fixed name', async (sync) => {
  const { endpoints } = stack;
  const kind = KIND_OF[sync];

  for (const name of [names.startFunction(sync), names.stepFunction(sync)]) {
    await new LambdaClient(awsConnection(endpoints.lambda)).send(
      new GetFunctionConfigurationCommand({ FunctionName: name }),
    );
  }
  for (const name of [names.queue(kind), names.deadLetterQueue(kind)]) {
    await new SQSClient(awsConnection(endpoints.sqs)).send(new GetQueueUrlCommand({ QueueName: name }));
  }
  await new SchedulerClient(awsConnection(endpoints.scheduler)).send(
    new GetScheduleGroupCommand({ Name: names.scheduleGroup }),
  );
  const { stateMachines = [] } = await new SFNClient(awsConnection(endpoints.states)).send(
    new ListStateMachinesCommand(),
  );
  expect(stateMachines.map(({ name }) => name)).toContain(names.stateMachine(sync));
});

it.each(Object.keys(TABLES).filter((name): name is TableName => name in TABLES))('has the table %s', async (name) => {
  const { Table } = await new DynamoDBClient(awsConnection(stack.endpoints.dynamodb)).send(
    new DescribeTableCommand({ TableName: names.table(name) }),
  );

  expect(Table?.TableStatus).toBe('ACTIVE');
});

it('starts every function with the environment that it asks for', { timeout: 60_000 }, async () => {
  const lambda = new LambdaClient(awsConnection(stack.endpoints.lambda));
  const functions = [
    ...BUILT_SYNCS.flatMap((sync) => [names.startFunction(sync), names.stepFunction(sync)]),
    names.drainFunction,
  ];

  for (const FunctionName of functions) {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
    const answer = Buffer.from(Payload ?? []).toString();
    expect(answer).not.toContain('environment is wrong');
    expect(answer).not.toContain('ImportModuleError');
  }
});
