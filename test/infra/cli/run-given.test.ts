import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SimulatedAmazon, startSimulatedAmazon } from '../../../infra/local/amazon/simulated-amazon.ts';
import { type AziPlace, aziPlace, runsOf, startAzi } from '../../support/azi.ts';
import { startDownstream, type TestDownstream } from '../../support/downstream.ts';

const MINUTES = 60_000;
const application = { clientId: 'amzn1.application-oa2-client.test', clientSecret: 'amzn1.oa2-cs.v1.test' };
const environment = { LWA_CLIENT_ID: application.clientId, LWA_CLIENT_SECRET: application.clientSecret };
const sellers = [
  { sellerId: 'A1NORTH', refreshToken: 'Atzr|north', region: 'na', marketplaceIds: ['ATVPDKIKX0DER'], orders: 60 },
  { sellerId: 'A1EUROPE', refreshToken: 'Atzr|europe', region: 'eu', marketplaceIds: ['A1PA6795UKMFR9'], orders: 30 },
] as const;

describe('azi run, with shops and an endpoint given', { timeout: 5 * MINUTES }, () => {
  let place: AziPlace;
  let amazon: SimulatedAmazon;
  let downstream: TestDownstream;
  beforeEach(async () => {
    place = await aziPlace();
    amazon = await startSimulatedAmazon({ sellers, applications: [application] });
    downstream = await startDownstream();
    const shops = sellers.map(({ sellerId, refreshToken, region, marketplaceIds }) => ({
      shopId: region,
      sellerId,
      refreshToken,
      region,
      marketplaceIds,
      downstreamUrl: downstream.url,
      downstreamSecret: downstream.secret,
    }));
    await writeFile(place.path('shops.json'), JSON.stringify(shops));
  });
  afterEach(async () => {
    await Promise.all([amazon.stop(), downstream.stop()]);
    await place[Symbol.asyncDispose]();
  });

  const run = (...more: string[]) => {
    const { spApiEndpoint, lwaEndpoint } = amazon;
    const world = ['--sp-api-endpoint', spApiEndpoint, '--lwa-endpoint', lwaEndpoint, '--json'];
    return startAzi(['run', 'orders', ...world, ...more], { place, environment });
  };
  const azi = (...args: string[]) => startAzi(args, { place }).ended();
  const shops = () => ['--shops', place.path('shops.json')];
  const ordersDelivered = () =>
    new Set(downstream.deliveries.flatMap(({ batch }) => batch.records.map((record) => String(record.orderId))));

  it('runs exactly those shops and delivers to each', async () => {
    const result = await run(...shops()).ended();

    expect(runsOf(result)).toMatchObject([
      { shopId: 'na', outcome: 'succeeded', read: 60, stored: 60, delivered: 60, batches: 2 },
      { shopId: 'eu', outcome: 'succeeded', read: 30, stored: 30, delivered: 30, batches: 1 },
    ]);
    expect(result.code).toBe(0);
    expect(ordersDelivered().size).toBe(90);
    expect(JSON.stringify(result)).not.toMatch(/Atzr|oa2-cs|whsec_/);
  });

  it('fails one shop by name while the other goes on, and asks again as soon as it is asked', async () => {
    amazon.faults.revokedSellers.add('A1EUROPE');
    const broken = await run(...shops()).ended();
    amazon.faults.revokedSellers.clear();
    const healed = await run().ended();

    expect(runsOf(broken)).toMatchObject([
      { shopId: 'na', outcome: 'succeeded' },
      {
        shopId: 'eu',
        outcome: 'failed',
        error: { name: 'LwaGrantRevokedError', cure: expect.stringContaining('azi shop add') },
      },
    ]);
    expect(broken.code).toBe(1);
    expect(runsOf(healed)).toMatchObject([
      { shopId: 'eu', outcome: 'succeeded', read: 30 },
      { shopId: 'na', read: 0 },
    ]);
    expect(healed.code).toBe(0);
  });

  it('tells what downstream refused, and delivers it again when it is told to', async () => {
    const refusedId = amazon.account('A1EUROPE').listOrders()[7]?.orderId;
    downstream.answer(({ batch }) => ({
      status: batch.records.some(({ orderId }) => orderId === refusedId) ? 422 : 204,
    }));
    const result = await run(...shops()).ended();
    const list = await azi('dead-letters', 'list', 'order-sync', '--json');
    const status = await azi('status', 'eu');
    const stubborn = await azi('dead-letters', 'send-again', 'order-sync', '--json');
    downstream.answer(() => ({ status: 204 }));
    const mended = await azi('dead-letters', 'send-again', 'order-sync');

    expect(runsOf(result)).toMatchObject([
      { shopId: 'na', deadLettered: 0 },
      { shopId: 'eu', delivered: 29, deadLettered: 1 },
    ]);
    expect(result.code).toBe(1);
    expect(JSON.parse(list.stdout)).toMatchObject({
      deadLetters: [
        {
          queue: 'order-sync',
          shopId: 'eu',
          kind: 'orders',
          recordIds: [refusedId],
          reason: 'downstream answered 422',
        },
      ],
    });
    expect(status.stdout).toContain('eu has dead letters: azi dead-letters list shows them.');
    expect(JSON.parse(stubborn.stdout)).toMatchObject({
      sentAgain: [expect.any(String)],
      refusedAgain: [expect.any(String)],
    });
    expect(stubborn.code).toBe(1);
    expect(mended).toMatchObject({ code: 0, stdout: '1 letter sent again, all taken.\n' });
    expect(ordersDelivered().size).toBe(90);
  });

  it('killed in the middle, goes on where it was: the old runs are entries of their own, before the new ones', async () => {
    amazon.faults.next(2, 'timeout', 'searchOrders');
    const killed = run(...shops());
    await killed.says('na orders: reading');
    await killed.says('eu orders: reading');
    killed.child.kill('SIGKILL');
    await killed.ended();
    const next = await run().ended();

    expect(runsOf(next)).toMatchObject([
      { shopId: 'eu', outcome: 'succeeded', read: 30, delivered: 30 },
      { shopId: 'na', outcome: 'succeeded', read: 60, delivered: 60 },
      { shopId: 'eu', outcome: 'succeeded', read: 0 },
      { shopId: 'na', outcome: 'succeeded', read: 0 },
    ]);
    expect(next.code).toBe(0);
    expect(ordersDelivered().size).toBe(90);
  });

  it('Ctrl-C ends it in order, tells of the runs that have ended, and says that nothing is lost', async () => {
    amazon.faults.next(1, 'timeout', 'searchOrders');
    const stopped = run(...shops());
    await stopped.says('orders: succeeded');
    stopped.child.kill('SIGINT');
    const result = await stopped.ended();

    expect(result.code).toBe(130);
    expect(JSON.parse(result.stdout)).toMatchObject({
      runs: [{ outcome: 'succeeded' }],
      error: { name: 'InterruptedError' },
    });
    expect(result.stderr).toContain('Nothing is lost: the next azi run goes on');
    expect((await run().ended()).code).toBe(0);
  });

  it('needs no shops file and no variables for what azi shop add has stored', async () => {
    const add = (...args: string[]) =>
      startAzi(['shop', 'add', ...args], { place, environment: { ...environment, TOKEN: 'Atzr|europe' } }).ended();
    await add('--application');
    const settings = [
      '--shop-id',
      'mine',
      '--seller-id',
      'A1EUROPE',
      '--region',
      'eu',
      '--marketplaces',
      'A1PA6795UKMFR9',
    ];
    const added = await add(...settings, '--refresh-token-env', 'TOKEN');
    const { spApiEndpoint, lwaEndpoint } = amazon;
    const world = ['--sp-api-endpoint', spApiEndpoint, '--lwa-endpoint', lwaEndpoint];
    const result = await azi('run', 'orders', ...world, '--json');

    expect(added.stdout).toContain(
      'mine (A1EUROPE, eu) added in stage local, with a schedule for every sync; it has no',
    );
    expect(runsOf(result)).toMatchObject([
      { shopId: 'mine', outcome: 'succeeded', read: 30, batches: 0, delivered: 0 },
    ]);
    expect(result.code).toBe(0);
    expect((await azi('status')).stdout).toContain('mine has no downstream URL: its records are stored, and wait.');
  });

  it('keeps real and simulated shops apart', async () => {
    expect((await run(...shops()).ended()).code).toBe(0);
    const withoutCredentials = await azi('run', '--json');
    const otherSeller = sellers.map((seller) => ({
      ...seller,
      shopId: seller.region,
      sellerId: 'A9OTHER',
      orders: undefined,
    }));
    await writeFile(place.path('shops.json'), JSON.stringify(otherSeller));
    const anotherSeller = await run(...shops()).ended();

    expect(withoutCredentials.code).toBe(1);
    expect(JSON.parse(withoutCredentials.stdout)).toMatchObject({
      runs: [],
      error: { name: 'CredentialsMissingError' },
    });
    expect(withoutCredentials.stderr).toContain('LWA_CLIENT_ID and LWA_CLIENT_SECRET');
    expect(anotherSeller.stderr).toContain('shop "na": shopId is already seller A1NORTH in na here, not A9OTHER');
  });
});
