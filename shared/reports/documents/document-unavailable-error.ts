import type { Curable } from '../../runtime/curable.ts';

/** Amazon's storage gave no document however often it was asked. `answers` says what came instead, without the URL. */
export class DocumentUnavailableError extends Error implements Curable {
  override readonly name = 'DocumentUnavailableError';
  readonly cure = 'Nothing to do: the next run fetches it again. If it lasts, check the way out to Amazon S3.';
  /** Every answer was that there is no such document. */
  readonly gone: boolean;
  readonly s3Key: string;
  readonly answers: readonly string[];

  constructor({ s3Key, answers, gone = false }: { s3Key: string; answers: readonly string[]; gone?: boolean }) {
    const times = answers.map((answer, index) => `${index + 1}. ${answer}`).join('; ');
    super(`The report document for ${s3Key} could not be fetched. ${times}.`);
    this.s3Key = s3Key;
    this.answers = answers;
    this.gone = gone;
  }
}
