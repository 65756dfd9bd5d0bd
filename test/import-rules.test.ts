import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SYNCS } from '../shared/contracts/syncs.ts';

const ROOT = resolve(import.meta.dirname, '..');

interface Import {
  readonly from: string;
  readonly to: string;
  /** Types vanish before anything runs. */
  readonly typeOnly: boolean;
}

const filesUnder = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));

/** Imports of our own files, paths from the root. */
const imports: readonly Import[] = ['infra', 'functions', 'shared', 'test'].flatMap(filesUnder).flatMap((file) => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(/(?:import|export)\s+(type\s)?[^;'"]*?from\s+'(\.[^']+)'|import\(\s*'(\.[^']+)'/g);
  return [...found].map(([statement, type, from, dynamic]) => ({
    from: file,
    to: relative(ROOT, resolve(ROOT, dirname(file), from ?? dynamic ?? '')),
    typeOnly: type !== undefined || /^import\s*\{(\s*type\s+[\w$]+( as [\w$]+)?\s*,?)+\s*\}/.test(statement),
  }));
});

/** The rule of a folder: what its files may import, beside types where `types` says so. */
const RULES: readonly { folder: string; except?: RegExp; may: RegExp; types?: RegExp }[] = [
  { folder: 'shared/sp-api/', may: /^shared\/sp-api\// },
  { folder: 'shared/', may: /^shared\// },
  { folder: 'functions/', may: /^(shared|functions)\// },
  {
    folder: 'infra/',
    except: /^infra\/(local|cli)\//,
    may: /^(infra\/(?!local|cli)|shared\/contracts\/)/,
    types: /^(functions|shared)\//,
  },
  { folder: 'infra/', may: /^(infra|functions|shared)\// },
];

describe('imports keep the folders honest', () => {
  it('finds the imports', () => {
    expect(imports.length).toBeGreaterThan(300);
    expect(imports).toContainEqual({
      from: 'functions/orders/start.ts',
      to: 'functions/orders/orders-means.ts',
      typeOnly: false,
    });
  });

  it.each(RULES)('$folder imports only $may', ({ folder, except, may, types }) => {
    const broken = imports.filter(
      ({ from, to, typeOnly }) =>
        from.startsWith(folder) && !except?.test(from) && !may.test(to) && !(typeOnly && types?.test(to)),
    );

    expect(broken).toEqual([]);
  });

  it('lets no sync import another, in whichever of its four places', () => {
    const syncOf = (file: string) =>
      SYNCS.find((sync) => new RegExp(`^(shared|functions|infra/syncs)/${sync}[/.]`).test(file));
    const broken = imports.filter(({ from, to }) => {
      const [one, other] = [syncOf(from), syncOf(to)];
      return one !== undefined && other !== undefined && one !== other;
    });

    expect(broken).toEqual([]);
  });

  it('lets nothing but tests import a test', () => {
    expect(imports.filter(({ from, to }) => !from.startsWith('test/') && to.startsWith('test/'))).toEqual([]);
  });

  it('lets only doors, the command and the runner read the environment', () => {
    const readers = ['infra', 'functions', 'shared']
      .flatMap(filesUnder)
      .filter((file) => /process\.env\b/.test(readFileSync(join(ROOT, file), 'utf8')));

    expect(readers.filter((file) => !/^infra\/(local|cli)\//.test(file) && file !== 'infra/app.ts')).toEqual([
      'shared/runtime/environment.ts',
    ]);
  });
});
