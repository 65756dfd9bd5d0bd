import type { Curable } from '../../runtime/curable.ts';

/** Amazon packs a document in a way that we cannot unpack. */
export class UnknownCompressionError extends Error implements Curable {
  override readonly name = 'UnknownCompressionError';
  readonly cure = 'Amazon has changed how it packs documents. Report the algorithm to the maintainers.';

  constructor(algorithm: string) {
    super(`A report document is packed with ${algorithm.slice(0, 40)}; GZIP and nothing at all can be read.`);
  }
}
