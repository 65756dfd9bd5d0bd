import type { Columns } from './columns.ts';

/**
 * One row of a flat file. Its cells share the memory of the block that they were read from (64 KiB and more): whoever
 * keeps single cells of many rows takes {@link ownText} of them.
 */
export class Row {
  /** Its (first) line in the document; the header's is 1. */
  readonly line: number;
  /** By position, as many as the row has: trailing ones may be missing. */
  readonly cells: readonly string[];
  readonly columns: Columns;

  constructor(line: number, cells: readonly string[], columns: Columns) {
    this.line = line;
    this.cells = cells;
    this.columns = columns;
  }

  /** A cell by its column's name (`seller-sku`); '' where row or document have none. */
  cell(name: string): string {
    const position = this.columns.positionOf(name);
    return (position === undefined ? undefined : this.cells[position]) ?? '';
  }

  /** All cells by their columns' names in camelCase (`sellerSku`), missing ones as ''. */
  toFields(): Record<string, string> {
    const { fieldNames } = this.columns;
    const fields: Record<string, string> = {};
    for (let position = 0; position < fieldNames.length; position++) {
      const name = fieldNames[position];
      if (name) fields[name] = this.cells[position] ?? '';
    }
    return fields;
  }
}

/** The same text in memory of its own. */
export const ownText = (text: string) => Buffer.from(text, 'utf8').toString('utf8');
