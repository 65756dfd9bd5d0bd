import type { Marketplace } from '../../marketplaces.ts';
import { charsetOf } from './charset.ts';
import { makeOddTable } from './odd-table.ts';
import type { ReportContent } from './report-content.ts';

/** A column of a flat file. */
export interface Column<Row> {
  readonly name: string;
  /** What a row has in it; undefined is empty. */
  readonly value: (row: Row) => string | number | undefined;
  /** `key`: tells the row apart. `text`: what people wrote. */
  readonly is?: 'key' | 'text';
}

/** A flat file: a header, then rows, fields separated by tabs, no quoting. */
export interface Table {
  readonly header: readonly string[];
  rows(): Iterable<readonly string[]>;
  /** Places of the columns that tell a row apart, and of one that people wrote. */
  readonly keys: readonly number[];
  readonly text: number;
}

/** Column names that end a header to which the rows have no fields (spapi 8.1). */
interface TableOptions {
  readonly marketplace: Marketplace;
  readonly lineEnd: '\n' | '\r\n';
  readonly headerOnly?: readonly string[];
}

/** The flat file of these rows. */
export function tableContent<Row>(
  rows: () => Iterable<Row>,
  columns: readonly Column<Row>[],
  { marketplace, lineEnd, headerOnly = [] }: TableOptions,
): ReportContent {
  const table: Table = {
    header: [...columns.map(({ name }) => name), ...headerOnly],
    *rows() {
      for (const row of rows()) yield columns.map(({ value }) => toField(value(row)));
    },
    keys: columns.flatMap(({ is }, index) => (is === 'key' ? [index] : [])),
    text: columns.findIndex(({ is }) => is === 'text'),
  };
  return {
    mediaType: 'text/plain',
    charset: charsetOf(marketplace),
    hasRows() {
      for (const _ of rows()) return true;
      return false;
    },
    *lines(oddKinds) {
      if (oddKinds.includes('empty')) return;
      const { header, ...odd } = makeOddTable(table, oddKinds);
      yield header.join('\t') + lineEnd;
      for (const row of odd.rows()) yield row.join('\t') + lineEnd;
      if (oddKinds.includes('unfinished')) yield 'the end of this r';
    },
  };
}

/** A tab or a line break inside a text would be a field or a row. */
function toField(value: string | number | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  return BREAKS.test(value) ? value.replace(/[\t\r\n]+/g, ' ') : value;
}

const BREAKS = /[\t\r\n]/;
