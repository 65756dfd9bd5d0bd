import type { Curable } from '../../runtime/curable.ts';

/**
 * A report document that cannot be believed. Nothing of it has been kept under `s3Key` by the download that throws
 * this. `damages` says what was wrong, one sentence for each time it was fetched, without the URL.
 */
export class DocumentDamagedError extends Error implements Curable {
  override readonly name = 'DocumentDamagedError';
  readonly cure =
    'The next run asks for another report, once Amazon may be asked. If that is damaged as well, open a case with Amazon.';
  readonly s3Key: string;
  readonly damages: readonly string[];

  constructor({ s3Key, damages }: { s3Key: string; damages: readonly string[] }) {
    const times = damages.map((damage, index) => `${index + 1}. ${damage}`).join('; ');
    super(`The report document for ${s3Key} is damaged. ${times}.`);
    this.s3Key = s3Key;
    this.damages = damages;
  }
}
