import type { Curable } from '../../runtime/curable.ts';

const NAMES_SHOWN = 60;
const NAME_LENGTH = 40;

/** A report whose header row lacks the columns by which its rows are known. Nothing of it has been read. */
export class UnknownHeaderError extends Error implements Curable {
  override readonly name = 'UnknownHeaderError';
  readonly cure: string;
  readonly s3Key: string;
  /** The header's names as they stand in the document; of an XML document its outermost element. */
  readonly header: readonly string[];
  readonly missing: readonly string[];

  constructor(facts: { s3Key: string; reportType: string; header: readonly string[]; missing: readonly string[] }) {
    const header = facts.header.slice(0, NAMES_SHOWN).map((name) => name.slice(0, NAME_LENGTH));
    super(
      `The header of ${facts.reportType} is unknown: it has no ${facts.missing.join(', ')}. ` +
        `It reads: ${header.join(' | ')}. The document is kept as ${facts.s3Key}.`,
    );
    this.cure =
      'Look at the document. If Amazon has renamed columns, add the names to column-aliases.ts; if it is another report, ask for it again.';
    this.s3Key = facts.s3Key;
    this.header = header;
    this.missing = facts.missing;
  }
}
