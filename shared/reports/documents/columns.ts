import { columnName, fieldName } from './column-name.ts';
import type { ReportColumns } from './report-columns.ts';

/** A document's header row: which column stands where. */
export class Columns {
  /** By position; aliases are resolved, unknown names as they are, in lower case with `-`; '' where the header has none. */
  readonly names: readonly string[];
  /** The same in camelCase. */
  readonly fieldNames: readonly string[];
  readonly #positions: ReadonlyMap<string, number>;

  constructor(header: readonly string[], { aliases }: Pick<ReportColumns, 'aliases'>) {
    const ourNames = new Map(
      Object.entries(aliases).flatMap(([name, spellings]) =>
        spellings.map((spelling) => [columnName(spelling), name] as const),
      ),
    );
    const positions = new Map<string, number>();
    const taken = new Set<string>();
    this.names = header.map((spelling, position) => {
      const plain = columnName(spelling);
      if (plain === '') return '';
      let name = ourNames.get(plain) ?? plain;
      // Of columns of one name the first has it, the others a number: nothing is lost.
      for (let number = 2; taken.has(fieldName(name)); number++) name = `${plain}-${number}`;
      taken.add(fieldName(name));
      positions.set(name, position);
      return name;
    });
    this.fieldNames = this.names.map(fieldName);
    this.#positions = positions;
  }

  get width(): number {
    return this.names.length;
  }

  /** Where the column of this name stands; undefined where the document has none. */
  positionOf(name: string): number | undefined {
    return this.#positions.get(name);
  }
}
