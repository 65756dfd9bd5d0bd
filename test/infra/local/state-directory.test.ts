import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { attach } from '../../../infra/local/attach.ts';
import { startAwsServer } from '../../../infra/local/emulators/aws-server.ts';
import { loadLocalKey, localKeyPath } from '../../../infra/local/local-key.ts';
import { type Owner, writeOwner } from '../../../infra/local/owner-file.ts';
import { claimStateDirectory } from '../../../infra/local/state-directory.ts';
import { StateDirectoryError, StateDirectoryInUseError } from '../../../infra/local/state-directory-error.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'azi-parent-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

it('is made for its owner only', async () => {
  const state = await claimStateDirectory(join(parent, 'deep', 'state'), OWNER);
  const tables = state.directory('tables');

  for (const path of [state.path, tables]) expect(statSync(path).mode & 0o777).toBe(0o700);
  for (const file of ['owner.json', 'owner.lock']) expect(statSync(join(state.path, file)).mode & 0o777).toBe(0o600);
  state.release();
});

it('has one owner at a time, who is named to the second, and another after it', async () => {
  const path = join(parent, 'state');
  const first = await claimStateDirectory(path, OWNER);

  const second = claimStateDirectory(path, { ...OWNER, command: 'azi run' });

  await expect(second).rejects.toBeInstanceOf(StateDirectoryInUseError);
  await expect(second).rejects.toThrow(
    `in use by process ${process.pid} (azi up). Wait for it to end, end it, or name another`,
  );
  first.release();
  (await claimStateDirectory(path, OWNER)).release();
});

it('leaves the mode of a directory that holds things of others', async () => {
  mkdirSync(join(parent, 'mine'), { mode: 0o755 });
  writeFileSync(join(parent, 'mine', 'shops.json'), '[]');

  (await claimStateDirectory(join(parent, 'mine'), OWNER)).release();

  expect(statSync(join(parent, 'mine')).mode & 0o777).toBe(0o755);
});

it('must be a directory', async () => {
  writeFileSync(join(parent, 'file'), '');

  const claiming = claimStateDirectory(join(parent, 'file'), OWNER);

  await expect(claiming).rejects.toBeInstanceOf(StateDirectoryError);
  await expect(claiming).rejects.toThrow(/there is a file of that name.*--state DIR/);
});

it.skipIf(process.getuid?.() === 0)('must be writable', async () => {
  chmodSync(parent, 0o500);

  await expect(claimStateDirectory(join(parent, 'state'), OWNER)).rejects.toThrow(
    /you may not write to it.*--state DIR/,
  );
  chmodSync(parent, 0o700);
});

it('is attached to only where its owner answers, not where another took its port', async () => {
  const server = await startAwsServer({ instanceId: 'somebody else' });
  const endpoints = endpointsAt(server.endpoint);
  writeOwner(parent, { ...OWNER, endpoints });
  expect(await attach(parent)).toBeUndefined();

  writeOwner(parent, { ...OWNER, instanceId: 'somebody else', endpoints });
  expect(await attach(parent)).toEqual(endpoints);

  await server.stop();
  expect(await attach(parent)).toBeUndefined();
  writeFileSync(join(parent, 'owner.json'), '{"pid":');
  expect(await attach(parent)).toBeUndefined();
  expect(await attach(join(parent, 'none'))).toBeUndefined();
});

it('is attached to once an owner that is still starting has started, and not at all where that one died', async () => {
  const server = await startAwsServer({ instanceId: OWNER.instanceId });
  const endpoints = endpointsAt(server.endpoint);
  const starting = await claimStateDirectory(join(parent, 'starting'), OWNER);
  writeOwner(parent, OWNER);

  const attaching = attach(starting.path);
  setTimeout(() => starting.announce({ ...OWNER, endpoints }), 300);

  expect(await attach(parent)).toBeUndefined();
  expect(await attaching).toEqual(endpoints);
  starting.release();
  await server.stop();
});

it('gets one key from outside of it, which only its owner may read', () => {
  const path = localKeyPath({ XDG_CONFIG_HOME: join(parent, 'config') });
  const stateDir = join(parent, 'state');

  const key = loadLocalKey({ path, stateDir });
  const again = loadLocalKey({ path, stateDir });

  expect(path).toBe(join(parent, 'config', 'azi', 'local.key'));
  expect(key).toHaveLength(32);
  expect(again).toEqual(key);
  expect(readFileSync(path)).toEqual(key);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('gets no key that would lie inside of it, or that cannot be written', () => {
  writeFileSync(join(parent, 'file'), '');

  expect(loadLocalKey({ path: join(parent, 'azi', 'local.key'), stateDir: parent })).toBeUndefined();
  expect(
    loadLocalKey({ path: join(parent, 'file', 'azi', 'local.key'), stateDir: join(parent, 'state') }),
  ).toBeUndefined();
  expect(existsSync(join(parent, 'azi'))).toBe(false);
});

it('refuses a damaged key, with the cure', () => {
  const path = join(parent, 'local.key');
  writeFileSync(path, 'short');

  expect(() => loadLocalKey({ path, stateDir: join(parent, 'state') })).toThrow(
    /damaged.*Remove it and add the shops again/,
  );
});

const OWNER: Owner = {
  instanceId: 'one',
  pid: process.pid,
  command: 'azi up',
  mode: 'functions',
  startedAt: '2026-01-01T00:00:00Z',
};

const endpointsAt = (url: string) => ({
  region: 'us-east-1',
  dynamodb: url,
  sqs: url,
  s3: url,
  ssm: url,
  states: url,
  lambda: url,
  scheduler: url,
});
