import { afterEach, expect, it } from 'vitest';
import { LambdaFunction } from '../../../infra/local/lambda-function.ts';
import type { FunctionDefinition } from '../../../infra/local/local-resources.ts';
import { functionDefinition } from '../../support/function-definition.ts';

const started: LambdaFunction[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.stop();
});

it('gives the handler its event, its context and nothing but its own environment', async () => {
  const { lambda } = start(
    functionDefinition(`export const handler = async (event, context) => ({
      event, arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis(), environment: Object.keys(process.env),
    });`),
    { environment: { TABLE: 'orders' } },
  );

  const { payload, failed } = await lambda.invoke('{"shopId":"S1"}');

  expect(failed).toBe(false);
  const { left, ...result } = JSON.parse(payload);
  expect(result).toEqual({
    event: { shopId: 'S1' },
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:work',
    environment: ['TABLE'],
  });
  expect(left).toBeGreaterThan(2_000);
  expect(left).toBeLessThanOrEqual(5_000);
});

it('answers an error as Lambda does, by its name', async () => {
  const { lambda } = start(
    functionDefinition(`class ThrottledError extends Error { name = 'ThrottledError' }
      export const handler = async () => { throw new ThrottledError('come back') };`),
  );

  const { payload, failed } = await lambda.invoke('{}');

  expect(failed).toBe(true);
  expect(JSON.parse(payload)).toMatchObject({ errorType: 'ThrottledError', errorMessage: 'come back' });
});

it('kills a function that overruns its time, and the next invocation finds a fresh one', async () => {
  const { lambda } = start(
    functionDefinition(
      `let calls = 0;
       export const handler = async (event) => { calls += 1; if (event.hang) for (;;); return calls; };`,
      { timeoutSeconds: 1 },
    ),
  );
  await lambda.invoke('{}');

  const hung = await lambda.invoke('{"hang":true}');
  const next = await lambda.invoke('{}');

  expect(hung.failed).toBe(true);
  expect(JSON.parse(hung.payload).errorMessage).toMatch(/Task timed out after 1\.00 seconds/);
  expect(next.payload).toBe('1');
});

it('leaves nothing of what it killed at work', async () => {
  const { lambda, output } = start(
    functionDefinition(
      `export const handler = () => new Promise(() => setInterval(() => console.log('still here'), 20));`,
      { timeoutSeconds: 1 },
    ),
  );

  await lambda.invoke('{}');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const soFar = output.length;
  await new Promise((resolve) => setTimeout(resolve, 200));

  expect(soFar).toBeGreaterThan(0);
  expect(output).toHaveLength(soFar);
});

it('keeps a worker warm, gives it one invocation at a time, and grows to a few', async () => {
  const { lambda } = start(
    functionDefinition(`import { threadId } from 'node:worker_threads';
      let atOnce = 0;
      export const handler = async () => {
        atOnce += 1;
        const result = { threadId, atOnce };
        await new Promise((resolve) => setTimeout(resolve, 100));
        atOnce -= 1;
        return result;
      };`),
    { mostWorkers: 2 },
  );

  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => lambda.invoke('{}')));

  const results = answers.map(({ payload }) => JSON.parse(payload));
  expect(new Set(results.map(({ threadId }) => threadId)).size).toBe(2);
  expect(results.map(({ atOnce }) => atOnce)).toEqual([1, 1, 1, 1, 1]);
});

it('tells of a function that exits', async () => {
  const { lambda } = start(functionDefinition('export const handler = async () => process.exit(3);'));

  const { payload } = await lambda.invoke('{}');

  expect(JSON.parse(payload)).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringContaining('3'),
  });
});

it('tells of code that does not load', async () => {
  const { lambda } = start(functionDefinition(`throw new Error('The environment is wrong: TABLE.');`));

  const { payload } = await lambda.invoke('{}');

  expect(JSON.parse(payload)).toMatchObject({ errorMessage: 'The environment is wrong: TABLE.' });
});

it('stops what hangs, and answers what waited', async () => {
  const { lambda } = start(
    functionDefinition('export const handler = () => new Promise(() => {});', { timeoutSeconds: 60 }),
    {
      mostWorkers: 1,
    },
  );
  const answers = Promise.all([lambda.invoke('{}'), lambda.invoke('{}')]);
  await new Promise((resolve) => setTimeout(resolve, 300));

  await lambda.stop();

  expect((await answers).map(({ failed }) => failed)).toEqual([true, true]);
});

it('hands on what the function writes', async () => {
  const { lambda, output } = start(functionDefinition(`export const handler = async () => console.log('hello');`));

  await lambda.invoke('{}');

  await expect.poll(() => output.join('')).toContain('hello\n');
});

function start(
  definition: FunctionDefinition,
  { environment = {}, mostWorkers = 4 }: { environment?: Record<string, string>; mostWorkers?: number } = {},
) {
  const output: string[] = [];
  const lambda = new LambdaFunction(definition, { environment, mostWorkers, onOutput: (text) => output.push(text) });
  started.push(lambda);
  return { lambda, output };
}
