/**
 * With how many empty cells behind the header's every row of a text ends: some writers close each line with a tab. A row
 * that alone has one too many is another matter: a tab within a field has moved all cells behind it. So is a text with
 * shorter rows, whose writer does not close lines so, and one of a single row, of which nobody can tell.
 */
export function trailingTabs(text: string, width: number): number {
  let fewest = Infinity;
  let rows = 0;
  for (const line of text.split('\n')) {
    // A quoted field may hold line ends: such lines are no rows yet.
    if (line.trim() === '' || line.includes('"')) continue;
    const cells = line.replace(/\r$/, '').split('\t');
    const empty = cells.length - 1 - cells.findLastIndex((cell) => cell.trim() !== '');
    fewest = Math.min(fewest, empty, cells.length - width);
    if (fewest <= 0) return 0;
    rows += 1;
  }
  return rows < 2 ? 0 : fewest;
}
