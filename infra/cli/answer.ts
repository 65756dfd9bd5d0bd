import { styleText } from 'node:util';
import type { CommandMeans } from './command-means.ts';
import { type Failure, toFailure } from './failure.ts';

/** What a command has to say, for programs and for people. Not `ok`: something asked for did not succeed. */
export interface Answer {
  readonly json: Record<string, unknown>;
  readonly text: string;
  readonly ok: boolean;
}

/** Ctrl-C, as shells report it. */
const INTERRUPTED = 130;

/**
 * Does a command's work and prints its answer on stdout: under `json` one JSON document, else text. Sets the exit
 * code, 0 when everything succeeded, 130 when Ctrl-C broke it off, else 1. An error goes to stderr with its cure, and under
 * `json` stands in the document beside `empty`: the document's form when there is nothing to tell, or as far as it had come.
 */
export async function answer(
  {
    json = false,
    empty = {},
    work,
  }: { json?: boolean | undefined; empty?: Record<string, unknown>; work: () => Promise<Answer> },
  means: CommandMeans,
): Promise<void> {
  try {
    const { json: content, text, ok } = await work();
    if (json) means.stdout.write(`${JSON.stringify(content, undefined, 2)}\n`);
    else if (text !== '') means.stdout.write(`${text}\n`);
    means.setExitCode(ok ? 0 : 1);
  } catch (error) {
    const failure = toFailure(error, means.interrupted);
    if (json) means.stdout.write(`${JSON.stringify({ ...empty, error: failure }, undefined, 2)}\n`);
    means.stderr.write(`${renderFailure(failure, means.stderr.isTTY === true)}\n`);
    if (isBug(error)) means.stderr.write(`${error.stack}\n`);
    means.setExitCode(means.interrupted.aborted ? INTERRUPTED : 1);
  }
}

/** JavaScript's own errors are mistakes of ours, and whoever reports one needs the place. */
const isBug = (error: unknown): error is Error =>
  error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;

export const renderFailure = ({ message, cure }: Failure, colored: boolean) =>
  [
    `${colored ? styleText('red', 'Error:', { validateStream: false }) : 'Error:'} ${message}`,
    ...(cure === '' ? [] : [cure]),
  ].join('\n');
