import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the templates and the functions' bundles are made of; an entry that is missing counts as empty. */
const SOURCES = ['infra', 'functions', 'shared', 'cdk.json', 'package-lock.json', 'tsconfig.json'];

/** 32 hex digits that change with any file the CDK app may read, and with the version of Node that runs it. */
export function sourceFingerprint(root: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const source of SOURCES) {
    for (const path of filesOf(root, source)) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex').slice(0, 32);
}

/** Relative to the root, sorted. A file that vanishes while it is looked at is an error of the caller's moment, not hidden. */
function filesOf(root: string, path: string): string[] {
  const entries = entriesOf(join(root, path));
  if (entries === 'missing') return [];
  if (entries === 'file') return [path];
  return entries
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(root, join(path, entry.name)) : [join(path, entry.name)]));
}

function entriesOf(path: string): Dirent[] | 'file' | 'missing' {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTDIR') return 'file';
    if (code === 'ENOENT') return 'missing';
    throw error;
  }
}
