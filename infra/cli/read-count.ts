import { CommandError } from './command-error.ts';

/** Reads a whole number between limits. Throws a CommandError that names flag and limits. */
export function readCount(
  flag: string,
  text: string | undefined,
  { from, to }: { from: number; to: number },
): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= from && count <= to) return count;
  throw new CommandError(`${flag} "${text}" is no number that fits.`, `Give a whole number from ${from} to ${to}.`);
}
