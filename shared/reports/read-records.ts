import type { Charset } from './documents/charsets.ts';
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
}

/** Reads a document's records, flat file or XML, in bounded memory. An XML record with several items is several records. */
export async function* readRecords(
  document: DocumentToRead,
  { after = 0 }: { after?: number } = {},
): AsyncGenerator<RecordBatch> {
  const report = xmlReportOf(document.reportType);
  if (report) {
    for await (const { records, misfits, lastRecord, charset, undecodable } of readXmlRecords(document, {
      report,
      afterRecord: after,
    })) {
      const flat = records.flatMap(({ position, fields }) =>
        flatten(fields, report.lists).map((each) => ({ position, fields: each })),
      );
      yield { records: flat, misfits, lastPosition: lastRecord, charset, undecodable };
    }
    return;
  }
  for await (const { rows, misfits, lastLine, charset, undecodable } of readRows(document, { afterLine: after })) {
    yield {
      records: rows.map((row) => ({ position: row.line, fields: row.toFields() })),
      misfits,
      lastPosition: lastLine,
      charset,
      undecodable,
    };
  }
}

/** One record for each element of its lists; what is nested otherwise is taken up: names are unique within a record. */
function flatten(fields: XmlFields, lists: readonly string[]): Record<string, string>[] {
  const listNames = new Set(lists.map((name) => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())));
  const common: Record<string, string> = {};
  let items: Record<string, string>[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (listNames.has(name) && isList(value)) items = value.map((item) => lift(item));
    else Object.assign(common, typeof value === 'string' ? { [name]: value } : lift(value));
  }
  return items.length === 0 ? [common] : items.map((item) => ({ ...common, ...item }));
}

function lift(value: XmlValue): Record<string, string> {
  const lifted: Record<string, string> = {};
  if (typeof value === 'string' || isList(value)) return lifted;
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === 'string') lifted[name] = part;
    else Object.assign(lifted, lift(part));
  }
  return lifted;
}

const isList = (value: XmlValue): value is readonly XmlValue[] => Array.isArray(value);
