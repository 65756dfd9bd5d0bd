import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { BUILT_SYNCS, SYNCS } from '../../../shared/contracts/syncs.ts';
import { type AziPlace, azi, aziPlace } from '../../support/azi.ts';
import { shopEntry } from '../../support/shop-entry.ts';

const now = () => new Date('2026-11-21T12:00:00Z');
const application = { LWA_CLIENT_ID: 'canary-id', LWA_CLIENT_SECRET: 'canary-secret' };

/** A sync that this version has not got yet, if there is one. */
const unbuilt = SYNCS.find((sync) => !BUILT_SYNCS.some((built) => built === sync));

let place: AziPlace;
beforeAll(async () => {
  place = await aziPlace();
});
afterAll(() => place[Symbol.asyncDispose]());

/** Nothing was brought up, nothing was written: the state directory is not even made. */
async function refused(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const result = await azi([...args, '--state', place.stateDir], { environment, now });
  expect(result.code).toBe(1);
  expect(result.stdout).toBe('');
  expect(existsSync(place.stateDir)).toBe(false);
  expect(result.stderr).not.toContain('canary');
  return result.stderr;
}

describe('azi refuses, changes nothing and says what to do about', () => {
  it('a sync that nobody knows: the nearest is named', async () => {
    expect(await refused(['run', 'ordrs'])).toContain('There is no sync "ordrs". Did you mean orders?');
    expect(await refused(['sync', 'order', 'shop-1'])).toContain('Did you mean orders?');
  });

  it.skipIf(unbuilt === undefined)('a sync that is not in this version', async () => {
    expect(await refused(['run', `${unbuilt}`])).toContain(`The sync "${unbuilt}" is not in this version.`);
    expect(await refused(['run', `${unbuilt}s`])).toContain(
      `Did you mean ${unbuilt}?\n${unbuilt} is not in this version.`,
    );
  });

  it('a start time that is none, has no zone, does not exist or is yet to come', async () => {
    expect(await refused(['run', '--start-time', 'yesterday'])).toContain(
      '--start-time "yesterday" is no moment in time',
    );
    expect(await refused(['run', '--start-time', '2026-11-01T08:00:00'])).toContain(
      'Add Z for UTC: 2026-11-01T08:00:00Z',
    );
    expect(await refused(['run', '--start-time', '2026-02-31'])).toContain('is no moment in time');
    expect(await refused(['up', '--start-time', '2026-11-21T12:00:01Z'])).toContain(
      'is in the future; it is 2026-11-21T12:00',
    );
    expect(await refused(['sync', 'orders', 'shop-1', '2027-01-01'])).toContain(
      'startTime "2027-01-01" is in the future',
    );
  });

  it('missing credentials, by the names of their variables', async () => {
    const endpoint = ['--sp-api-endpoint', 'http://127.0.0.1:9'];

    expect(await refused(['run', ...endpoint])).toContain('set the variables LWA_CLIENT_ID and LWA_CLIENT_SECRET');
    const shops = join(mkdtempSync(join(tmpdir(), 'azi-shops-')), 'shops.json');
    writeFileSync(
      shops,
      JSON.stringify([
        {
          shopId: 'S1',
          sellerId: 'A1EXAMPLE2SELLER',
          region: 'na',
          marketplaceIds: ['ATVPDKIKX0DER'],
          refreshToken: 'Atzr|x',
          downstreamUrl: 'https://erp.example.com/in',
          downstreamSecret: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0',
        },
      ]),
    );
    expect(await refused(['run', '--shops', shops])).toContain('Shop "S1" has a downstream of its own');
    expect(await refused(['run'], { LWA_CLIENT_ID: 'canary' })).toContain(
      'The variable LWA_CLIENT_SECRET is missing; LWA_CLIENT_ID is set.',
    );
  });

  it('--downstream without the secret that signs deliveries, or with one of another form', async () => {
    const downstream = ['run', '--downstream', 'http://127.0.0.1:9/in'];

    expect(await refused(downstream)).toContain('AZI_DOWNSTREAM_SECRET');
    expect(await refused(downstream)).toContain('openssl rand -base64 32');
    expect(await refused(downstream, { AZI_DOWNSTREAM_SECRET: 'canary' })).toContain(
      'AZI_DOWNSTREAM_SECRET must be "whsec_"',
    );
  });

  it('URLs and numbers that are none, by their flag', async () => {
    expect(await refused(['run', '--downstream', 'erp'])).toContain('--downstream is no URL');
    expect(await refused(['run', '--downstream', 'https://canary:canary@erp.example.com'])).toContain(
      '--downstream must hold no user name or password',
    );
    expect(await refused(['run', '--sp-api-endpoint', 'amazon'])).toContain('--sp-api-endpoint is no URL');
    expect(await refused(['run', '--lwa-endpoint', 'ftp://x'])).toContain('--lwa-endpoint must begin with https://');
    expect(await refused(['run', '--speed', 'fast'])).toContain('--speed "fast" is no speed');
    expect(await refused(['run', '--speed', '10'], application)).toContain('--speed is for simulations');
    expect(await refused(['run', '--simulated-orders', '-1'])).toContain('--simulated-orders "-1"');
  });

  it('an endpoint that does not answer, quickly and by its name', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.close();
    await once(server, 'close');

    const words = await refused(['run', '--sp-api-endpoint', `http://127.0.0.1:${port}`], application);

    expect(words).toContain(`The endpoint http://127.0.0.1:${port} does not answer (ECONNREFUSED)`);
    expect(words).toContain('--sp-api-endpoint');
  });

  it('a shops file with a wrong field, by shop and field', async () => {
    await writeFile(place.path('shops.json'), JSON.stringify([shopEntry({ marketplaceIds: ['ATVPDKIKX0DER'] })]));

    const words = await refused(['run', '--shops', place.path('shops.json')], application);

    expect(words).toContain('shop "shop-1": marketplaceIds names "ATVPDKIKX0DER" (US)');
  });

  it('a stage that is not this machine, and one that does not exist', async () => {
    expect(await refused(['run', '--stage', 'prod'])).toContain('azi sync orders <shopId> --stage prod');
    expect(await refused(['status', '--stage', 'prd'])).toContain('There is no stage "prd". Did you mean prod?');
  });

  it('commands and flags that nobody knows', async () => {
    expect(await refused(['runn'])).toContain('(Did you mean run?)');
    expect(await refused(['run', '--shop', 'x'])).toContain('(Did you mean --shops?)');
  });

  it('a state directory with nothing in it, where there is something to look at', async () => {
    expect(await refused(['status'])).toContain('There is nothing in the state directory');
    expect(await refused(['redeliver', 'shop-1', 'orders'])).toContain('Start with azi run');
  });

  it('a state directory that is a file', async () => {
    await writeFile(place.path('state.txt'), '');
    const run = await azi(['run', '--state', place.path('state.txt')], { now });

    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/state directory .+state\.txt cannot be used: there is a file of that name\. Name one/);
  });

  it('a deployed stage without settings of AWS', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, place.path('none'));
    onTestFinished(() => void vi.unstubAllEnvs());

    const words = await refused(['status', '--stage', 'dev']);

    expect(words).toContain('No AWS region is set.');
    expect(words).toContain('set AWS_REGION');
  });

  it('orders oftener than every five minutes, and expressions that are none', async () => {
    const set = ['schedule', 'set', 'shop-1', 'orders'];

    expect(await refused([...set, 'rate(4 minutes)'])).toContain('orders run no oftener than every 5 minutes');
    expect(await refused([...set, 'cron(0/2 * * * ? *)'])).toContain('no oftener than every 5 minutes');
    expect(await refused([...set, 'every minute'])).toContain('neither rate(…) nor cron(…)');
    expect(await refused([...set, 'rate(10 minutes)', 'a b'])).toContain('scheduleId "a b" must be 1 to 64');
  });

  it('a shop without its refresh token, which never stands on the command line', async () => {
    const add = [
      'shop',
      'add',
      '--shop-id',
      'shop-1',
      '--seller-id',
      'A1',
      '--region',
      'eu',
      '--marketplaces',
      'A1PA6795UKMFR9',
    ];

    expect(await refused(add)).toContain('--refresh-token-env VARIABLE');
    expect(await refused([...add, '--refresh-token-env', 'TOKEN'])).toContain('TOKEN, which is not set');
    expect(await refused([...add, '--region', 'moon', '--refresh-token-env', 'TOKEN'], { TOKEN: 'canary' })).toContain(
      'shop "shop-1": region "moon" is unknown',
    );
    expect(await refused(['shop', 'add', '--application'])).toContain('LWA_CLIENT_ID and LWA_CLIENT_SECRET');
    expect(await refused(['shop', 'add'])).toContain('names no shop');
  });

  it('letters to drop that are not named', async () => {
    expect(await refused(['dead-letters', 'drop', 'order-sync'])).toContain('--all for every letter');
    expect(await refused(['dead-letters', 'list', 'orders-sync'])).toContain('Did you mean order-sync?');
  });
});

describe('under --json', () => {
  it('a refusal is one document on stdout, in the form of the command’s answer', async () => {
    const { code, stdout, stderr } = await azi(['run', 'ordrs', '--json', '--state', place.stateDir], { now });

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      runs: [],
      error: {
        name: 'CommandError',
        message: 'There is no sync "ordrs". Did you mean orders?',
        cure: expect.stringContaining('This version offers: orders'),
      },
    });
    expect(stderr).toContain('Did you mean orders?');
  });

  it('so is a command line that cannot be read', async () => {
    const { code, stdout } = await azi(['run', '--json', '--bogus'], { now });

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { name: 'UsageError', message: "unknown option '--bogus'" } });
  });
});

it('every command explains itself', async () => {
  const lines = [
    ['run'],
    ['up'],
    ['sync'],
    ['status'],
    ['redeliver'],
    ['shop', 'add'],
    ['schedule', 'set'],
    ['dead-letters', 'send-again'],
  ];
  for (const line of lines) {
    const { code, stdout } = await azi([...line, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: azi ${line.join(' ')}`);
    expect(stdout).toContain('--state <dir>');
    expect(stdout).toContain('--json');
  }
});
