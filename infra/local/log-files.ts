import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { OnLocalEvent } from './local-event.ts';

/** A function's log beyond this size is put aside as `<function>.log.1` at the next start. */
const MOST_BYTES = 10_000_000;

/** What functions write, one file each in `directory`, and line by line to `onEvent`. */
export class LogFiles {
  private readonly directory: string;
  private readonly onEvent: OnLocalEvent;
  private readonly streams = new Map<string, WriteStream>();
  private readonly unfinished = new Map<string, string>();

  constructor({ directory, onEvent }: { directory: string; onEvent: OnLocalEvent }) {
    this.directory = directory;
    this.onEvent = onEvent;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  write(functionName: string, text: string): void {
    this.stream(functionName).write(text);
    const lines = ((this.unfinished.get(functionName) ?? '') + text).split('\n');
    this.unfinished.set(functionName, lines.pop() ?? '');
    for (const line of lines) this.onEvent({ type: 'log', functionName, line });
  }

  async close(): Promise<void> {
    await Promise.all([...this.streams.values()].map((stream) => new Promise((resolve) => stream.end(resolve))));
    this.streams.clear();
  }

  private stream(functionName: string): WriteStream {
    const open = this.streams.get(functionName);
    if (open !== undefined) return open;
    const path = join(this.directory, `${functionName}.log`);
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES) renameSync(path, `${path}.1`);
    const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
    // A full disk must not end the process for want of a log.
    stream.on('error', (error) => this.onEvent({ type: 'warning', message: `${path}: ${error.message}` }));
    this.streams.set(functionName, stream);
    return stream;
  }
}
