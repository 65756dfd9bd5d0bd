import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { DocumentDamagedError } from './document-damaged-error.ts';
import { inflate } from './inflate.ts';
import type { Compression } from './stored-document.ts';

/** Inflates bytes on their way past, keeping nothing, only to see whether they can be. */
export class GzipCheck {
  readonly #side = new PassThrough({ highWaterMark: 256 * 1024 });
  readonly #verdict: Promise<string | undefined>;

  constructor(announced: { s3Key: string; compression: Compression }) {
    this.#verdict = drain(inflate({ content: this.#side, ...announced }));
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#side.destroyed || this.#side.write(chunk)) return;
    await Promise.race([once(this.#side, 'drain'), this.#verdict]);
  }

  /** Says what is wrong, or undefined. */
  end(): Promise<string | undefined> {
    this.#side.end();
    return this.#verdict;
  }
}

async function drain(chunks: AsyncIterable<Buffer>): Promise<string | undefined> {
  try {
    for await (const _ of chunks);
    return undefined;
  } catch (error) {
    if (error instanceof DocumentDamagedError) return error.damages.join('; ');
    throw error;
  }
}
