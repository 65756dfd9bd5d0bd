import type { OddDocumentKind } from '../report-switches.ts';
import type { Table } from './table.ts';
import { UNREADABLE } from './text-encoder.ts';

/** The table, odd in these ways. The first row is the one that is hit. */
export const makeOddTable = (table: Table, kinds: readonly OddDocumentKind[]): Table =>
  kinds.reduce((odd, kind) => ODD[kind]?.(odd) ?? odd, table);

const ODD: Partial<Record<OddDocumentKind, (table: Table) => Table>> = {
  'unknown-header': (table) => ({ ...table, header: table.header.map((_, index) => `Spalte ${index + 1}`) }),
  'without-key-column': (table) => ({
    ...table,
    header: table.header.map((name, index) => (table.keys.includes(index) ? `old ${name}` : name)),
  }),
  'another-column': (table) =>
    changeColumns(table, {
      header: (header) => ['moon-phase', ...header],
      row: (row) => ['waxing', ...row],
      shift: 1,
    }),
  'shuffled-columns': (table) => {
    const width = table.header.length;
    const turn = table.header.map((_, index) => (index * 7 + 3) % width);
    // A width that 7 divides would repeat columns; one step on keeps every one.
    const order = new Set(turn).size === width ? turn : table.header.map((_, index) => (index + 3) % width);
    return {
      ...changeColumns(table, {
        header: (header) => order.map((from) => header[from] ?? ''),
        row: (row) => order.map((from) => row[from] ?? ''),
        shift: 0,
      }),
      keys: table.keys.map((key) => order.indexOf(key)),
      text: order.indexOf(table.text),
    };
  },
  'duplicate-columns': (table) =>
    changeColumns(table, {
      header: (header) => [...header, ...table.keys.map((key) => header[key] ?? '')],
      row: (row) => [
        ...row,
        ...Array.from({ length: table.header.length - row.length }, () => ''),
        ...table.keys.map((key) => `other ${row[key] ?? ''}`),
      ],
      shift: 0,
    }),
  'too-many-fields': (table) =>
    changeFirst(table, (row) => [
      ...row.slice(0, table.text),
      'a tab',
      ...row.slice(table.text),
      // Beyond the header even where the rows were shorter.
      ...Array.from({ length: table.header.length - row.length }, () => ''),
    ]),
  'short-row': (table) => changeFirst(table, (row) => row.slice(0, Math.max(...table.keys) + 1)),
  'missing-key': (table) =>
    changeFirst(table, (row) => row.map((field, index) => (table.keys.includes(index) ? '' : field))),
  'stray-quote': (table) => changeText(table, (text) => `"${text}`),
  'unreadable-byte': (table) => changeText(table, (text) => `${text}${UNREADABLE}`),
  'zero-rows': (table) => ({ ...table, rows: () => [] }),
};

interface ColumnChange {
  readonly header: (header: readonly string[]) => string[];
  readonly row: (row: readonly string[]) => string[];
  /** How many columns are put before the others. */
  readonly shift: number;
}

function changeColumns(table: Table, { header, row, shift }: ColumnChange): Table {
  return {
    header: header(table.header),
    *rows() {
      for (const each of table.rows()) yield row(each);
    },
    keys: table.keys.map((key) => key + shift),
    text: table.text + shift,
  };
}

function changeFirst(table: Table, change: (row: readonly string[]) => string[]): Table {
  return {
    ...table,
    *rows() {
      let isFirst = true;
      for (const row of table.rows()) {
        yield isFirst ? change(row) : row;
        isFirst = false;
      }
    },
  };
}

const changeText = (table: Table, change: (text: string) => string) =>
  changeFirst(table, (row) => row.map((field, index) => (index === table.text ? change(field) : field)));
