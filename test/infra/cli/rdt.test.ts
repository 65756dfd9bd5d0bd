import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onStage } from '../../../infra/cli/on-stage.ts';
import { runProgram } from '../../../infra/cli/program.ts';
import { TokenRecord } from '../../../infra/cli/token-record.ts';
import { type SimulatedAmazon, startSimulatedAmazon } from '../../../infra/local/amazon/simulated-amazon.ts';
import { createDocumentClient } from '../../../shared/aws/document-client.ts';
import { type AziPlace, azi, aziPlace, startAzi } from '../../support/azi.ts';
import { startDynamo } from '../../support/dynamo.ts';

const MINUTES = 60_000;
const ANY_SHIPMENT = 'GET /mfn/v0/shipments/{shipmentId}';
const APPLICATION = 'amzn1.sellerapps.app.partner';

describe('azi rdt', { timeout: 5 * MINUTES }, () => {
  const application = { clientId: 'amzn1.application-oa2-client.test', clientSecret: 'amzn1.oa2-cs.v1.test' };
  const seller = { sellerId: 'A1NORTH', refreshToken: 'Atzr|north', region: 'na', marketplaceIds: ['ATVPDKIKX0DER'] };
  let place: AziPlace;
  let amazon: SimulatedAmazon;
  beforeAll(async () => {
    place = await aziPlace();
    amazon = await startSimulatedAmazon({
      sellers: [{ ...seller, region: 'na', orders: 5 }],
      applications: [application],
    });
    await writeFile(place.path('shops.json'), JSON.stringify([{ shopId: 'S1', ...seller }]));
  });
  afterAll(async () => {
    await amazon.stop();
    await place[Symbol.asyncDispose]();
  });

  const rdt = (...args: string[]) => {
    const { spApiEndpoint, lwaEndpoint } = amazon;
    const world = [
      '--shops',
      place.path('shops.json'),
      '--sp-api-endpoint',
      spApiEndpoint,
      '--lwa-endpoint',
      lwaEndpoint,
    ];
    const environment = { LWA_CLIENT_ID: application.clientId, LWA_CLIENT_SECRET: application.clientSecret };
    return startAzi(['rdt', '--shop', 'S1', ...args, ...world], { place, environment }).ended();
  };

  /** The rows of the record, oldest first. */
  const acts = () =>
    onStage(
      { options: { state: place.stateDir, stage: 'local' }, command: 'test', create: false },
      async ({ clients, names }) => {
        const { Items = [] } = await clients.documents.send(
          new QueryCommand({
            TableName: names.table('runs'),
            KeyConditionExpression: 'scheduleId = :id',
            ExpressionAttributeValues: { ':id': 'rdt#S1' },
          }),
        );
        return Items;
      },
      { stderr: { write: () => true } },
    );

  it('hands out a token that opens what was named, as one document, and records the act without it', async () => {
    const orderId = amazon.account('A1NORTH').placeOrder().orderId;
    const path = `/orders/v0/orders/${orderId}`;
    const elements = ['--data-elements', 'buyerInfo,shippingAddress'];

    const result = await rdt(
      '--resource',
      `GET ${path}`,
      '--resource',
      ANY_SHIPMENT,
      ...elements,
      '--target-application',
      APPLICATION,
      '--json',
    );

    expect(result.code).toBe(0);
    const document: unknown = JSON.parse(result.stdout);
    expect(document).toEqual({ restrictedDataToken: expect.stringMatching(/^Atz\.sprdt\|/), expiresIn: 3600 });
    const { restrictedDataToken: token } = Object(document);
    const answer = await fetch(`${amazon.spApiEndpoint}${path}`, {
      headers: {
        'x-amz-access-token': token,
        'x-amz-date': '20260310T120000Z',
        'user-agent': 'Partner/1.0 (Language=x)',
      },
    });
    expect(Object(await answer.json()).payload).toMatchObject({ BuyerInfo: {}, ShippingAddress: {} });

    expect(await acts()).toMatchObject([
      {
        shopId: 'S1',
        who: expect.stringContaining(`${userInfo().username}@`),
        resources: [`GET ${path} (buyerInfo, shippingAddress)`, ANY_SHIPMENT],
        targetApplication: APPLICATION,
        askedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        outcome: 'given',
      },
    ]);
    expect(JSON.stringify(await acts()) + result.stderr).not.toMatch(/Atz/);
  });

  it('writes the bare token into a pipe', async () => {
    const result = await rdt('--resource', ANY_SHIPMENT);

    expect(result.stdout).toMatch(/^Atz\.sprdt\|\S+\n$/);
    expect(result.stderr).not.toMatch(/Atz/);
  });

  it('names the missing role, and records that nothing was given', async () => {
    const { roles } = amazon.account('A1NORTH');
    roles.delete('direct-to-consumer-shipping');
    const result = await rdt('--resource', ANY_SHIPMENT, '--json');
    roles.add('direct-to-consumer-shipping');

    expect(result.code).toBe(1);
    expect(JSON.parse(result.stdout)).toMatchObject({
      error: {
        name: 'RestrictedRoleMissingError',
        cure: expect.stringContaining('Apply for the role Direct-to-Consumer Shipping'),
      },
    });
    expect((await acts()).at(-1)).toMatchObject({ outcome: 'refused', reason: 'RestrictedRoleMissingError' });
  });
});

