import type { Columns } from './columns.ts';
import { type Misfit, MISFIT_LENGTH } from './misfit.ts';
import { joinOpenQuote, unquoteCells } from './quoted-cells.ts';
import { Row } from './row.ts';

const TAB = 9;
const CARRIAGE_RETURN = 13;
/** Not even a cell: what spreadsheets leave below a table. */
const BLANK = /^[\t ]+$/;
/** Text that waits for the rest of a quoted field. */
const MOST_HELD = 64 * 1024;

/** The lines of a text one after another; `at` is where the next begins. */
class Lines {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get left(): number {
    return this.#text.length - this.at;
  }

  /** The line that begins at `at`, without its end. */
  next(): string {
    const { at } = this;
    const feed = this.#text.indexOf('\n', at);
    const end = feed < 0 ? this.#text.length : feed;
    this.at = end + 1;
    return this.#text.slice(at, this.#text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end);
  }
}

/** Splits text into rows. It counts lines, and holds back what a quoted field may still need. */
export class RowReader {
  /** The last line that is done with; the header's is 1. */
  lastLine: number;
  readonly #columns: Columns;
  readonly #key: readonly { name: string; position: number }[];
  /** Cells of a row: the header's, and empty ones that stand behind them in every row. */
  readonly #most: number;
  #held = '';

  constructor({
    columns,
    key,
    lastLine,
    trailingTabs = 0,
  }: { columns: Columns; key: readonly string[]; lastLine: number; trailingTabs?: number }) {
    this.#columns = columns;
    this.#key = key.flatMap((name) => {
      const position = columns.positionOf(name);
      return position === undefined ? [] : [{ name, position }];
    });
    this.#most = columns.width + trailingTabs;
    this.lastLine = lastLine;
  }

  /** Rows and misfits of a text that ends with a line. `doubtful`: it may hold U+FFFD for bytes that could not be decoded. */
  read(text: string, { ended = false, doubtful = false } = {}): { rows: Row[]; misfits: Misfit[] } {
    const whole = this.#held === '' ? text : this.#held + text;
    this.#held = '';
    const rows: Row[] = [];
    const misfits: Misfit[] = [];
    const lines = new Lines(whole);
    while (lines.left > 0) {
      const start = lines.at;
      const line = lines.next();
      if (line === '' || BLANK.test(line)) {
        this.lastLine += 1;
        continue;
      }
      let cells: readonly string[] = line.split('\t');
      let taken = 1;
      let doubtfulLines = 0;
      if (opensQuote(line)) {
        const joined = joinOpenQuote(cells, {
          width: this.#most,
          lineAt: lookAhead(whole, lines.at),
          isRow: (pieces) => this.#reasonAgainst(this.#withoutTrailing(pieces)) === undefined,
        });
        if (joined.outcome === 'unknown' && !ended && whole.length - start < MOST_HELD) {
          this.#held = whole.slice(start);
          break;
        }
        if (joined.outcome === 'closed' || joined.outcome === 'doubtful') {
          if (joined.outcome === 'doubtful') doubtfulLines = joined.lines + 1;
          for (; taken <= joined.lines; taken++) lines.next();
          cells = joined.pieces;
        }
        cells = unquoteCells(cells, this.#most);
      }
      cells = this.#withoutTrailing(cells);
      const position = this.lastLine + 1;
      this.lastLine += taken;
      const reason =
        doubtfulLines > 0
          ? `its ${doubtfulLines} lines are one row with a quoted field, or several rows`
          : this.#reasonAgainst(cells, doubtful);
      if (reason === undefined) rows.push(new Row(position, cells, this.#columns));
      else misfits.push({ position, reason, content: whole.slice(start, Math.min(lines.at, start + MISFIT_LENGTH)) });
    }
    return { rows, misfits };
  }

  /** What was held back to the last, when the document has ended. */
  end(): { rows: Row[]; misfits: Misfit[] } {
    return this.read('', { ended: true });
  }

  #withoutTrailing(cells: readonly string[]): readonly string[] {
    const { width } = this.#columns;
    if (cells.length <= width || cells.length > this.#most) return cells;
    return cells.slice(width).every((cell) => cell.trim() === '') ? cells.slice(0, width) : cells;
  }

  #reasonAgainst(cells: readonly string[], doubtful = false): string | undefined {
    const { width } = this.#columns;
    if (cells.length > width) return `it has ${cells.length} fields, the header ${width}`;
    for (const { name, position } of this.#key) {
      const cell = cells[position];
      if (cell === undefined || cell === '' || cell.trim() === '') return `its ${name} is missing`;
      if (doubtful && cell.includes('\uFFFD')) return `its ${name} cannot be decoded`;
    }
    return undefined;
  }
}

/** Whether a field begins with a quote. Quotes are rare and tabs are not, so it is quotes that are looked for. */
function opensQuote(line: string): boolean {
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) {
    if (at === 0 || line.charCodeAt(at - 1) === TAB) return true;
  }
  return false;
}

/** The lines from `at` on by number, 1 the first; asked for in order. */
function lookAhead(text: string, at: number): (ahead: number) => string | undefined {
  const lines = new Lines(text);
  lines.at = at;
  return () => (lines.left > 0 ? lines.next() : undefined);
}
