/**
 * With how many empty cells behind the header's every row of a text ends: some writers close each line with a tab. A row
 * that alone has one too many is another matter: a tab within a field has moved all cells behind it.
 */
export function trailingTabs(text: string, width: number): number {
  let fewest: number | undefined;
  for (const line of text.split('\n')) {
    // A quoted field may hold line ends: such lines are no rows yet.
    if (fewest === 0 || line.trim() === '' || line.includes('"')) continue;
    const cells = line.replace(/\r$/, '').split('\t');
    // Rows may be shorter than the header.
    if (cells.length < width) continue;
    const empty = cells.length - 1 - cells.findLastIndex((cell) => cell.trim() !== '');
    fewest = Math.min(fewest ?? Infinity, empty, cells.length - width);
  }
  return fewest ?? 0;
}
