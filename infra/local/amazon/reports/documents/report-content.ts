import type { OddDocumentKind } from '../report-switches.ts';
import type { Charset } from './charset.ts';

/** The text of a report. It is made anew each time it is read, and is the same each time. */
export interface ReportContent {
  readonly mediaType: 'text/plain' | 'text/xml';
  /** What the marketplace encodes it in. */
  readonly charset: Charset;
  /** False: nothing but a header. */
  hasRows(): boolean;
  /** The text, line by line, made odd in these ways where they fit. */
  lines(oddKinds: readonly OddDocumentKind[]): Iterable<string>;
}
