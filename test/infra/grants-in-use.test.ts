import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringUp, type LocalSession } from '../../infra/cli/bring-up.ts';
import { startProgress } from '../../infra/cli/progress.ts';
import { runAndDeliver } from '../../infra/cli/run-and-deliver.ts';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import { BUILT_SYNCS } from '../../shared/contracts/syncs.ts';
import { grantsOf, isGranted } from '../support/grants.ts';
import { watchAwsCalls, type AwsCall } from '../support/watch-aws-calls.ts';

const names = resourceNames('local');
const functionNames = [
  ...BUILT_SYNCS.map((sync) => names.startFunction(sync)),
  names.deliverFunction,
  names.drainFunction,
  names.watchFunction,
  names.expireBuyersFunction,
];
const stateDir = mkdtempSync(path.join(tmpdir(), 'azi-grants-'));
const grants = grantsOf('local');
const watched = watchAwsCalls();
let session: LocalSession;

beforeAll(async () => {
  session = await bringUp(
    {
      stateDir,
      command: 'test',
      plan: { amazon: { kind: 'simulated' }, speed: 1000 },
      shops: undefined,
      fireSchedules: false,
    },
    { now: () => new Date(), onEvent: () => {} },
  );
  await everyFunctionAtWork(session);
}, 180_000);

afterAll(async () => {
  watched.stop();
  await session?.stop();
  rmSync(stateDir, { recursive: true, force: true });
}, 60_000);

describe('on this machine, where nothing asks for grants', () => {
  it.each(functionNames)('%s does nothing that its role in AWS would not let it', (caller) => {
    const calls = unique(watched.calls.filter((call) => call.caller === caller));

    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter((call) => !isGranted(call, grants.get(caller) ?? []))).toEqual([]);
  });

  it.each(functionNames)('%s may do little that it does not do every day', (caller) => {
    const calls = watched.calls.filter((call) => call.caller === caller);

    const unused = (grants.get(caller) ?? []).filter((grant) => !calls.some((call) => isGranted(call, [grant])));

    const surprising = unused
      .map(({ action, resource }) => `${action} ${resource}`)
      .filter((grant) => !/^(kms|logs):/.test(grant) && !ON_BAD_DAYS.some((known) => known.test(grant)));
    expect(surprising).toEqual([]);
  });

  it.each(BUILT_SYNCS)('a step of %s may do what a start may, for it carries on the same run', (sync) => {
    const [ofStep, ofStart] = [names.stepFunction(sync), names.startFunction(sync)].map((name) =>
      grants.get(name)?.filter(({ action }) => !action.startsWith('logs:')),
    );

    expect(ofStep).toEqual(ofStart);
  });
});

/** What a run without trouble does not need, or the emulators do in a function's place. */
const ON_BAD_DAYS = [
  // A record that changed and came without its buyer; a run taken over; one that must wait; what did not parse.
  /^dynamodb:UpdateItem azi-local-buyers$/,
  /^dynamodb:GetItem azi-local-runs$/,
  /^states:StartExecution /,
  /^s3:\w+ azi-local-documents-.*\/quarantine\//,
  // A downstream that was away: the shop is marked, and swept once it is back.
  /^dynamodb:UpdateItem azi-local-shops$/,
  /^dynamodb:(BatchGetItem|UpdateItem|Query) azi-local-(orders|returns|items|fulfillment-outbound)(\/index\/undelivered)?$/,
  // A batch that waits is hidden, one that was refused is split or set aside; Lambda's poller does the rest.
  /^sqs:(ChangeMessageVisibility|SendMessage|ReceiveMessage|DeleteMessage|GetQueueAttributes) /,
  // The demo seller's reports may hold nothing, or be adopted; a download may break off.
  /^s3:(PutObject|GetObject) azi-local-documents-.*\/reports\//,
  /^s3:AbortMultipartUpload /,
  /^dynamodb:(UpdateItem|Query) azi-local-reports$/,
  // Whether a sync has buyers at all is its own affair; the right to write them comes with every sync.
  /^dynamodb:PutItem azi-local-buyers$/,
  // The demo seller ships nothing from Amazon's warehouses until somebody asks for it.
  /^dynamodb:BatchGetItem azi-local-buyers$/,
  // What ended three months ago is given away.
  /^dynamodb:DeleteItem azi-local-fulfillment-outbound$/,
];

/** A first run with its deliveries; a leftover for the drain; a dead buyer for the sweep; a look by the watch. */
async function everyFunctionAtWork({ connection, ...rest }: LocalSession): Promise<void> {
  const { documents, lambda } = connection.clients;
  const progress = startProgress({ write: () => {} });
  const { entries } = await runAndDeliver(
    { ...rest, syncs: BUILT_SYNCS, startTime: undefined },
    { connection, progress, interrupted: new AbortController().signal },
  );
  progress.stop();
  expect(entries.map(({ report }) => report.outcome)).toEqual(BUILT_SYNCS.map(() => 'succeeded'));

  const [orders, buyers] = [names.table('orders'), names.table('buyers')];
  const { Items = [] } = await documents.send(
    new ScanCommand({ TableName: orders, ProjectionExpression: 'shopId, orderId', Limit: 1 }),
  );
  await documents.send(
    new UpdateCommand({
      TableName: orders,
      Key: Items[0],
      UpdateExpression: 'SET undeliveredSince = :now',
      ExpressionAttributeValues: { ':now': new Date().toISOString() },
    }),
  );
  await documents.send(
    new PutCommand({ TableName: buyers, Item: { shopId: 'demo', recordId: 'orders#gone', expiresAt: 1 } }),
  );
  for (const FunctionName of [names.watchFunction, names.drainFunction, names.expireBuyersFunction]) {
    const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
    expect({ FunctionError, answer: Buffer.from(Payload ?? []).toString() }).toMatchObject({
      FunctionError: undefined,
    });
  }
}

const unique = (calls: AwsCall[]) => [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
