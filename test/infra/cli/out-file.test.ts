import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openOutFile } from '../../../infra/cli/out-file.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'azi-out-'));
});
afterEach(() => rm(directory, { recursive: true }));

const inDirectory = (name: string) => path.join(directory, name);
async function* parts(...texts: readonly string[]) {
  for (const text of texts) {
    await Promise.resolve();
    yield text;
  }
}
const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

it('is refused before anything is fetched where there is no directory, or no file', async () => {
  await mkdir(inDirectory('folder'));

  await expect(openOutFile(inDirectory('missing/report.txt'))).rejects.toThrow('there is no directory');
  await expect(openOutFile(inDirectory('folder'))).rejects.toThrow('there is something that is no file');
  await expect(openOutFile('/dev/null')).rejects.toThrow('there is something that is no file');
  expect(await readdir(directory)).toEqual(['folder']);
});

it('is for its owner alone, also where it was for all before', async () => {
  await writeFile(inDirectory('old.txt'), 'before', { mode: 0o644 });

  for (const name of ['new.txt', 'old.txt']) await (await openOutFile(inDirectory(name))).write(parts('Süß', '\tX\n'));

  expect(await readFile(inDirectory('old.txt'), 'utf8')).toBe('Süß\tX\n');
  expect([await modeOf(inDirectory('new.txt')), await modeOf(inDirectory('old.txt'))]).toEqual([0o600, 0o600]);
  expect((await readdir(directory)).toSorted()).toEqual(['new.txt', 'old.txt']);
});

it('stays as it was where its text breaks off, and nothing lies beside it', async () => {
  await writeFile(inDirectory('old.txt'), 'before');
  const broken = async function* () {
    yield* parts('half');
    throw new Error('broken off');
  };

  await expect((await openOutFile(inDirectory('old.txt'))).write(broken())).rejects.toThrow('broken off');

  expect(await readdir(directory)).toEqual(['old.txt']);
  expect(await readFile(inDirectory('old.txt'), 'utf8')).toBe('before');
});

it('is written where a link leads, and the link stays', async () => {
  await writeFile(inDirectory('real.txt'), 'before');
  await symlink(inDirectory('real.txt'), inDirectory('link.txt'));

  await (await openOutFile(inDirectory('link.txt'))).write(parts('after'));

  expect(await readFile(inDirectory('real.txt'), 'utf8')).toBe('after');
});
