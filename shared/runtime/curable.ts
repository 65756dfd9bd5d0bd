/**
 * A failure that a run can name and a person can cure: it ends the run, and `status` shows it. Anything else is thrown on,
 * to Lambda and Step Functions, and the next firing resumes the run.
 */
export interface Curable extends Error {
  /** What to do about it, in a sentence. */
  readonly cure: string;
}

export const isCurable = (error: unknown): error is Curable =>
  error instanceof Error && 'cure' in error && typeof error.cure === 'string';
