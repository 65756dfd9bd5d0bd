import type { Curable } from '../runtime/curable.ts';

/** Page tokens die again and again, although they should live 24 hours. */
export class PageTokenError extends Error implements Curable {
  override readonly name = 'PageTokenError';
  readonly cure = 'Report it to Amazon with the request ids in the log; the next run begins at the same cursor.';
}
