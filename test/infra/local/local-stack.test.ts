import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, it } from 'vitest';
import { attach } from '../../../infra/local/attach.ts';
import type { LocalEvent } from '../../../infra/local/local-event.ts';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../../infra/local/local-stack.ts';
import { awsConnection } from '../../support/aws-connection.ts';
import { localApp } from '../../support/local-app.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const SLOW = { timeout: 60_000 };

it('runs the template: functions, tables, bucket, queue and state machine find each other', SLOW, async () => {
  const { stack, events } = await start();

  await invoke(stack, { put: 'direct', document: 'a.txt', send: 'hello', execute: 'run-1' });

  await expect.poll(() => keys(stack), { timeout: 20_000 }).toEqual(['direct', 'message hello', 'run-1']);
  await expect.poll(() => stack.idle(), { timeout: 5_000 }).toBe(true);
  const { Body } = await new S3Client(awsConnection(stack.endpoints.s3)).send(
    new GetObjectCommand({ Bucket: 'azi-test-documents', Key: 'a.txt' }),
  );
  expect(await Body?.transformToString()).toBe('text');
  expect(events).toContainEqual({ type: 'execution', stateMachine: 'azi-test', name: 'run-1', status: 'SUCCEEDED' });
});

it(
  "gives a function the template's environment with the values of the parameters, and none of this machine's",
  SLOW,
  async () => {
    process.env.AZI_TEST_SECRET = 'of this machine';
    undo.push(() => delete process.env.AZI_TEST_SECRET);
    const { stack } = await start();

    const environment = await invoke(stack, { environment: true });

    expect(environment).toMatchObject({
      SPEED: '60',
      SP_API_ENDPOINT: 'http://127.0.0.1:1',
      LWA_ENDPOINT: 'https://api.amazon.com/auth/o2/token',
      TABLE: 'azi-test-rows',
      QUEUE_URL: `${stack.endpoints.sqs}/000000000000/azi-test-work.fifo`,
      STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:azi-test',
      AWS_LAMBDA_FUNCTION_NAME: 'azi-test-work',
      AWS_REGION: 'us-east-1',
    });
    expect(environment).not.toHaveProperty('AZI_TEST_SECRET');
    expect(environment).not.toHaveProperty('HOME');
  },
);

it('fires the schedules of the template where it is told to', SLOW, async () => {
  const { stack } = await start({ fireSchedules: true });

  await expect.poll(() => keys(stack), { timeout: 15_000 }).toEqual(['swept']);
});

it('keeps what was stored and queued over a restart', SLOW, async () => {
  const { stack, options } = await start({ fireSchedules: false });
  await invoke(stack, { put: 'kept' });
  await stack.stop();

  const { stack: again } = await start(options);

  expect(await keys(again)).toEqual(['kept']);
});

it('runs stores without functions', SLOW, async () => {
  const { stack } = await start({ mode: 'stores' });

  expect(await keys(stack)).toEqual([]);
  await expect(invoke(stack, {})).rejects.toThrow(/local stack cannot do this: lambda POST .*invocations/);
  expect(stack.idle()).toBe(true);
});

it('names service and operation of a call that it cannot answer', SLOW, async () => {
  const { stack } = await start({ mode: 'stores' });

  const answer = await fetch(stack.endpoints.states, {
    method: 'POST',
    headers: {
      'x-amz-target': 'secretsmanager.GetSecretValue',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: '{}',
  });

  expect(answer.status).toBe(501);
  expect(await answer.json()).toMatchObject({ message: expect.stringContaining('secretsmanager GetSecretValue') });
});

it('listens on 127.0.0.1 only, tells where to whoever attaches, and no more once stopped', SLOW, async () => {
  const { stack, options } = await start({ mode: 'stores' });

  expect(
    Object.entries(stack.endpoints)
      .filter(([name]) => name !== 'region')
      .map(([, url]) => new URL(url).hostname),
  ).toEqual(Array.from({ length: 7 }, () => '127.0.0.1'));
  expect(await attach(options.stateDir)).toEqual(stack.endpoints);
  await stack.stop();
  expect(await attach(options.stateDir)).toBeUndefined();
});

it('tells the command about functions', SLOW, async () => {
  const { stack } = await start();

  const configuration = await new LambdaClient(awsConnection(stack.endpoints.lambda)).send(
    new GetFunctionConfigurationCommand({
      FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:azi-test-work',
    }),
  );

  expect(configuration).toMatchObject({ FunctionName: 'azi-test-work', State: 'Active', Timeout: 20 });
});

async function start(overrides: Partial<LocalStackOptions> = {}) {
  const { options, remove } = localApp(overrides);
  const events: LocalEvent[] = [];
  undo.push(remove);
  const stack = await startLocalStack({ ...options, onEvent: (event) => events.push(event) });
  undo.push(() => stack.stop());
  return { stack, options, events };
}

async function invoke(stack: LocalStack, event: object): Promise<object> {
  const { Payload, FunctionError } = await new LambdaClient(awsConnection(stack.endpoints.lambda)).send(
    new InvokeCommand({ FunctionName: 'azi-test-work', Payload: JSON.stringify(event) }),
  );
  const result = JSON.parse(Buffer.from(Payload ?? []).toString());
  if (FunctionError !== undefined) throw new Error(JSON.stringify(result));
  return result;
}

async function keys(stack: LocalStack) {
  const { Items = [] } = await new DynamoDBClient(awsConnection(stack.endpoints.dynamodb)).send(
    new QueryCommand({
      TableName: 'azi-test-rows',
      IndexName: 'undelivered',
      KeyConditionExpression: 'shopId = :shop',
      ExpressionAttributeValues: { ':shop': { S: 'S1' } },
    }),
  );
  return Items.map(({ key }) => key?.S ?? '').toSorted((a, b) => a.localeCompare(b));
}
