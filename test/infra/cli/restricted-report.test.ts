import { readFile, stat, writeFile } from 'node:fs/promises';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { onStage } from '../../../infra/cli/on-stage.ts';
import { startSimulatedAmazon } from '../../../infra/local/amazon/simulated-amazon.ts';
import { SHIPPING_ORDERS, toRows } from '../../support/amazon-reports.ts';
import { aziPlace, startAzi } from '../../support/azi.ts';

const DAY = 24 * 60 * 60_000;
const application = { clientId: 'amzn1.application-oa2-client.test', clientSecret: 'amzn1.oa2-cs.v1.test' };
const seller = { sellerId: 'A1NORTH', refreshToken: 'Atzr|north', marketplaceIds: ['ATVPDKIKX0DER'] };

it('azi report fetches a restricted report, counts its rows and keeps them with the buyers', {
  timeout: 300_000,
}, async () => {
  await using place = await aziPlace();
  const amazon = await startSimulatedAmazon({
    sellers: [{ ...seller, region: 'na', orders: 40 }],
    applications: [application],
    speed: 100,
  });
  await writeFile(place.path('shops.json'), JSON.stringify([{ shopId: 'S1', region: 'na', ...seller }]));
  const [start = '', end = ''] = [20 * DAY, 0].map((ago) => new Date(Date.now() - ago).toISOString());
  const window = ['--start-time', start, '--end-time', end];
  const endpoints = ['--sp-api-endpoint', amazon.spApiEndpoint, '--lwa-endpoint', amazon.lwaEndpoint];
  const world = ['--shops', place.path('shops.json'), ...endpoints, '--speed', '100'];

  const result = await startAzi(
    ['report', SHIPPING_ORDERS, '--shop', 'S1', '--json', '--out', place.path('orders.txt'), ...window, ...world],
    { place, environment: { LWA_CLIENT_ID: application.clientId, LWA_CLIENT_SECRET: application.clientSecret } },
  ).ended();
  await amazon.stop();

  expect(result.stderr).not.toContain('Error');
  const answer = Answer.parse(JSON.parse(result.stdout));
  const rows = toRows(await readFile(place.path('orders.txt'), 'utf8'));
  expect(answer.s3Key).toBe(`restricted-reports/S1/${SHIPPING_ORDERS}/${answer.reportId}`);
  expect(answer.rows).toBe(rows.length);
  expect(rows.length).toBeGreaterThan(3);
  expect((await stat(place.path('orders.txt'))).mode & 0o077).toBe(0);

  const kept = await onStage(
    { options: { state: place.stateDir, stage: 'local' }, command: 'test', create: false },
    async ({ clients, names }) =>
      (await clients.documents.send(new ScanCommand({ TableName: names.table('buyers') }))).Items ?? [],
    { stderr: { write: () => true } },
  );
  expect(new Set(kept.map(({ data }) => data.orderItemId))).toEqual(new Set(rows.map((row) => row['order-item-id'])));
  expect(kept).toHaveLength(rows.length);
  expect(kept.every(({ expiresAt }) => expiresAt < (Date.now() + 28 * DAY) / 1000)).toBe(true);
});

const Answer = z.object({ reportId: z.string(), s3Key: z.string(), rows: z.number() });