describe('azi rdt refuses, and asks nobody', () => {
  let place: AziPlace;
  beforeAll(async () => {
    place = await aziPlace();
  });
  afterAll(() => place[Symbol.asyncDispose]());

  it.each<[string, string[], string]>([
    ['a path that is not restricted', ['--resource', 'GET /orders/2026-01-01/orders'], 'is not restricted'],
    ['a resource without its method', ['--resource', '/orders/v0/orders'], 'is no method and path'],
    [
      'vendors and sellers together',
      ['--resource', ANY_SHIPMENT, '--resource', 'GET /vendor/directFulfillment/orders/v1/purchaseOrders'],
      'cannot share a token',
    ],
    [
      'an unknown data element',
      ['--resource', 'GET /orders/v0/orders', '--data-elements', 'buyerinfo'],
      'Did you mean buyerInfo?',
    ],
    ['an order without data elements', ['--resource', 'GET /orders/v0/orders'], 'needs to be told which data elements'],
    [
      'an application id that is none',
      ['--resource', ANY_SHIPMENT, '--target-application', 'partner'],
      'amzn1.sp.solution.…',
    ],
    [
      'any report document',
      ['--resource', 'GET /reports/2021-06-30/documents/{reportDocumentId}'],
      'specific path only',
    ],
    [
      '51 resources',
      Array.from({ length: 51 }, (_, at) => ['--resource', `GET /mfn/v0/shipments/${at}`]).flat(),
      'Ask for 2 tokens, with 50, 1 resources, or name the generic path',
    ],
    ['an unknown stage', ['--resource', ANY_SHIPMENT, '--stage', 'produ'], 'Did you mean prod?'],
  ])('%s', async (_case, args, words) => {
    const result = await azi(['rdt', '--shop', 'S1', ...args, '--state', place.stateDir]);

    expect([result.code, result.stdout]).toEqual([1, '']);
    expect(result.stderr).toContain(words);
    expect(existsSync(place.stateDir)).toBe(false);
  });

  it('a line without shop or resource, with a document under --json', async () => {
    const result = await azi(['rdt', '--resource', ANY_SHIPMENT, '--json']);

    expect(result.code).toBe(1);
    expect(JSON.parse(result.stdout)).toMatchObject({ error: { name: 'UsageError', message: /--shop/ } });
  });

  it('to show a token on a screen', async () => {
    const said: string[] = [];
    let code = 0;
    await runProgram(['rdt', '--shop', 'S1', '--resource', ANY_SHIPMENT, '--state', place.stateDir], {
      environment: {},
      stdout: { write: (text: string) => said.push(text), isTTY: true },
      stderr: { write: (text: string) => said.push(text) },
      stdin: Readable.from([]),
      now: () => new Date(),
      interrupted: new AbortController().signal,
      setExitCode: (exitCode) => {
        code = exitCode;
      },
    });

    expect(code).toBe(1);
    expect(said.join('')).toContain('nothing was asked for');
    expect(existsSync(place.stateDir)).toBe(false);
  });
});

it('records an act before it is done, keeps it for more than a year, and its end', async () => {
  const dynamo = await startDynamo();
  await dynamo.createTables('runs');
  const client = createDocumentClient(dynamo.client);
  const record = new TokenRecord({ client, table: 'runs', now: () => new Date('2026-03-10T12:00:00Z') });
  const rows = async () =>
    (
      await client.send(
        new QueryCommand({
          TableName: 'runs',
          KeyConditionExpression: 'scheduleId = :id',
          ExpressionAttributeValues: { ':id': 'rdt#S1' },
        }),
      )
    ).Items;

  const act = await record.begin({
    shopId: 'S1',
    who: 'pat',
    restrictedResources: [{ method: 'GET', path: '/mfn/v0/shipments/1' }],
  });
  const begun = await rows();
  await record.end(act, { refused: 'SpApiThrottledError' });
  const ended = await rows();
  await dynamo.stop();

  const expiresAt = Date.parse('2027-04-14T12:00:00Z') / 1000;
  expect(begun).toMatchObject([{ outcome: 'asked', askedAt: '2026-03-10T12:00:00.000Z', who: 'pat', expiresAt }]);
  expect(ended).toMatchObject([{ outcome: 'refused', reason: 'SpApiThrottledError', expiresAt }]);
});
