import type { Charset } from './documents/charsets.ts';
import { fieldName } from './documents/column-name.ts';
import type { Misfit } from './documents/misfit.ts';
import { readRows } from './documents/read-rows.ts';
import { readXmlRecords } from './documents/read-xml-records.ts';
import type { DocumentToRead } from './documents/stored-document.ts';
import type { Undecodable } from './documents/undecodable.ts';
import type { XmlFields, XmlValue } from './documents/xml-fields.ts';
import { xmlReportOf } from './documents/xml-report.ts';

/** A row or an XML record, under Amazon's names in camelCase; every value is text. */
export interface ReportRecord {
  /** Its line (the header's is 1) or its ordinal. */
  readonly position: number;
  readonly fields: Readonly<Record<string, string>>;
}

export interface RecordBatch {
  readonly records: readonly ReportRecord[];
  readonly misfits: readonly Misfit[];
  /** Everything to this position is done with: where another invocation goes on. */
  readonly lastPosition: number;
  readonly charset: Charset;
  /** Of the text after the position from which it is read. */
  readonly undecodable: Undecodable;
  /** Its text is garbled: it plainly is UTF-8, and the document says that it is `charset`. */
  readonly mislabelled: boolean;
}

/** Reads a document's records, flat file or XML, in bounded memory. An XML record with several items is several records. */
export async function* readRecords(
  document: DocumentToRead,
  { after = 0 }: { after?: number } = {},
): AsyncGenerator<RecordBatch> {
  const report = xmlReportOf(document.reportType);
  if (report) {
    for await (const { records, misfits, lastRecord, charset, undecodable, mislabelled } of readXmlRecords(document, {
      report,
      afterRecord: after,
    })) {
      const flat = records.flatMap(({ position, fields }) =>
        flatten(fields, report.lists).map((each) => ({ position, fields: each })),
      );
      yield { records: flat, misfits, lastPosition: lastRecord, charset, undecodable, mislabelled };
    }
    return;
  }
  for await (const { rows, misfits, lastLine, charset, undecodable, mislabelled } of readRows(document, {
    afterLine: after,
  })) {
    yield {
      records: rows.map((row) => ({ position: row.line, fields: row.toFields() })),
      misfits,
      lastPosition: lastLine,
      charset,
      undecodable,
      mislabelled,
    };
  }
}

/** One record for each element of its lists, with what stands beside them; what is nested otherwise is taken up. */
function flatten(fields: XmlFields, lists: readonly string[]): Record<string, string>[] {
  const listNames = new Set(lists.map(fieldName));
  const items: Text[][] = [];
  const common: Text[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (listNames.has(name) && isList(value)) items.push(...value.map((item) => textsOf(name, item)));
    else common.push(...textsOf(name, value));
  }
  return (items.length === 0 ? [[]] : items).map((item) => numbered([...item, ...common]));
}

/** A text, under the name of the element that it stands in. */
type Text = readonly [name: string, text: string];

function textsOf(name: string, value: XmlValue): Text[] {
  if (typeof value === 'string') return [[name, value]];
  if (isList(value)) return value.flatMap((each) => textsOf(name, each));
  return Object.entries(value).flatMap(([inner, part]) => textsOf(inner, part));
}

/** Of texts of one name the first has it, the others a number, as with the columns of a flat file: nothing is lost. */
function numbered(texts: readonly Text[]): Record<string, string> {
  const fields = new Map<string, string>();
  const numbers = new Map<string, number>();
  for (const [name, text] of texts) {
    let free = name;
    for (let number = numbers.get(name) ?? 2; fields.has(free); number++) {
      free = `${name}${number}`;
      numbers.set(name, number + 1);
    }
    fields.set(free, text);
  }
  return Object.fromEntries(fields);
}

const isList = (value: XmlValue): value is readonly XmlValue[] => Array.isArray(value);
