import { randomUUID } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { access, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandError } from './command-error.ts';

/** A file that an answer goes into. */
export interface OutFile {
  /** Writes it whole or not at all, for the owner's eyes only: it may hold buyers' data. */
  write(text: AsyncIterable<string>): Promise<void>;
}

/** Refuses a file that could not be written, before anything is fetched for it. Throws {@link CommandError}. */
export async function openOutFile(file: string): Promise<OutFile> {
  const target = await realpath(file).catch(() => path.resolve(file));
  const directory = path.dirname(target);
  const refuse = (reason: string): never => {
    throw new CommandError(`--out ${file} cannot be written: ${reason}.`, 'Name a file in a directory of yours.');
  };
  const [place, there] = await Promise.all([directory, target].map((each) => stat(each).catch(() => undefined)));
  if (!place?.isDirectory()) refuse(`there is no directory ${directory}`);
  if (there && !there.isFile()) refuse('there is something that is no file');
  await access(directory, constants.W_OK).catch(() => refuse(`the directory ${directory} does not let you`));
  return {
    async write(text) {
      // Beside it, so that it takes its place at once, and its mode with it.
      const part = path.join(directory, `.${path.basename(target)}.${randomUUID()}`);
      try {
        await pipeline(Readable.from(text), createWriteStream(part, { mode: 0o600, flags: 'wx' }));
        await rename(part, target);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
  };
}
