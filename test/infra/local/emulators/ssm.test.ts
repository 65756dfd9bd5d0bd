import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  paginateGetParametersByPath,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AwsServer, startAwsServer } from '../../../../infra/local/emulators/aws-server.ts';
import { ParameterStore } from '../../../../infra/local/emulators/parameter-store.ts';
import { ssmOperations } from '../../../../infra/local/emulators/ssm.ts';
import { awsConnection } from '../../../support/aws-connection.ts';

const KEY = Buffer.alloc(32, 1);
let stateDir: string;
const servers: AwsServer[] = [];
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'azi-ssm-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

it('keeps a secret over a restart, and no readable trace of it on disk', async () => {
  await put(await start(), '/azi/local/application', 'refresh-token-1');

  const found = await get(await start(), '/azi/local/application');

  expect(found).toBe('refresh-token-1');
  for (const file of readdirSync(stateDir)) {
    const content = readFileSync(join(stateDir, file), 'utf8');
    expect(content).not.toContain('refresh-token');
    expect(content).not.toContain(Buffer.from('refresh-token-1').toString('base64'));
  }
});

it('gives a secret away under the right key only', async () => {
  await put(await start(), '/a', 'secret');
  const other = await start(Buffer.alloc(32, 2));

  await expect(get(other, '/a')).rejects.toThrow('sealed with another local key');
});

it('does not take one secret for another whose sealed value was put in its place', async () => {
  await put(await start(), '/a', 'secret');
  const path = join(stateDir, 'parameters.json');
  const stored = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ '/b': stored['/a'] }));

  await expect(get(await start(), '/b')).rejects.toThrow('sealed with another local key');
});

it('keeps secrets in memory only where there is no key, and others on disk', async () => {
  const ssm = await start(null);
  await put(ssm, '/secret', 'secret');
  await ssm.send(new PutParameterCommand({ Name: '/plain', Value: 'plain', Type: 'String' }));
  expect(await get(ssm, '/secret')).toBe('secret');

  const again = await start(null);

  expect(await get(again, '/plain')).toBe('plain');
  await expect(get(again, '/secret')).rejects.toBeInstanceOf(ParameterNotFound);
});

it('leaves what an earlier process sealed where this one has no key', async () => {
  await put(await start(), '/a', 'secret');
  await put(await start(null), '/b', 'other');

  expect(await get(await start(), '/a')).toBe('secret');
});

it('refuses to overwrite unless told, and to find or delete what is not there', async () => {
  const ssm = await start();
  await put(ssm, '/a', 'one');

  await expect(ssm.send(new PutParameterCommand({ Name: '/a', Value: 'two' }))).rejects.toBeInstanceOf(
    ParameterAlreadyExists,
  );
  await expect(get(ssm, '/b')).rejects.toBeInstanceOf(ParameterNotFound);
  await ssm.send(new DeleteParameterCommand({ Name: '/a' }));
  await expect(ssm.send(new DeleteParameterCommand({ Name: '/a' }))).rejects.toBeInstanceOf(ParameterNotFound);
});

it('lists a path, page by page, without what lies deeper', async () => {
  const ssm = await start();
  for (const name of ['/shops/S1', '/shops/S2', '/shops/S3', '/shops/S3/deeper', '/shopsX']) await put(ssm, name, name);

  const names: unknown[] = [];
  for await (const { Parameters = [] } of paginateGetParametersByPath(
    { client: ssm, pageSize: 2 },
    { Path: '/shops', WithDecryption: true },
  )) {
    names.push(...Parameters.map(({ Value }) => Value));
  }

  expect(names).toEqual(['/shops/S1', '/shops/S2', '/shops/S3']);
});

async function start(key: Buffer | null = KEY) {
  const server = await startAwsServer({ instanceId: 'test' });
  servers.push(server);
  server.play({ json: { AmazonSSM: ssmOperations(new ParameterStore({ stateDir, key: key ?? undefined })) } });
  return new SSMClient(awsConnection(server.endpoint));
}

const put = (ssm: SSMClient, name: string, value: string) =>
  ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: 'SecureString', Overwrite: true }));

async function get(ssm: SSMClient, name: string) {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  return Parameter?.Value;
}
