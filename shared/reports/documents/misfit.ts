/** A row or a record that cannot be read. It belongs in quarantine; the rest of the document goes on. */
export interface Misfit {
  /** In a flat file its line (the header's is 1), in XML the record's ordinal, from 1. */
  readonly position: number;
  /** Why, in words that hold nothing of the content. */
  readonly reason: string;
  /** As it came, at most {@link MISFIT_LENGTH} characters. It may hold buyers' data: never log it. */
  readonly content: string;
}

export const MISFIT_LENGTH = 64 * 1024;
