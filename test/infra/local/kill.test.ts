import { DynamoDBClient, paginateQuery, QueryCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, expect, it } from 'vitest';
import { attach } from '../../../infra/local/attach.ts';
import { queueUrl } from '../../../infra/local/emulators/sqs-and-s3.ts';
import { type AwsEndpoints, startLocalStack } from '../../../infra/local/local-stack.ts';
import { awsConnection } from '../../support/aws-connection.ts';
import { localApp } from '../../support/local-app.ts';
import { startLocalStackProcess } from '../../support/local-stack-process.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

it('survives kill -9 in the middle of its work, again and again', { timeout: 120_000 }, async () => {
  const { options, stateDir, remove } = localApp();
  undo.push(remove);
  let rowsBefore = 0;

  // A killed writer begins again at row 0: what follows rewrites rows and their index.
  for (const killAfterMs of [0, 13, 150, 401]) {
    const owner = await startLocalStackProcess(options);
    undo.push(() => owner.kill());
    await putSecret(owner.endpoints, `secret ${killAfterMs}`);
    const startedAt = new Date().toISOString();
    await write(owner.endpoints);
    await expect
      .poll(() => newestMark(owner.endpoints), { timeout: 20_000 })
      .satisfies((mark: string) => mark > startedAt);
    await new Promise((resolve) => setTimeout(resolve, killAfterMs));
    await owner.kill();

    expect(await attach(stateDir)).toBeUndefined();
    const stack = await startLocalStack({ ...options, mode: 'stores' });
    const rows = await keys(stack.endpoints);
    const indexed = await keys(stack.endpoints, 'undelivered');
    expect(indexed).toEqual(rows);
    expect(rows.length).toBeGreaterThanOrEqual(rowsBefore);
    expect(await getSecret(stack.endpoints)).toBe(`secret ${killAfterMs}`);
    rowsBefore = rows.length;
    await stack.stop();
  }

  expect(rowsBefore).toBeGreaterThan(0);
});

it('gives back at once what a killed owner was working on', { timeout: 60_000 }, async () => {
  const { options, remove } = localApp({ mode: 'stores' });
  undo.push(remove);
  const owner = await startLocalStackProcess(options);
  undo.push(() => owner.kill());
  await sendMessage(owner.endpoints);
  expect(await receive(owner.endpoints)).toEqual(['hello']);
  await owner.kill();

  const stack = await startLocalStack(options);
  undo.push(() => stack.stop());

  expect(await receive(stack.endpoints)).toEqual(['hello']);
});

const QUERY = {
  TableName: 'azi-test-rows',
  KeyConditionExpression: 'shopId = :shop',
  ExpressionAttributeValues: { ':shop': { S: 'S1' } },
};

/** Starts functions that write rows until they are killed. */
async function write({ lambda }: AwsEndpoints) {
  const client = new LambdaClient(awsConnection(lambda));
  const Payload = JSON.stringify({ many: true });
  await client.send(new InvokeCommand({ FunctionName: 'azi-test-work', InvocationType: 'Event', Payload }));
}

async function keys({ dynamodb }: AwsEndpoints, IndexName?: string) {
  const client = new DynamoDBClient(awsConnection(dynamodb));
  const found: string[] = [];
  const query = { ...QUERY, ...(IndexName !== undefined && { IndexName }) };
  for await (const { Items = [] } of paginateQuery({ client }, query))
    found.push(...Items.map(({ key }) => key?.S ?? ''));
  return found.toSorted((a, b) => a.localeCompare(b));
}

async function newestMark({ dynamodb }: AwsEndpoints) {
  const { Items } = await new DynamoDBClient(awsConnection(dynamodb)).send(
    new QueryCommand({ ...QUERY, IndexName: 'undelivered', ScanIndexForward: false, Limit: 1 }),
  );
  return Items?.[0]?.undeliveredSince?.S ?? '';
}

const putSecret = ({ ssm }: AwsEndpoints, value: string) =>
  new SSMClient(awsConnection(ssm)).send(
    new PutParameterCommand({ Name: '/azi/local/application', Value: value, Type: 'SecureString', Overwrite: true }),
  );

async function getSecret({ ssm }: AwsEndpoints) {
  const { Parameter } = await new SSMClient(awsConnection(ssm)).send(
    new GetParameterCommand({ Name: '/azi/local/application', WithDecryption: true }),
  );
  return Parameter?.Value;
}

const sendMessage = ({ sqs }: AwsEndpoints) =>
  new SQSClient(awsConnection(sqs)).send(
    new SendMessageCommand({
      QueueUrl: queueUrl(sqs, 'azi-test-work.fifo'),
      MessageBody: 'hello',
      MessageGroupId: 'S1',
      MessageDeduplicationId: '1',
    }),
  );

async function receive({ sqs }: AwsEndpoints) {
  const { Messages = [] } = await new SQSClient(awsConnection(sqs)).send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl(sqs, 'azi-test-work.fifo'), WaitTimeSeconds: 1 }),
  );
  return Messages.map(({ Body }) => Body);
}
