import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AziPlace, aziPlace, LAUNCHER } from '../../support/azi.ts';

/** A Node of the host that is too old for the command, if it has one. */
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((directory) => join(directory, 'node'))
  .filter((path) => existsSync(path) && !path.includes('node_modules'))
  .find((path) => Number(/^v(\d+)/.exec(spawnSync(path, ['--version']).stdout.toString())?.[1]) < 24);

let place: AziPlace;
beforeAll(async () => {
  place = await aziPlace();
});
afterAll(() => place[Symbol.asyncDispose]());

/** The launcher in a project whose command is `script`. */
async function project(script: string): Promise<string> {
  const cli = place.path(`project-${Math.random()}/infra/cli`);
  await mkdir(cli, { recursive: true });
  await copyFile(LAUNCHER, join(cli, 'azi.mjs'));
  await writeFile(join(cli, 'azi.ts'), script);
  return join(cli, 'azi.mjs');
}

async function withNode(launcher: string): Promise<string> {
  const modules = join(launcher, '../../../node_modules/node/bin');
  await mkdir(modules, { recursive: true });
  await symlink(process.execPath, join(modules, 'node'));
  return launcher;
}

const FOLLOWING = `
import { followLauncher } from '${new URL('../../../infra/cli/follow-launcher.ts', import.meta.url).pathname}';
followLauncher(process);
`;

it('runs the command in its own process where Node is new enough', async () => {
  const launcher = await project('console.log(process.pid, process.argv.slice(2).join("+")); process.exitCode = 3;');

  const child = spawn(process.execPath, [launcher, 'run', '--json']);
  const stdout = text(child.stdout);
  const [code] = await once(child, 'close');

  expect(code).toBe(3);
  expect(await stdout).toBe(`${child.pid} run+--json\n`);
});

it('is executable, and what npx azi starts', () => {
  const { bin } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

  expect(bin).toEqual({ azi: 'infra/cli/azi.mjs' });
  expect(spawnSync(LAUNCHER, ['--help'], { encoding: 'utf8' }).stdout).toContain('Usage: azi');
});

describe.skipIf(oldNode === undefined)('on a host whose Node is too old', () => {
  const old = oldNode ?? '';

  it('runs the command on the Node that npm ci has brought, with its arguments and exit code', async () => {
    const launcher = await withNode(
      await project('console.log(process.version, process.argv[2]); process.exitCode = 3;'),
    );

    const child = spawn(old, [launcher, 'status']);
    const stdout = text(child.stdout);
    const [code] = await once(child, 'close');

    expect(code).toBe(3);
    expect(await stdout).toBe(`${process.version} status\n`);
  });

  it('passes signals on, and ends as the command ends', async () => {
    const launcher = await withNode(
      await project(
        `${FOLLOWING} process.on('SIGTERM', () => { console.log('going down'); process.exit(130); }); console.log('up'); setInterval(() => {}, 1000);`,
      ),
    );
    const child = spawn(old, [launcher]);
    await once(child.stdout, 'data');

    child.kill('SIGTERM');
    const stdout = text(child.stdout);
    const [code] = await once(child, 'close');

    expect(await stdout).toBe('going down\n');
    expect(code).toBe(130);
  });

  it('takes the command with it when it is killed', async () => {
    const launcher = await withNode(
      await project(`${FOLLOWING} console.log(process.pid); setInterval(() => {}, 1000);`),
    );
    const child = spawn(old, [launcher]);
    const [pid] = await once(child.stdout, 'data');

    child.kill('SIGKILL');
    await once(child, 'close');

    await expect.poll(() => isAlive(Number(pid))).toBe(false);
  });

  it('says to run npm ci where that has not been done', async () => {
    const child = spawn(old, [await project('')]);
    const stderr = text(child.stderr);
    const [code] = await once(child, 'close');

    expect(code).toBe(1);
    expect(await stderr).toContain('azi needs Node 24. Run "npm ci"');
  });
});

/** A process that was killed and not yet collected by its parent does not count. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
