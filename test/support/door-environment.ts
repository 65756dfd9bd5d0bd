import type { Context } from 'aws-lambda';
import { vi } from 'vitest';

/** Gives a door its environment and the AWS endpoints of the test, as the stack and the runner do. Import the door after it. */
export function setDoorEnvironment({
  endpoints,
  variables,
}: {
  endpoints: Record<string, string>;
  variables: Record<string, string>;
}) {
  stubAll({ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', ...variables });
  for (const [service, url] of Object.entries(endpoints)) vi.stubEnv(`AWS_ENDPOINT_URL_${service.toUpperCase()}`, url);
}

function stubAll(variables: Record<string, string>) {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

/** What Lambda tells a function of its invocation, as far as ours ask. */
export const aContext = (timeLeftMs = 60_000): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:test',
  memoryLimitInMB: '512',
  awsRequestId: 'request',
  logGroupName: 'log',
  logStreamName: 'log',
  getRemainingTimeInMillis: () => timeLeftMs,
  done() {},
  fail() {},
  succeed() {},
});
