import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleFunctions, DOORS } from '../../../infra/constructs/function-code.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'azi-bundle-'));
bundleFunctions(directory);
afterAll(() => rmSync(directory, { recursive: true }));
const bundleOf = (door: string) => path.join(directory, door, 'index.mjs');

describe('the bundle of a door', { timeout: 30_000 }, () => {
  it.each(DOORS)('stands alone, with its source map beside it: %s', (door) => {
    const code = readFileSync(bundleOf(door), 'utf8');

    const imported = [...code.matchAll(/(?:^|;)import(?:[^"';]*from)?["']([^"']+)["']/g)].map(([, from]) => from);
    expect(imported.filter((from) => !from?.startsWith('node:') && !isBuiltIn(from ?? ''))).toEqual([]);
    expect(code.trimEnd()).toMatch(/\/\/# sourceMappingURL=index\.mjs\.map$/);
    expect(existsSync(`${bundleOf(door)}.map`)).toBe(true);
  });

  it('asks for its environment by name when Lambda starts it without', async () => {
    await expect(import(bundleOf('operations/expire-buyers'))).rejects.toThrow(/environment is wrong: BUYERS_TABLE/);
  });

  it('names errors as the source does: alarms and state machines match on names', () => {
    expect(readFileSync(bundleOf('operations/expire-buyers'), 'utf8')).toContain('SweepUnfinishedError');
  });
});

const isBuiltIn = (name: string) => process.getBuiltinModule(name) !== undefined;
