import type { Curable } from '../../runtime/curable.ts';

/** A report whose header row lacks the columns by which its rows are known. Nothing of it has been read. */
export class UnknownHeaderError extends Error implements Curable {
  override readonly name = 'UnknownHeaderError';
  readonly cure: string;
  readonly s3Key: string;
  /** The header's names as far as they are shown; of an XML document its outermost element. */
  readonly header: readonly string[];
  readonly missing: readonly string[];

  /** `header`: what may be shown of it (see `shown-names.ts`); `width`: how many columns it has. */
  constructor(facts: {
    s3Key: string;
    reportType: string;
    header: readonly string[];
    width: number;
    missing: readonly string[];
  }) {
    const { s3Key, reportType, header, width, missing } = facts;
    const hidden = width - header.length;
    const names = [...header, ...(hidden > 0 ? [`${hidden} not shown`] : [])];
    super(
      `The header of ${reportType} is unknown: it has no ${missing.join(', ')}. ` +
        `It reads: ${names.length > 0 ? names.join(' | ') : 'nothing'}. The document is kept as ${s3Key}.`,
    );
    this.cure =
      'Look at the document. If Amazon has renamed columns, add the names to column-aliases.ts; if it is another report or has no header, the next one that is asked for may be right.';
    this.s3Key = s3Key;
    this.header = header;
    this.missing = missing;
  }
}
