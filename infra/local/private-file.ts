import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Writes a file that only its owner may read, whole or not at all: a process killed in the middle leaves the old one.
 * One writer at a time.
 */
export function writePrivateFile(path: string, content: string): void {
  const draft = `${path}.draft`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, path);
}

/** The file's text, or undefined where there is none. */
export function readFileIfAny(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
