import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { StateDirectoryError } from './state-directory-error.ts';

/** Where the key lies: outside of every state directory, so that a copied directory gives no secret away. */
export const localKeyPath = ({ XDG_CONFIG_HOME }: { XDG_CONFIG_HOME?: string | undefined }) =>
  join(
    XDG_CONFIG_HOME === undefined || XDG_CONFIG_HOME === '' ? join(homedir(), '.config') : XDG_CONFIG_HOME,
    'azi',
    'local.key',
  );

const KEY_BYTES = 32;

/**
 * The key (32 bytes) that seals secrets of local stacks, made at first use with mode 0600. Undefined where it can
 * neither be read nor written, or would lie inside the state directory. Several processes at once get the same one.
 */
export function loadLocalKey({ path, stateDir }: { path: string; stateDir: string }): Buffer | undefined {
  const inside = relative(stateDir, path);
  if (!inside.startsWith('..') && !isAbsolute(inside)) return undefined;
  const key = readKey(path) ?? makeKey(path);
  if (key !== undefined && key.length !== KEY_BYTES) {
    throw new StateDirectoryError(
      `${path} is damaged: it must hold ${KEY_BYTES} bytes. Remove it and add the shops again.`,
    );
  }
  return key;
}

function readKey(path: string): Buffer | undefined {
  try {
    const key = readFileSync(path);
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    return key;
  } catch {
    return undefined; // None yet, or no right to it: the caller makes one or goes without.
  }
}

function makeKey(path: string): Buffer | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, randomBytes(KEY_BYTES), { mode: 0o600 });
    linkIfAbsent(draft, path);
    rmSync(draft);
    return readFileSync(path);
  } catch {
    return undefined; // No right to write there: secrets are kept in memory only, with a warning.
  }
}

/** A link, unlike a rename, never replaces a key that another process has just made. */
function linkIfAbsent(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
