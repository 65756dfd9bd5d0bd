const QUOTE = '"';

/** A field that a writer has quoted: a quote at both ends, and inside only doubled ones. */
const QUOTED = /^"(?:[^"]|"")*"$/;

const unquote = (cell: string) => cell.slice(1, -1).replaceAll('""', QUOTE);

/**
 * Takes the quotes off the fields of a line that was split at tabs. Most documents quote nothing and hold bare quotes
 * in titles, so a quote counts only where a field both begins and ends with one. Pieces are joined across a tab only in
 * a line that has more of them than `width` columns.
 */
export function unquoteCells(pieces: readonly string[], width: number): string[] {
  const cells: string[] = [];
  let excess = pieces.length - width;
  for (let from = 0; from < pieces.length; ) {
    const { text, taken } = quotedFrom(pieces, { from, most: Math.max(0, excess) + 1 });
    cells.push(text);
    excess -= taken - 1;
    from += taken;
  }
  return cells;
}

function quotedFrom(pieces: readonly string[], { from, most }: { from: number; most: number }) {
  const first = pieces[from] ?? '';
  if (!first.startsWith(QUOTE)) return { text: first, taken: 1 };
  let joined = first;
  for (let taken = 1; ; taken++) {
    if (QUOTED.test(joined)) return { text: unquote(joined), taken };
    const next = pieces[from + taken];
    if (taken === most || next === undefined) return { text: first, taken: 1 };
    joined = `${joined}\t${next}`;
  }
}

/** A quoted field that goes on over line ends is not longer than this. */
const MOST_LINES = 50;
const MOST_CHARACTERS = 32 * 1024;

/**
 * Whether the last field of a line opens a quote that a later line closes. `lines` gives the lines after it, undefined
 * where the text at hand ends.
 * `closed`: `pieces` are the joined line's, over `lines` lines more. `no`: the quote is a bare one. `unknown`: more text
 * is needed to tell. `doubtful`: it may be either. A joined line must still fit the header; where it is shorter, and its
 * first line and another could be rows (`isRow`), nobody can tell: so a bare quote never swallows the rows behind it.
 */
export function joinOpenQuote(
  pieces: readonly string[],
  {
    width,
    lineAt,
    isRow,
  }: {
    width: number;
    lineAt: (ahead: number) => string | undefined;
    isRow: (pieces: readonly string[]) => boolean;
  },
):
  | { readonly outcome: 'closed' | 'doubtful'; readonly pieces: readonly string[]; readonly lines: number }
  | { readonly outcome: 'no' | 'unknown' } {
  const before = pieces.slice(0, -1);
  let open = pieces.at(-1) ?? '';
  let holdsRow = false;
  if (pieces.length > width || !open.startsWith(QUOTE) || QUOTED.test(open)) return { outcome: 'no' };
  for (let ahead = 1; ahead <= MOST_LINES && open.length < MOST_CHARACTERS; ahead++) {
    const line = lineAt(ahead);
    if (line === undefined) return { outcome: 'unknown' };
    const [first = '', ...after] = line.split('\t');
    holdsRow ||= isRow([first, ...after]);
    open = `${open}\n${first}`;
    if (QUOTED.test(open)) {
      const joined = [...before, open, ...after];
      if (joined.length > width) return { outcome: 'no' };
      const outcome = joined.length < width && holdsRow && isRow(pieces) ? 'doubtful' : 'closed';
      return { outcome, pieces: joined, lines: ahead };
    }
    if (after.length > 0) return { outcome: 'no' };
  }
  return { outcome: 'no' };
}
