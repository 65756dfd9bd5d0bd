import type { Charset } from './charsets.ts';
import { Columns } from './columns.ts';
import { type Misfit, MISFIT_LENGTH } from './misfit.ts';
import { unquoteCells } from './quoted-cells.ts';
import { readText } from './read-text.ts';
import { columnsOf, type ReportColumns } from './report-columns.ts';
import type { Row } from './row.ts';
import { RowReader } from './row-reader.ts';
import type { DocumentToRead } from './stored-document.ts';
import type { Undecodable } from './undecodable.ts';
import { shownNames } from './shown-names.ts';
import { trailingTabs } from './trailing-tabs.ts';
import { UnknownHeaderError } from './unknown-header-error.ts';

/** Some hundred rows, as they come out of one block of the document. */
export interface RowBatch {
  readonly rows: readonly Row[];
  readonly misfits: readonly Misfit[];
  /** Every line to this one is done with: `afterLine` of the invocation that goes on. */
  readonly lastLine: number;
  readonly columns: Columns;
  readonly charset: Charset;
  /** Of this batch's text; add the counts up, and tell them. */
  readonly undecodable: Undecodable;
  /** Its text is garbled: it plainly is UTF-8, and the document says that it is `charset`. */
  readonly mislabelled: boolean;
}

/**
 * Reads a flat file (tab separated) in bounded memory. Cells are found by the header's names, rows without their key
 * columns or with more fields than the header are misfits, shorter ones are rows, and so are those whose surplus is empty
 * in every row.
 * Throws UnknownHeaderError before the first batch, DocumentDamagedError at any time.
 */
export async function* readRows(
  document: DocumentToRead,
  {
    afterLine = 0,
    columns: known = columnsOf(document.reportType),
  }: { afterLine?: number; columns?: ReportColumns } = {},
): AsyncGenerator<RowBatch> {
  let reader: RowReader | undefined;
  let columns = new Columns([], known);
  let charset: Charset = 'utf-8';
  let toSkip = 0;
  for await (const block of readText(document)) {
    charset = block.charset;
    if (reader && toSkip > 0) {
      const lines = block.countLines();
      if (lines <= toSkip) {
        toSkip -= lines;
        reader.lastLine += lines;
        continue;
      }
    }
    let headerLines = 0;
    if (reader === undefined) {
      const { text } = block.decode();
      const header = readHeader(text);
      headerLines = header.lines;
      columns = columnsOfHeader(document, { header: header.names, known });
      reader = new RowReader({
        columns,
        key: known.key,
        lastLine: headerLines,
        trailingTabs: trailingTabs(text.slice(header.length), columns.width),
      });
      toSkip = Math.max(0, afterLine - headerLines);
    }
    const { text, undecodable, skippedLines, mislabelled } = block.decode({ afterLines: headerLines + toSkip });
    toSkip -= skippedLines - headerLines;
    reader.lastLine += skippedLines - headerLines;
    const { rows, misfits } =
      block.overlong && headerLines === 0
        ? overlongLine(reader, text)
        : reader.read(text, { doubtful: undecodable.count > 0 });
    if (rows.length > 0 || misfits.length > 0 || undecodable.count > 0) {
      yield { rows, misfits, lastLine: reader.lastLine, columns, charset, undecodable, mislabelled };
    }
  }
  if (reader === undefined) columnsOfHeader(document, { header: [], known });
  const { rows, misfits } = reader?.end() ?? { rows: [], misfits: [] };
  if (reader && rows.length + misfits.length > 0) {
    const undecodable = { count: 0, bytes: {} };
    yield { rows, misfits, lastLine: reader.lastLine, columns, charset, undecodable, mislabelled: false };
  }
}

/** The first line that is not blank, and how many lines and characters end with it. */
function readHeader(text: string): { names: readonly string[]; lines: number; length: number } {
  let lines = 0;
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(at, end).replace(/\r$/, '');
    at = end + 1;
    lines += 1;
    if (line.trim() !== '') return { names: unquoteCells(line.split('\t'), Infinity), lines, length: at };
  }
  return { names: [], lines, length: text.length };
}

function columnsOfHeader(
  { s3Key, reportType }: DocumentToRead,
  { header, known }: { header: readonly string[]; known: ReportColumns },
): Columns {
  const columns = new Columns(header, known);
  const missing = known.header.filter((name) => columns.positionOf(name) === undefined);
  if (missing.length > 0) {
    const shown = shownNames(header, known);
    throw new UnknownHeaderError({ s3Key, reportType, header: shown, width: header.length, missing });
  }
  return columns;
}

function overlongLine(reader: RowReader, text: string): { rows: readonly Row[]; misfits: readonly Misfit[] } {
  const { rows, misfits } = reader.end();
  reader.lastLine += 1;
  const content = text.slice(0, MISFIT_LENGTH);
  return {
    rows,
    misfits: [...misfits, { position: reader.lastLine, reason: 'its line is longer than 1 MiB', content }],
  };
}
