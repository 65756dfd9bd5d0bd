import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Owner, readOwner, removeOwner, writeOwner } from './owner-file.ts';
import { StateDirectoryError, StateDirectoryInUseError } from './state-directory-error.ts';

/** A state directory that this process owns until `release`, or until it dies. */
export interface StateDirectory {
  readonly path: string;
  /** A sub-directory that only its owner may enter. */
  directory(name: string): string;
  announce(owner: Owner): void;
  release(): void;
}

/**
 * Takes a state directory for this process, making it (mode 0700) where there is none. The lock is the operating
 * system's and goes with the process, however that ends. Waits up to a second for an owner that is just leaving.
 */
export async function claimStateDirectory(path: string, owner: Owner): Promise<StateDirectory> {
  prepareDirectory(path);
  const lock = await takeLock(path);
  writeOwner(path, owner);
  return {
    path,
    directory(name) {
      const directory = join(path, name);
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      return directory;
    },
    announce: (announced) => writeOwner(path, announced),
    release() {
      removeOwner(path);
      lock.close();
    },
  };
}

/** Whether a living process owns the directory, however far it is with its start. */
export function isOwned(path: string): boolean {
  if (!existsSync(join(path, LOCK_FILE))) return false;
  const lock = tryLock(path);
  lock?.close();
  return lock === undefined;
}

const LOCK_FILE = 'owner.lock';

function prepareDirectory(path: string): void {
  try {
    const isNew = mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined;
    const isOurs = isNew || existsSync(join(path, LOCK_FILE)) || readdirSync(path).length === 0;
    if (isOurs && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o700);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StateDirectoryError(
      `The state directory ${path} cannot be used: ${reason(error)}. Name one that you may write to with --state DIR.`,
      { cause: error },
    );
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'there is a file of that name';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'you may not write to it';
  return error instanceof Error ? error.message : String(error);
}

const ATTEMPTS = 10;
const PAUSE_MS = 100;

async function takeLock(path: string): Promise<DatabaseSync> {
  for (let attempt = 1; ; attempt += 1) {
    const lock = tryLock(path);
    if (lock !== undefined) return lock;
    if (attempt === ATTEMPTS) throw inUse(path);
    await sleep(PAUSE_MS);
  }
}

/** SQLite serves only for its lock: an exclusive transaction that is never committed. */
function tryLock(path: string): DatabaseSync | undefined {
  try {
    const database = new DatabaseSync(join(path, LOCK_FILE));
    try {
      database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
      chmodSync(join(path, LOCK_FILE), 0o600);
      return database;
    } catch (error) {
      database.close();
      if (isBusy(error)) return undefined;
      throw error;
    }
  } catch (error) {
    throw new StateDirectoryError(
      `The state directory ${path} cannot be locked: ${reason(error)}. Name another with --state DIR.`,
      { cause: error },
    );
  }
}

const SQLITE_BUSY = 5;
const isBusy = (error: unknown) => error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;

function inUse(path: string): StateDirectoryInUseError {
  const owner = readOwner(path);
  const who = owner === undefined ? 'another process' : `process ${owner.pid} (${owner.command})`;
  return new StateDirectoryInUseError(
    `The state directory ${path} is in use by ${who}. Wait for it to end, end it, or name another with --state DIR.`,
  );
}
