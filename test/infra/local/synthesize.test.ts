import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sourceFingerprint } from '../../../infra/local/source-fingerprint.ts';
import { SynthesisError, synthesize } from '../../../infra/local/synthesize.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'azi-app-'));
  for (const folder of ['infra', 'functions', 'shared']) mkdirSync(join(root, folder));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('synthesizes stage local once for the same sources, and again when one changes', async () => {
  writeApp('made by one');
  const first = await run();
  const again = await run();
  writeApp('made by two');
  const changed = await run();

  expect(again).toBe(first);
  expect(read(first)).toEqual({ said: 'made by one', context: '{"stage":"local"}' });
  expect(read(changed)).toMatchObject({ said: 'made by two' });
});

it('is safe in several processes at once, and leaves no drafts', async () => {
  writeApp('made');

  const directories = await Promise.all([run(), run(), run()]);

  expect(new Set(directories).size).toBe(1);
  expect(readdirSync(cache()).filter((name) => name.startsWith('draft'))).toEqual([]);
});

it("fails with the app's own words", async () => {
  writeFileSync(join(root, 'infra', 'app.ts'), `console.error('AwsSolutions-IAM5: a star'); process.exit(1);`);

  await expect(run()).rejects.toBeInstanceOf(SynthesisError);
  await expect(run()).rejects.toThrow(/does not synthesize for stage local.*\nAwsSolutions-IAM5: a star/);
});

it('keeps few', async () => {
  for (const version of ['1', '2', '3', '4', '5', '6']) {
    writeApp(version);
    const directory = await run();
    utimesSync(directory, new Date(Number(version) * 1000), new Date(Number(version) * 1000));
  }

  expect(
    readdirSync(cache())
      .map((name) => read(join(cache(), name)).said)
      .toSorted((a, b) => a.localeCompare(b)),
  ).toEqual(['3', '4', '5', '6']);
});

it('knows its sources by path and content', () => {
  writeFileSync(join(root, 'shared', 'a.ts'), 'one');
  const before = sourceFingerprint(root);
  rmSync(join(root, 'shared', 'a.ts'));
  writeFileSync(join(root, 'shared', 'b.ts'), 'one');

  expect(sourceFingerprint(root)).not.toBe(before);
  expect(sourceFingerprint(root)).toBe(sourceFingerprint(root));
});

const run = () => synthesize({ root, onEvent: () => {} });
const cache = () => join(root, 'node_modules', '.cache', 'azintegration');
const read = (directory: string): { said: string; context: string } =>
  JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));

function writeApp(said: string) {
  writeFileSync(
    join(root, 'infra', 'app.ts'),
    `import { writeFileSync } from 'node:fs';
     const manifest = { said: ${JSON.stringify(said)}, context: process.env.CDK_CONTEXT_JSON };
     writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', JSON.stringify(manifest));`,
  );
}
